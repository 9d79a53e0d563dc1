using TransitHub.Gtfs;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Service;

/// <summary>Where a vehicle that turns before its terminal joins a run of the way back.</summary>
internal sealed class ShortTurns(Schedule schedule)
{
    /// <summary>The stops of the two ways lie so near each other, meters: across the street.</summary>
    private const double Reach = 250;

    /// <summary>Whether there is a way back that passes the stop.</summary>
    public bool CanTurn(Run run, int position) =>
        schedule.Trips.BlockIndex(run.Trip) < 0
        && run.Pattern.Line.Patterns.Exists(p => p.Start == run.Pattern.End && p.Start != p.End && this.FindJoin(p, run.Pattern.Stops[position]) > 0);

    /// <summary>The position of a pattern at which a vehicle at a stop can join it, neither its first stop nor one of its last two; -1: none.</summary>
    public int FindJoin(CityPattern pattern, int stop)
    {
        int nearest = -1;
        double least = Reach;
        for (int i = 1; i + 2 < pattern.Stops.Length; i++)
        {
            double apart = Geometry.Distance(
                schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop), schedule.Stops.Latitude(pattern.Stops[i]), schedule.Stops.Longitude(pattern.Stops[i]));
            if (apart < least)
            {
                (nearest, least) = (i, apart);
            }
        }

        return nearest;
    }

    /// <summary>The part of a run that such a vehicle drives.</summary>
    public Run Join(Run run, int position) => run.From(
        position,
        run.LeavesAt + ((schedule.Trips.Departures(run.Trip)[position] - schedule.Trips.StartSeconds(run.Trip)) * 1000L),
        run.ServedTo > position ? run.ServedTo : run.Pattern.LastPosition,
        run.BreaksAfter >= position ? run.BreaksAfter : -1,
        isTakenOver: false);
}
