using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Events;
using TransitHub.Simulation.Motion;
using TransitHub.Simulation.Reporting;

namespace TransitHub.Simulation.Service;

/// <summary>
/// Gives each planned run a vehicle: that of its block, else one that waits at the terminal, else one that is about to arrive
/// there, else one of the depot. So vehicles go to and fro, lateness is handed on, and the fleet is as large as it must be.
/// </summary>
internal sealed class Dispatcher(Schedule schedule, EventQueue queue, RunMaker maker, Fleet fleet, AvlReporter reporter, RunLog log)
{
    /// <summary>How long before its start a run gets its vehicle.</summary>
    public const long LeadMs = 240_000;

    private const long LongestRestMs = 40 * 60_000;
    private const long SurplusRestMs = 12 * 60_000;
    private const long TurnMs = 60_000;
    private const long LongestTurnMs = 20 * 60_000;
    private const long HomeAtOnceMs = 120_000;
    private const long LongestWaitMs = 300_000;
    private readonly Dictionary<(int Block, ServiceDate Date), Vehicle> blocks = [];
    private readonly Dictionary<int, Run> waiting = [];
    private readonly ShortTurns turns = new(schedule);
    private int waits;

    /// <summary>Gives vehicles to the runs of a day that start soon.</summary>
    public void Dispatch(DayPlan day, int dayIndex, long now)
    {
        while (day.TryTake(now + LeadMs, out PlannedRun planned))
        {
            if (maker.Make(day, planned) is { } run)
            {
                this.Place(run, now);
            }
            else
            {
                log.Canceled(planned, day, now);
            }
        }

        if (day.NextAt is { } next)
        {
            queue.Add(Math.Max(now, next - LeadMs), new SimulationEvent(EventKind.DispatchRun, dayIndex));
        }
    }

    /// <summary>A run that waited for an arriving vehicle gets one from the depot.</summary>
    public void Overdue(int wait, long now)
    {
        if (this.waiting.Remove(wait, out Run? run) && run.Pattern.Start.Waiting.Remove(run))
        {
            this.Assign(fleet.Take(run.Pattern.Line), run, now);
        }
    }

    /// <summary>Prepares a vehicle for a run; it leaves when the run is due and the vehicle has rested.</summary>
    public void Assign(Vehicle vehicle, Run run, long now)
    {
        (double latitude, double longitude) = run.Pattern.Geometry.At(run.Pattern.Offsets[run.FirstPosition]);
        bool fromDepot = vehicle.State == VehicleState.Depot;
        long ready = fromDepot ? now : Math.Max(now, vehicle.ReadyAt);
        long leaves = Math.Max(run.LeavesAt, ready);
        vehicle.Parking = fromDepot
            ? Parking.At(latitude, longitude, now)
            : new Parking(vehicle.Parking.Latitude(now), vehicle.Parking.Longitude(now), latitude, longitude, now, Math.Min(leaves, now + 90_000));
        vehicle.State = VehicleState.Resting;
        vehicle.Run = run;
        vehicle.Position = run.FirstPosition;
        vehicle.Heading = run.FirstPosition;
        vehicle.Stay++;
        Prepare(vehicle, run);
        queue.Add(leaves, new SimulationEvent(EventKind.Depart, vehicle.Index));
        if (fromDepot)
        {
            reporter.SwitchOn(vehicle, now);
        }

        reporter.Assigned(vehicle, run, now, leaves);
    }

    /// <summary>Puts a vehicle on a run that is on its way already when the simulation begins.</summary>
    public Vehicle PlaceOnTheWay(Run run, int position, long now)
    {
        Vehicle vehicle = fleet.Take(run.Pattern.Line);
        vehicle.State = VehicleState.AtStop;
        vehicle.Run = run;
        vehicle.Position = position;
        vehicle.Heading = position;
        vehicle.ArrivedAt = now;
        Prepare(vehicle, run);
        if (schedule.Trips.BlockIndex(run.Trip) is >= 0 and var block)
        {
            this.blocks[(block, run.Date)] = vehicle;
        }

        reporter.SwitchOn(vehicle, now);
        reporter.Assigned(vehicle, run, now, now);
        return vehicle;
    }

    /// <summary>A vehicle came to the end of its run.</summary>
    public void Finished(Vehicle vehicle, Run run, long now)
    {
        Terminal terminal = run.Pattern.End;
        terminal.Inbound.Remove(vehicle);
        ModeMotion motion = ModeMotion.Of(vehicle.Line.Traits.Mode);
        vehicle.State = VehicleState.Resting;
        vehicle.Run = null;
        vehicle.Stay++;
        vehicle.ReadyAt = now + (long)(1000 * motion.MinLayoverSeconds * vehicle.Luck.Between(0.8, 1.5));
        (double latitude, double longitude) = run.Pattern.Geometry.At(run.Pattern.Offsets[^1]);
        vehicle.Parking = Parking.At(latitude, longitude, now);
        reporter.Released(vehicle, now);
        if (vehicle.Next is { } next)
        {
            vehicle.Next = null;
            this.Assign(vehicle, next, now);
            return;
        }

        bool isOfBlock = schedule.Trips.BlockIndex(run.Trip) >= 0;
        if (!isOfBlock && terminal.Waiting.Count > 0)
        {
            Run first = terminal.Waiting[0];
            terminal.Waiting.RemoveAt(0);
            this.Assign(vehicle, first, now);
            return;
        }

        if (!isOfBlock && terminal.HasDepartures)
        {
            terminal.Idle.Add(vehicle);
        }

        long rest = isOfBlock || run.HeadwaySeconds == 0 ? LongestRestMs : Math.Min(LongestRestMs, SurplusRestMs + (run.HeadwaySeconds * 1500L));
        rest = terminal.HasDepartures || isOfBlock ? rest : HomeAtOnceMs;
        queue.Add(now + rest, new SimulationEvent(EventKind.PullIn, vehicle.Index, vehicle.Stay));
    }

    /// <summary>A vehicle that ends its run early turns where it is, for a run of the way back; false: it cannot turn there.</summary>
    public bool TryTurn(Vehicle vehicle, Run run, long now)
    {
        if (!this.turns.CanTurn(run, vehicle.Position))
        {
            return false;
        }

        run.Pattern.End.Inbound.Remove(vehicle);
        (double latitude, double longitude) = run.Pattern.Geometry.At(run.Pattern.Offsets[vehicle.Position]);
        vehicle.Parking = Parking.At(latitude, longitude, now);
        vehicle.State = VehicleState.Resting;
        vehicle.Run = null;
        vehicle.Stay++;
        vehicle.ReadyAt = now + TurnMs;
        run.Pattern.End.Turned.Add((vehicle, run.Pattern.Stops[vehicle.Position]));
        reporter.Released(vehicle, now);
        queue.Add(now + LongestTurnMs, new SimulationEvent(EventKind.PullIn, vehicle.Index, vehicle.Stay));
        return true;
    }

    /// <summary>A vehicle that nobody needed goes home.</summary>
    public void PullIn(Vehicle vehicle, int stay, long now)
    {
        if (vehicle.Stay != stay || vehicle.Run is not null)
        {
            return;
        }

        foreach (Terminal terminal in vehicle.Line.Terminals)
        {
            terminal.Idle.Remove(vehicle);
            terminal.Turned.RemoveAll(t => t.Vehicle == vehicle);
        }

        this.GoHome(vehicle, now);
    }

    /// <summary>A vehicle broke down; another one comes for its riders.</summary>
    public void BrokeDown(Vehicle vehicle, Run run, Whereabouts place, long now)
    {
        run.Pattern.End.Inbound.Remove(vehicle);
        foreach ((int Block, ServiceDate Date) block in this.blocks.Where(b => b.Value == vehicle).Select(b => b.Key).ToList())
        {
            this.blocks.Remove(block);
        }

        int takenOverAt = vehicle.Heading;
        vehicle.Parking = Parking.At(place.Latitude, place.Longitude, now);
        vehicle.State = VehicleState.Broken;
        vehicle.Run = null;
        vehicle.Stay++;
        reporter.Released(vehicle, now);
        queue.Add(now + (long)(vehicle.Luck.Between(20, 45) * 60_000), new SimulationEvent(EventKind.TowAway, vehicle.Index));
        long comesAt = now + (long)(vehicle.Luck.Between(8, 20) * 60_000);
        if (takenOverAt < run.ServedTo)
        {
            this.Assign(fleet.Take(run.Pattern.Line), RunMaker.TakeOver(run, takenOverAt, comesAt), now);
        }

        if (vehicle.Next is { } next)
        {
            vehicle.Next = null;
            this.Place(next, now);
        }
    }

    /// <summary>Takes a vehicle off the road.</summary>
    public void GoHome(Vehicle vehicle, long now)
    {
        vehicle.State = VehicleState.Depot;
        vehicle.Run = null;
        vehicle.Stay++;
        reporter.SwitchOff(vehicle, now);
        vehicle.Line.Depot.Push(vehicle);
    }

    /// <summary>Forgets blocks of days that are over.</summary>
    public void Forget(ServiceDate before)
    {
        foreach ((int Block, ServiceDate Date) block in this.blocks.Keys.Where(b => b.Date < before).ToList())
        {
            this.blocks.Remove(block);
        }
    }

    private void Place(Run run, long now)
    {
        if (schedule.Trips.BlockIndex(run.Trip) is >= 0 and var block)
        {
            this.PlaceOnBlock(run, block, now);
            return;
        }

        Terminal terminal = run.Pattern.Start;
        if (terminal.Turned.FindIndex(t => this.turns.FindJoin(run.Pattern, t.Stop) > 0) is >= 0 and var turned)
        {
            (Vehicle vehicle, int stop) = terminal.Turned[turned];
            terminal.Turned.RemoveAt(turned);
            this.Assign(vehicle, this.turns.Join(run, this.turns.FindJoin(run.Pattern, stop)), now);
            return;
        }

        if (terminal.Idle.Count > 0)
        {
            this.Assign(TakeIdle(terminal, run), run, now);
            return;
        }

        long longest = run.HeadwaySeconds > 0 ? Math.Min(LongestWaitMs, run.HeadwaySeconds * 500L) : LongestWaitMs;
        if (this.ArrivingBy(terminal, run.LeavesAt + longest, now) > terminal.Waiting.Count)
        {
            int wait = this.waits++;
            terminal.Waiting.Add(run);
            this.waiting.Add(wait, run);
            queue.Add(run.LeavesAt + longest, new SimulationEvent(EventKind.RunOverdue, wait));
            return;
        }

        this.Assign(fleet.Take(run.Pattern.Line), run, now);
    }

    /// <summary>
    /// Of the vehicles that will have rested the one that came last, so that those that are too many after the rush hour stand long
    /// enough to be sent home; if none will have, the one that is ready first.
    /// </summary>
    private static Vehicle TakeIdle(Terminal terminal, Run run)
    {
        int chosen = terminal.Idle.FindLastIndex(v => v.ReadyAt <= run.LeavesAt);
        for (int i = 0; chosen < 0 && i < terminal.Idle.Count; i++)
        {
            chosen = terminal.Idle.TrueForAll(v => v.ReadyAt >= terminal.Idle[i].ReadyAt) ? i : -1;
        }

        Vehicle vehicle = terminal.Idle[chosen];
        terminal.Idle.RemoveAt(chosen);
        return vehicle;
    }

    private void PlaceOnBlock(Run run, int block, long now)
    {
        if (!this.blocks.TryGetValue((block, run.Date), out Vehicle? vehicle) || vehicle.Next is not null)
        {
            vehicle = fleet.Take(run.Pattern.Line);
            this.blocks[(block, run.Date)] = vehicle;
        }
        else if (vehicle.State == VehicleState.Depot && !RemoveFromDepot(vehicle))
        {
            vehicle = fleet.Take(run.Pattern.Line);
            this.blocks[(block, run.Date)] = vehicle;
        }

        if (vehicle.Run is null && vehicle.State != VehicleState.Broken)
        {
            this.Assign(vehicle, run, now);
        }
        else
        {
            vehicle.Next = run;
        }
    }

    private static bool RemoveFromDepot(Vehicle vehicle)
    {
        Vehicle[] parked = [.. vehicle.Line.Depot];
        if (!parked.Contains(vehicle))
        {
            return false;
        }

        vehicle.Line.Depot.Clear();
        for (int i = parked.Length - 1; i >= 0; i--)
        {
            if (parked[i] != vehicle)
            {
                vehicle.Line.Depot.Push(parked[i]);
            }
        }

        return true;
    }

    /// <summary>How many vehicles will have come to a terminal and rested by then, as far as the timetable tells.</summary>
    private int ArrivingBy(Terminal terminal, long by, long now)
    {
        int count = 0;
        foreach (Vehicle vehicle in terminal.Inbound)
        {
            ReadOnlySpan<int> arrivals = schedule.Trips.Arrivals(vehicle.Run!.Trip);
            long left = (arrivals[^1] - arrivals[vehicle.Heading]) * 1000L;
            long rest = (long)(ModeMotion.Of(vehicle.Line.Traits.Mode).MinLayoverSeconds * 1000);
            count += Math.Max(now, vehicle.Drive.EndAt) + left + rest <= by ? 1 : 0;
        }

        return count;
    }

    private static void Prepare(Vehicle vehicle, Run run)
    {
        int stops = run.Pattern.Stops.Length;
        if (vehicle.Leaving.Length < stops)
        {
            vehicle.Leaving = new ushort[stops];
        }

        Array.Clear(vehicle.Leaving);
        vehicle.Load = 0;
        run.Pattern.End.Inbound.Add(vehicle);
    }
}
