using TransitHub.Gtfs;

namespace TransitHub.Server.Watching;

/// <summary>The stops that one id stands for: itself, and for a station everything below it.</summary>
internal static class StopFamily
{
    private const byte Station = 1;

    /// <summary>Indexes of the stop and, for a station, of its platforms and their boarding areas.</summary>
    public static IReadOnlyList<int> Of(Schedule schedule, int stop)
    {
        if (schedule.Stops.LocationType(stop) != Station)
        {
            return [stop];
        }

        List<int> family = [stop];
        for (int candidate = 0; candidate < schedule.Stops.Count; candidate++)
        {
            int parent = schedule.Stops.ParentIndex(candidate);
            if (parent == stop || (parent >= 0 && schedule.Stops.ParentIndex(parent) == stop))
            {
                family.Add(candidate);
            }
        }

        return family;
    }
}
