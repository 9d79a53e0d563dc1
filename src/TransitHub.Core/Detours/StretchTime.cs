using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>What the timetable has for a stretch of a line.</summary>
internal static class StretchTime
{
    /// <summary>Seconds between two lengths along a trip's line, between stops by even speed; stops' dwell included.</summary>
    public static double Seconds(Schedule schedule, int trip, double from, double to) => At(schedule, trip, to) - At(schedule, trip, from);

    private static double At(Schedule schedule, int trip, double along)
    {
        ReadOnlySpan<float> offsets = schedule.Patterns.StopOffsets(schedule.Trips.PatternIndex(trip));
        ReadOnlySpan<int> arrivals = schedule.Trips.Arrivals(trip);
        ReadOnlySpan<int> departures = schedule.Trips.Departures(trip);
        int next = 1;
        while (next < offsets.Length - 1 && offsets[next] < along)
        {
            next++;
        }

        double length = offsets[next] - offsets[next - 1];
        double share = length > 0 ? Math.Clamp((along - offsets[next - 1]) / length, 0, 1) : 1;
        return departures[next - 1] + ((arrivals[next] - departures[next - 1]) * share);
    }
}
