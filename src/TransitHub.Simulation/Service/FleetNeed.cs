using TransitHub.Gtfs;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Service;

/// <summary>How many vehicles each line needs at a moment, as far as the timetable tells.</summary>
internal sealed class FleetNeed(Schedule schedule, CityMap map)
{
    private const long RestMs = 120_000;

    /// <summary>Between two crossings a ferry may be on no run, and is there all the same.</summary>
    private const long SoonMs = 1_800_000;

    /// <param name="days">Planned, none taken yet or some.</param>
    /// <param name="at">Unix milliseconds.</param>
    /// <returns>By route index.</returns>
    public int[] At(IEnumerable<DayPlan> days, long at)
    {
        int[] needed = new int[map.Lines.Length];
        bool[] runsSoon = new bool[map.Lines.Length];
        foreach (DayPlan day in days)
        {
            foreach (PlannedRun run in day.Runs)
            {
                int route = schedule.Trips.RouteIndex(run.Trip);
                long start = day.AtOf(run) - Dispatcher.LeadMs;
                long end = day.AtOf(run) + ((schedule.Trips.EndSeconds(run.Trip) - schedule.Trips.StartSeconds(run.Trip)) * 1000L) + RestMs;
                if (route < 0)
                {
                    continue;
                }

                needed[route] += start <= at && at < end ? 1 : 0;
                runsSoon[route] |= start - SoonMs <= at && at < end + SoonMs;
            }
        }

        return [.. needed.Select((count, route) => Math.Max(count, runsSoon[route] ? 1 : 0))];
    }
}
