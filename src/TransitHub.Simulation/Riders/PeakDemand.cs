using TransitHub.Gtfs;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Riders;

/// <summary>Riders are as many as the operator has vehicles for: the busiest hour of each line's direction tells.</summary>
internal static class PeakDemand
{
    public static void Learn(Schedule schedule, CityMap map, DayPlan plan)
    {
        Dictionary<LineDirection, int[]> hours = [];
        foreach (PlannedRun run in plan.Runs)
        {
            LineDirection direction = map.Patterns[schedule.Trips.PatternIndex(run.Trip)].Points[0].Direction;
            if (!hours.TryGetValue(direction, out int[]? counts))
            {
                hours.Add(direction, counts = new int[48]);
            }

            counts[Math.Clamp(run.StartSeconds / 3600, 0, 47)]++;
        }

        foreach ((LineDirection direction, int[] counts) in hours)
        {
            direction.LearnPeak(plan.Date.DayNumber, counts.Max());
        }
    }
}
