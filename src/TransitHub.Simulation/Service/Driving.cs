using TransitHub.Gtfs;
using TransitHub.Simulation.Cameras;
using TransitHub.Simulation.Events;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Motion;
using TransitHub.Simulation.Reporting;
using TransitHub.Simulation.Riders;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Service;

/// <summary>Drives vehicles from stop to stop.</summary>
internal sealed class Driving(
    Schedule schedule, EventQueue queue, TravelTimes travel, RiderFlow riders, Dispatcher dispatcher, AvlReporter reporter, RiderCounter counter,
    CityCameras cameras, RunLog log)
{
    /// <summary>The nearest that trains follow each other into a station, milliseconds.</summary>
    private const long RailHeadwayMs = 75_000;

    private readonly long[] lastIntoLink = new long[schedule.Links.Count];

    /// <summary>A vehicle leaves the stop where it is.</summary>
    public void Depart(Vehicle vehicle, long now)
    {
        Run run = vehicle.Run!;
        if (vehicle.State == VehicleState.Resting)
        {
            StopExchange exchange = riders.Exchange(vehicle, run, now / 1000.0);
            log.Outcome(run.IsTakenOver ? RunOutcome.TakenOver : RunOutcome.Started, vehicle, run, vehicle.Position, now);
            log.StopTime(vehicle, run, vehicle.Position, now, now, exchange);
            counter.Close(vehicle, run, exchange, now);
        }

        int from = vehicle.Position;
        (int to, double lateral) = this.NextStop(vehicle, run, now);
        LinkDrive drive = travel.Drive(vehicle, run, from, to, now);
        if (vehicle.Line.Traits.Mode == LineMode.Rail)
        {
            drive = this.KeepDistance(run, from, drive);
        }

        vehicle.Drive = drive;
        vehicle.Heading = to;
        vehicle.LateralMeters = lateral;
        vehicle.State = VehicleState.Driving;
        if (run.BreaksAfter >= from && run.BreaksAfter < to && lateral == 0)
        {
            double where = drive.From + ((drive.To - drive.From) * run.BreaksAtShare);
            long at = drive.TimeAt(where);
            cameras.Watch(vehicle, run.Pattern, drive, where);
            queue.Add(at, new SimulationEvent(EventKind.BreakDown, vehicle.Index));
            return;
        }

        if (lateral == 0)
        {
            cameras.Watch(vehicle, run.Pattern, drive, drive.To);
        }

        queue.Add(drive.EndAt, new SimulationEvent(EventKind.Arrive, vehicle.Index));
    }

    /// <summary>A vehicle reaches the stop that it drove to.</summary>
    public void Arrive(Vehicle vehicle, long now)
    {
        Run run = vehicle.Run!;
        vehicle.OdometerMeters += vehicle.Drive.To - vehicle.Drive.From;
        vehicle.Position = vehicle.Heading;
        vehicle.State = VehicleState.AtStop;
        vehicle.ArrivedAt = now;
        vehicle.LateralMeters = 0;
        if (!run.Serves(vehicle.Position))
        {
            this.PassEmpty(vehicle, run, now);
            return;
        }

        StopExchange exchange = riders.Exchange(vehicle, run, now / 1000.0);
        if (vehicle.Position == run.Pattern.LastPosition)
        {
            log.StopTime(vehicle, run, vehicle.Position, now, now, exchange);
            counter.Close(vehicle, run, exchange, now);
            log.Outcome(RunOutcome.Completed, vehicle, run, vehicle.Position, now);
            dispatcher.Finished(vehicle, run, now);
            return;
        }

        long leaves = now + this.DwellMs(vehicle, run, exchange, now);
        log.StopTime(vehicle, run, vehicle.Position, now, leaves, exchange);
        counter.Close(vehicle, run, exchange, leaves);
        if (vehicle.Position == run.ServedTo)
        {
            log.Outcome(RunOutcome.CutShort, vehicle, run, vehicle.Position, now);
            if (dispatcher.TryTurn(vehicle, run, leaves))
            {
                return;
            }

            reporter.Released(vehicle, now);
        }

        queue.Add(leaves, new SimulationEvent(EventKind.Depart, vehicle.Index));
    }

    /// <summary>A vehicle stops where it is and goes no further.</summary>
    public void BreakDown(Vehicle vehicle, long now)
    {
        Run run = vehicle.Run!;
        Whereabouts place = Whereabouts.Of(vehicle, now);
        vehicle.OdometerMeters += place.AlongMeters - vehicle.Drive.From;
        run.Pattern.Points[vehicle.Heading].LeftBehind += vehicle.Load;
        vehicle.Load = 0;
        log.Outcome(RunOutcome.BrokenDown, vehicle, run, vehicle.Position, now);
        dispatcher.BrokeDown(vehicle, run, place, now);
    }

    private void PassEmpty(Vehicle vehicle, Run run, long now)
    {
        if (vehicle.Position == run.Pattern.LastPosition)
        {
            dispatcher.Finished(vehicle, run, now);
        }
        else
        {
            this.Depart(vehicle, now);
        }
    }

    private long DwellMs(Vehicle vehicle, Run run, StopExchange exchange, long now)
    {
        LineMode mode = vehicle.Line.Traits.Mode;
        int planned = schedule.Trips.Departures(run.Trip)[vehicle.Position] - schedule.Trips.Arrivals(run.Trip)[vehicle.Position];
        double dwell = ModeMotion.Of(mode).Dwell(mode, exchange.Boarding, exchange.Alighting, planned);
        long leaves = now + (long)(dwell * 1000);
        if (!run.ByHeadway)
        {
            // Drivers keep to the timetable where they are ahead of it.
            long early = mode == LineMode.Rail ? 10_000 : 75_000;
            long due = run.PlannedAt + ((schedule.Trips.Departures(run.Trip)[vehicle.Position] - schedule.Trips.StartSeconds(run.Trip)) * 1000L);
            leaves = Math.Max(leaves, due - early);
        }

        return leaves - now;
    }

    private (int To, double Lateral) NextStop(Vehicle vehicle, Run run, long now)
    {
        foreach (Detour detour in run.Pattern.Detours)
        {
            if (detour.FromPosition == vehicle.Position && now >= detour.FromAt && now < detour.ToAt && detour.ToPosition <= run.ServedTo)
            {
                DropBetween(vehicle, detour);
                log.Outcome(RunOutcome.Detoured, vehicle, run, vehicle.Position, now);
                return (detour.ToPosition, detour.LateralMeters);
            }
        }

        return (vehicle.Position + 1, 0);
    }

    /// <summary>Who wanted to leave at a stop that is passed by leaves at the next one.</summary>
    private static void DropBetween(Vehicle vehicle, Detour detour)
    {
        for (int i = detour.FromPosition + 1; i < detour.ToPosition; i++)
        {
            vehicle.Leaving[detour.ToPosition] += vehicle.Leaving[i];
            vehicle.Leaving[i] = 0;
        }
    }

    /// <summary>Trains do not overtake: a signal holds back who comes too near.</summary>
    private LinkDrive KeepDistance(Run run, int from, LinkDrive drive)
    {
        int link = run.Pattern.Links[from];
        long earliest = this.lastIntoLink[link] + RailHeadwayMs;
        LinkDrive kept = drive.EndAt >= earliest ? drive : drive with { Seconds = (earliest - drive.StartAt) / 1000.0 };
        this.lastIntoLink[link] = kept.EndAt;
        return kept;
    }
}
