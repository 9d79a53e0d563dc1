using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Riders;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Service;

/// <summary>Tells the truth about runs and stops, from the start of the simulation on.</summary>
internal sealed class RunLog(Schedule schedule, long startAt, ITruth truth)
{
    /// <summary>Runs that began.</summary>
    public long Started { get; private set; }

    /// <summary>Runs that nobody drove.</summary>
    public long CanceledRuns { get; private set; }

    public void Canceled(PlannedRun planned, DayPlan day, long now)
    {
        if (now >= startAt)
        {
            this.CanceledRuns++;
            truth.Run(new TrueRun(
                new Timestamp(now), day.Date, schedule.Trips.Id(planned.Trip), ServiceTime.FromSeconds(planned.StartSeconds), RunOutcome.Canceled, null,
                schedule.Trips.StopSequences(planned.Trip)[0]));
        }
    }

    public void Outcome(RunOutcome outcome, Vehicle vehicle, Run run, int position, long now)
    {
        if (now < startAt)
        {
            return;
        }

        this.Started += outcome == RunOutcome.Started ? 1 : 0;
        truth.Run(new TrueRun(
            new Timestamp(now), run.Date, schedule.Trips.Id(run.Trip), RunMaker.StartTime(run), outcome, vehicle.Id,
            schedule.Trips.StopSequences(run.Trip)[position]));
    }

    public void StopTime(Vehicle vehicle, Run run, int position, long arrived, long departed, StopExchange exchange)
    {
        if (departed >= startAt)
        {
            truth.StopTime(new TrueStopTime(
                run.Date, schedule.Trips.Id(run.Trip), RunMaker.StartTime(run), schedule.Trips.StopSequences(run.Trip)[position],
                schedule.Stops.Id(run.Pattern.Stops[position]), new Timestamp(arrived), new Timestamp(departed), vehicle.Id, vehicle.Device is not null,
                exchange.Boarding, exchange.Alighting, exchange.LeftBehind, vehicle.Load, vehicle.Line.Traits.Capacity));
        }
    }
}
