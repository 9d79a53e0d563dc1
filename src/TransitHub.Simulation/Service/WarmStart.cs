using TransitHub.Gtfs;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Events;
using TransitHub.Simulation.Riders;

namespace TransitHub.Simulation.Service;

/// <summary>Puts vehicles on the runs that are under way when the city begins, where the timetable has them by then.</summary>
internal sealed class WarmStart(Schedule schedule, EventQueue queue, RunMaker maker, Dispatcher dispatcher, RiderFlow riders, ulong seed)
{
    private SeededChance chance = SeededChance.Of(seed, ChanceStream.Planning, 0);

    /// <summary>Takes all runs of the day that started before, and drives on with those that have not ended.</summary>
    public void Place(DayPlan day, long now)
    {
        while (day.TryTake(now - 1, out PlannedRun planned))
        {
            long into = (now - day.AtOf(planned)) / 1000;
            ReadOnlySpan<int> arrivals = schedule.Trips.Arrivals(planned.Trip);
            int start = schedule.Trips.StartSeconds(planned.Trip);
            if (into >= arrivals[^1] - start || maker.Make(day, planned) is not { } run)
            {
                continue;
            }

            int position = 0;
            while (position + 2 < arrivals.Length && arrivals[position + 1] - start <= into)
            {
                position++;
            }

            if (position < run.ServedTo)
            {
                Vehicle vehicle = dispatcher.PlaceOnTheWay(run, position, now);
                riders.Fill(vehicle, run, position, now / 1000.0);
                long wait = (long)(this.chance.Next() * 1000 * Math.Max(1, arrivals[position + 1] - arrivals[position]));
                queue.Add(now + wait, new SimulationEvent(EventKind.Depart, vehicle.Index));
            }
        }
    }
}
