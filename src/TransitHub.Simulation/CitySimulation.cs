using TransitHub.Core.Devices;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Cameras;
using TransitHub.Simulation.Events;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Motion;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Reporting;
using TransitHub.Simulation.Riders;
using TransitHub.Simulation.Service;
using TransitHub.Simulation.Truth;
using TransitHub.Simulation.Weather;

namespace TransitHub.Simulation;

/// <summary>
/// A city whose vehicles drive the runs of a schedule and whose devices report them. It knows no clock: whoever drives it says up
/// to when. The same schedule, traits and options give the same bytes, however large the steps are. One thread at a time.
/// </summary>
public sealed class CitySimulation : IDisposable
{
    private readonly Schedule schedule;
    private readonly SimulationOptions options;
    private readonly EventQueue queue = new();
    private readonly Outbox outbox = new();
    private readonly ObservationJson json;
    private readonly List<DayPlan> days = [];
    private readonly CityMap map;
    private readonly LocalClock clock;
    private readonly RunMaker maker;
    private readonly RunLog log;
    private readonly RiderFlow riders;
    private readonly AvlReporter reporter;
    private readonly Fleet fleet;
    private readonly Dispatcher dispatcher;
    private readonly Driving driving;
    private readonly CityCameras cameras;
    private readonly DetourPlan detours;

    /// <summary>Makes a city and lets it run up to its start.</summary>
    /// <param name="schedule">What is driven; any GTFS.</param>
    /// <param name="traits">What the schedule does not say, made for it.</param>
    /// <param name="options">Which city of all possible ones.</param>
    /// <param name="truth">Told what really happened from the start on; <see cref="NoTruth"/> when nobody wants to know.</param>
    /// <param name="cameras">Cameras that count and see vehicles pass, read for this schedule; null: none.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    public CitySimulation(Schedule schedule, SimulatedTraits traits, SimulationOptions options, ITruth truth, DeviceRegistry? cameras = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(traits);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(truth);
        if (options.Check() is { Count: > 0 } wrong)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }

        this.schedule = schedule;
        this.options = options;
        this.json = new ObservationJson(options.Feed);
        this.map = CityMap.Of(schedule, traits, options.DownstreamBearing, options.Seed);
        this.clock = new LocalClock(schedule.TimeZone);
        Rain rain = new(options.Seed, options.Service.ShowersPerDay, this.clock.UtcOffsetAt(options.StartAt.UnixSeconds));
        DeadSpots deadSpots = new(schedule, this.map, options.Seed, options.Devices.DeadSpotShare);
        this.maker = new RunMaker(schedule, options, this.map);
        this.log = new RunLog(schedule, options.StartAt.UnixMilliseconds, truth);
        this.riders = new RiderFlow(options, this.clock, rain);
        this.reporter = new AvlReporter(schedule, options, this.queue, this.outbox, this.json, deadSpots, truth);
        this.fleet = new Fleet(options, this.reporter);
        this.dispatcher = new Dispatcher(schedule, this.queue, this.maker, this.fleet, this.reporter, this.log);
        TravelTimes travel = new(schedule, options, this.clock, rain);
        this.cameras = new CityCameras(
            schedule, options, cameras ?? DeviceRegistry.Empty, this.map, this.clock, this.queue, this.outbox, this.json, this.riders, truth);
        RiderCounter counter = new(schedule, options, this.outbox, this.json);
        this.driving = new Driving(schedule, this.queue, travel, this.riders, this.dispatcher, this.reporter, counter, this.cameras, this.log);
        this.detours = new DetourPlan(schedule, options, this.map);
        this.Begin();
        this.Now = options.StartAt.AddMilliseconds(-1);
        this.Happen(this.Now.UnixMilliseconds);
    }

    /// <summary>Up to when it has run.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>What happened so far.</summary>
    public SimulationCounts Counts
    {
        get
        {
            int onTheRoad = 0;
            int reporting = 0;
            for (int i = 0; i < this.fleet.Count; i++)
            {
                bool isOut = this.fleet[i].State != VehicleState.Depot;
                onTheRoad += isOut ? 1 : 0;
                reporting += isOut && this.fleet[i].Device is not null ? 1 : 0;
            }

            return new SimulationCounts(
                this.outbox.Taken, onTheRoad, reporting, this.log.Started, this.log.CanceledRuns, this.riders.Boarded, this.riders.LeftBehind);
        }
    }

    /// <summary>Runs the city up to a moment; a moment that has passed is no step at all.</summary>
    /// <param name="until">Up to and including.</param>
    /// <param name="messages">Gets what devices send up to then, in the order in which they do.</param>
    /// <returns>False when nothing will ever happen again: the schedule has no service any more.</returns>
    public bool Advance(Timestamp until, ICollection<SimulatedMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (until > this.Now)
        {
            this.Happen(until.UnixMilliseconds);
            this.Now = until;
        }

        this.outbox.TakeUntil(this.Now, messages);
        return this.queue.Count > 0;
    }

    /// <summary>Ends the city: every device that is on says that it goes off.</summary>
    /// <param name="messages">Gets these last words, and before them what was on its way.</param>
    public void SwitchOff(ICollection<SimulatedMessage> messages)
    {
        for (int i = 0; i < this.fleet.Count; i++)
        {
            this.reporter.SwitchOff(this.fleet[i], this.Now.UnixMilliseconds);
        }

        this.cameras.SwitchOff(this.Now.UnixMilliseconds);
        this.outbox.TakeUntil(new Timestamp(long.MaxValue), messages);
    }

    /// <inheritdoc/>
    public void Dispose() => this.json.Dispose();

    private void Happen(long until)
    {
        while (this.queue.TryTake(until, out SimulationEvent due, out long at))
        {
            this.Handle(due, at);
        }
    }

    private void Handle(SimulationEvent due, long at)
    {
        switch (due.Kind)
        {
            case EventKind.Report:
                this.reporter.Measure(this.fleet[due.Subject], due.Version, at);
                break;
            case EventKind.Arrive:
                this.driving.Arrive(this.fleet[due.Subject], at);
                break;
            case EventKind.Depart:
                this.driving.Depart(this.fleet[due.Subject], at);
                break;
            case EventKind.DispatchRun:
                this.dispatcher.Dispatch(this.days[due.Subject], due.Subject, at);
                break;
            case EventKind.RunOverdue:
                this.dispatcher.Overdue(due.Subject, at);
                break;
            case EventKind.BreakDown:
                this.driving.BreakDown(this.fleet[due.Subject], at);
                break;
            case EventKind.TowAway:
                this.dispatcher.GoHome(this.fleet[due.Subject], at);
                break;
            case EventKind.Passage:
                this.cameras.Pass(this.fleet[due.Subject], due.Version, at);
                break;
            case EventKind.CameraInterval:
                this.cameras.EndInterval(due.Subject, at);
                break;
            case EventKind.PullIn:
                this.dispatcher.PullIn(this.fleet[due.Subject], due.Version, at);
                break;
            default:
                this.PlanNextDay(at);
                break;
        }
    }

    /// <summary>Plans the days around the start and puts the vehicles of runs that are under way on the road.</summary>
    private void Begin()
    {
        long first = this.options.StartAt.UnixMilliseconds - (this.options.WarmUpSeconds * 1000L);
        ServiceDate today = this.DateAt(first);
        foreach (int day in (int[])[-1, 0, 1])
        {
            this.AddDay(today.AddDays(day));
        }

        this.fleet.ShareDevices(this.map.Lines, new FleetNeed(this.schedule, this.map).At(this.days, this.options.StartAt.UnixMilliseconds));
        WarmStart warm = new(this.schedule, this.queue, this.maker, this.dispatcher, this.riders, this.options.Seed);
        for (int i = 0; i < this.days.Count; i++)
        {
            warm.Place(this.days[i], first);
            this.queue.Add(first, new SimulationEvent(EventKind.DispatchRun, i));
        }

        this.queue.Add(first + 43_200_000, new SimulationEvent(EventKind.PlanDay, 0));
    }

    private void PlanNextDay(long now)
    {
        ServiceDate last = this.days[^1].Date;
        if (last < this.DateAt(now).AddDays(2) && (this.schedule.Services.LastDate is not { } end || last < end))
        {
            this.AddDay(last.AddDays(1));
            this.queue.Add(now, new SimulationEvent(EventKind.DispatchRun, this.days.Count - 1));
            this.dispatcher.Forget(this.DateAt(now).AddDays(-2));
        }

        if (this.schedule.Services.LastDate is { } lastDay && this.days[^1].Date < lastDay)
        {
            this.queue.Add(now + 43_200_000, new SimulationEvent(EventKind.PlanDay, 0));
        }
    }

    private void AddDay(ServiceDate date)
    {
        DayPlan plan = DayPlan.Of(this.schedule, date);
        this.days.Add(plan);
        PeakDemand.Learn(this.schedule, this.map, plan);
        this.detours.Add(date);
    }

    private ServiceDate DateAt(long unixMilliseconds)
    {
        long seconds = unixMilliseconds / 1000;
        long days = (seconds + this.clock.UtcOffsetAt(seconds)) / 86_400;
        return ServiceDate.From(1970, 1, 1).AddDays((int)days);
    }
}
