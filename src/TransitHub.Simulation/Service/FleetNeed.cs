using TransitHub.Gtfs;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Service;

/// <summary>How many vehicles each line needs at a moment, as far as the timetable tells.</summary>
internal sealed class FleetNeed(Schedule schedule, CityMap map)
{
    private const long RestMs = 120_000;

    /// <param name="days">Planned, none taken yet or some.</param>
    /// <param name="at">Unix milliseconds.</param>
    /// <returns>By route index.</returns>
    public int[] At(IEnumerable<DayPlan> days, long at)
    {
        int[] needed = new int[map.Lines.Length];
        foreach (DayPlan day in days)
        {
            foreach (PlannedRun run in day.Runs)
            {
                int route = schedule.Trips.RouteIndex(run.Trip);
                long start = day.AtOf(run) - Dispatcher.LeadMs;
                long end = day.AtOf(run) + ((schedule.Trips.EndSeconds(run.Trip) - schedule.Trips.StartSeconds(run.Trip)) * 1000L) + RestMs;
                if (route >= 0 && start <= at && at < end)
                {
                    needed[route]++;
                }
            }
        }

        return needed;
    }
}
