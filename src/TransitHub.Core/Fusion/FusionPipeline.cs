using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Dispatching;
using TransitHub.Core.Fusion.Cameras;
using TransitHub.Core.Fusion.Crowding;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>
/// Turns observations into what is known of a feed's vehicles and runs. A pure function of the records
/// it was given: no clock, no chance, no input or output, so that live, replay and recovery agree.
/// One thread uses it; what it hands out (<see cref="TakeSnapshot"/>) is immutable.
/// </summary>
public sealed partial class FusionPipeline
{
    private readonly Schedule schedule;
    private readonly FusionOptions options;
    private readonly FusionTally tally;
    private readonly LinkHistory history;
    private readonly LinkTides tides;
    private readonly ObservationRouter others;
    private readonly RunAssigner assigner;
    private readonly NamedRuns named;
    private readonly Yards yards;
    private readonly RunTracker tracker;
    private readonly LinkLearner learner;
    private readonly LinkCongestion congestion;
    private readonly RunForecast forecast;
    private readonly ErrorProbes probes;
    private readonly ModelForecast? model;
    private readonly FeatureSampler sampler;
    private readonly TripView tripView;
    private readonly RunWatch watch;
    private readonly HeadwayRuns headwayRuns;
    private readonly HeadwayWatch headwayWatch;
    private readonly LoadHabits riders;
    private readonly LoadTracker loads;
    private readonly VehicleTracks tracks = new();
    private readonly List<VehicleTrack> changed = [];
    private readonly List<PassedStop> passed = [];
    private readonly StateTables tables;
    private Timestamp now;
    internal Timestamp RestoredThrough { get; private set; } = new(long.MinValue);

    /// <summary>Starts knowing nothing.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed; <see cref="Schedule.Empty"/> leaves every vehicle unmatched.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="ledger">Counts the reports left without a run, by reason.</param>
    /// <param name="model">A learned model of the formula's errors; null: the formula alone. Used by the pipeline's thread only.</param>
    /// <param name="devices">The feed's counting devices, read against the schedule; null: passages tell nothing of runs.</param>
    /// <param name="loadModel">A learned model of the riders at stops ahead; null: the formula alone. Used by the pipeline's thread only.</param>
    /// <param name="loadSamples">Takes what such a model is trained on; null, the default: nothing is gathered.</param>
    /// <param name="told">Gathers what vehicles took on links, for other shards of the feed; null, the default: there are none.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FusionPipeline(FeedId feed, Schedule schedule, FusionOptions options, RejectionLedger ledger, IArrivalModel? model = null, DeviceRegistry? devices = null, ILoadModel? loadModel = null, LoadSamples? loadSamples = null, List<LinkTraversal>? told = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ledger);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        this.Counting = new CountBook(options.FewestTold, new WeekClock(schedule.TimeZone), devices is null ? [] : NeighborLines.Find(devices));
        this.schedule = schedule;
        this.options = options;
        this.tally = new FusionTally(ledger);
        VehicleBook described = devices?.Vehicles ?? VehicleBook.Empty;
        Dispatcher dispatcher = new(schedule, options, this.tracks, this.Release, this.Remove);
        this.tables = new StateTables(feed, schedule, new UpstreamRuns(schedule, options, this.tally), options.Upstream.OwnGoesFirst, described, dispatcher);
        this.history = new LinkHistory(schedule.Links);
        this.tides = new LinkTides(schedule);
        LinkTimes links = new(this.history, this.tides) { Told = told };
        EarlyHold hold = new(schedule.Links.Count);
        HeadwayHold headways = new(schedule);
        TerminalDepartures terminals = new(schedule, options.MinLayoverSeconds);
        PublishedLevel published = new(options.PublishedQuantileNear, options.PublishedQuantile, options.PublishedQuantileFar);
        RunErrors errors = new(new ErrorQuantiles(published), new ErrorQuantiles(published)) { Sighted = new ErrorQuantiles(published, isSighted: true) };
        this.assigner = new RunAssigner(schedule, options, this.tables.Trips.Remove, this.Touch);
        this.named = new NamedRuns(schedule, this.assigner, new RunSearch(schedule, options, this.assigner));
        this.yards = new Yards(schedule);
        this.tracker = new RunTracker(schedule, options);
        this.learner = new LinkLearner(links, hold, headways, terminals);
        this.congestion = new LinkCongestion(schedule);
        RecentErrors recent = new(schedule);
        ArrivalPredictor predictor = new(links, hold, headways, terminals);
        this.probes = new ErrorProbes(errors, new HorizonCorrection(), recent);
        this.forecast = new RunForecast(schedule, options, predictor, this.probes, recent);
        this.model = model is null ? null : new ModelForecast(model, schedule, links, errors);
        this.sampler = new FeatureSampler(schedule, links, errors);
        this.tripView = new TripView(errors, this.model, published, new SteadyTimes(options.SteadySeconds, options.SteadyShare, options.SteadyBeyondSeconds));
        this.watch = new RunWatch(
            schedule, options.Service, this.assigner.Owners, () => this.tracks.InOrder, this.tables.Unseen, options.LostAfterSeconds);
        this.headwayRuns = new HeadwayRuns(schedule, this.assigner);
        this.headwayWatch = new HeadwayWatch(new HeadwayHours(schedule), this.tables.Headways);
        this.riders = new LoadHabits(options.Load);
        this.loads = new LoadTracker(schedule, options.Load, () => this.tally.CountReason(RejectionReason.NoCandidate), this.riders, new LoadAhead(loadModel, loadSamples));
        this.Cameras = devices is null || devices.All.IsEmpty ? null
            : new CameraFusion(schedule, devices, options, this.assigner, predictor, new StretchLearner(links, this.congestion, predictor, errors.Sighted), this.headwayWatch, this.Counting.Watch.TrustOf);
        this.Crowding = devices is null ? null : new CrowdingTracker(schedule, options.Crowding, devices, this.loads, options.Load, this.Counting.Watch.TrustOf);
        this.others = new ObservationRouter(
            schedule, described, this.tally, this.Counting, this.tracks, this.loads, links, this.tables.TakeTold, this.Cameras, this.Crowding, this.Touch);
    }

    /// <summary>Takes the arrivals measured, and by <see cref="Sample"/> features of stops ahead; null, the default: none are gathered.</summary>
    public ArrivalSamples? Samples { get; init; }

    /// <summary>Takes every visit to a stop; null, the default: nobody keeps them.</summary>
    public StopVisitLog? Visits { get; init; }

    /// <summary>What is counted, and how far the devices that count can be trusted. Any thread may read it.</summary>
    public CountBook Counting { get; }

    /// <summary>Link times by time of day, for tools that feed recorded ones.</summary>
    internal LinkHistory History => this.history;

    /// <summary>What passages tell, for tools that count it; null without devices.</summary>
    internal CameraFusion? Cameras { get; }

    /// <summary>Those who wait at stops; null without devices.</summary>
    internal CrowdingTracker? Crowding { get; }

    /// <summary>What was done so far.</summary>
    public FusionCounters Counters => new(
        this.tally.Processed,
        this.tally.Processed - this.tally.Unmatched,
        this.tally.HeldBack,
        this.tally.Unmatched,
        this.tally.Ignored,
        this.tally.StopsPassed,
        this.tracks.Count, this.tables.Trips.Current.Length)
    { Canceled = this.watch.Canceled, Withdrawn = this.watch.Withdrawn, Overruled = this.named.Overruled };

    /// <summary>Takes one accepted observation; they come in the order of <see cref="Observation.ReceivedAt"/>.</summary>
    public void Process(Observation observation)
    {
        if (observation is not AvlReport told || !this.others.IsFollowed(told))
        {
            this.others.Take(observation);
            return;
        }

        AvlReport report = this.tables.Dispatcher.Direct(told);             // an operator's word on its run goes before its own
        this.tally.Processed++;
        this.history.Through = report.ReceivedAt > this.history.Through ? report.ReceivedAt : this.history.Through;
        if (this.FindOrAdd(report) is not { } track)
        {
            this.tally.CountRefused();
            return;
        }

        double at = report.CorrectedAt.UnixMilliseconds / 1000.0;
        double present = Math.Max(this.now.UnixMilliseconds, report.ReceivedAt.UnixMilliseconds) / 1000.0;
        if (this.tables.Dispatcher.Follow(track, report, at))               // on a run that the timetable does not have
        {
            this.Touch(track);
            return;
        }

        this.headwayRuns.Name(track, report, at);                           // a start of its own for a run by headway
        track.UnmatchedReason = this.named.Follow(track, report, at);       // which run: the one it names, or one that its drive fits
        this.Move(track, report, at);                                       // where on it, which stops it passed
        this.Learn(track);                                                  // what the stops passed teach
        if (this.assigner.Advance(track, report, at))                       // at the end: the next run of the block
        {
            this.Move(track, report, at);
            this.Learn(track);
        }

        this.loads.Follow(track);                                           // how many are on board
        this.Crowding?.Note(track, at);                                     // who waited where it left
        track.CongestionLevel = this.congestion.Note(track, at);            // how freely traffic moves where it is
        this.headwayWatch.Note(track, at);                                  // a departure by headway
        this.watch.Note(track, report.ReceivedAt);                          // a run of the timetable that somebody serves
        this.Expect(track, Math.Max(at, present));                          // when it will be where
        this.tally.Count(track);
        this.Touch(track);
    }

    /// <summary>
    /// Takes an observation from the log at a start: the same as <see cref="Process"/>, but the ledger does not count it, since its
    /// reasons were counted when it came and a hub counts from its own start, and a history that was restored does not learn it twice.
    /// </summary>
    public void Restore(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        this.tally.IsRestoring = true;
        this.history.IsPaused = this.assigner.Turns.Habits.IsPaused = this.riders.IsPaused = observation.ReceivedAt <= this.RestoredThrough;
        this.Process(observation);
        this.history.IsPaused = this.assigner.Turns.Habits.IsPaused = this.riders.IsPaused = false;
        this.tally.IsRestoring = false;
    }

    /// <summary>A timer record: lets the passing of time take effect (silence, removal, departures that came due).</summary>
    public void Advance(Timestamp now)
    {
        if (now <= this.now)
        {
            return;
        }

        this.now = now;
        this.Counting.Advance(now);
        double present = now.UnixMilliseconds / 1000.0;
        foreach (VehicleTrack track in this.tracks.InOrder)
        {
            double silence = track.SilenceSeconds(now);
            if (silence >= this.options.RemoveAfterSeconds)
            {
                this.Remove(track);
                continue;
            }

            if (silence >= this.options.LostAfterSeconds && track.Phase != VehiclePhase.Lost)
            {
                track.Phase = VehiclePhase.Lost;
                this.Touch(track);
            }

            if (track.Run is { } run && (present - track.ExpectedAt >= this.options.RefreshSeconds || run.DueAt <= present || track.NextRun?.DueAt <= present))
            {
                this.forecast.Expect(track, present);
                this.Touch(track);
            }
        }

        this.watch.Advance(now);
        this.headwayWatch.Advance(now);
        this.Cameras?.Advance(present);
        if (this.model?.IsDue(present) is true)
        {
            this.ForecastChanged(present);
            this.model.AskAll(this.changed, present);
        }
    }

    /// <summary>The next state; what did not change since the last one is the same object.</summary>
    /// <param name="now">The moment the state stands for.</param>
    public HubSnapshot TakeSnapshot(Timestamp now)
    {
        this.Advance(now);
        double present = this.now.UnixMilliseconds / 1000.0;
        this.ForecastChanged(present);
        this.model?.AskAll(this.changed, present);
        foreach (VehicleTrack track in this.changed)
        {
            track.IsChanged = false;
            if (this.tracks.Contains(track.Id))
            {
                this.tables.Show(track, this.tripView, present);
            }
        }

        this.changed.Clear();
        this.Cameras?.Unheard.Show(this.tables, this.tripView, present);
        this.Crowding?.Show(present, this.tracks.InOrder.Concat(this.Cameras?.Unheard.Tracks ?? []), this.tables);
        return this.tables.Take(now, this.model?.Shares ?? [], this.Cameras?.Board.Take() ?? [], this.Cameras?.Clocks ?? [], this.congestion.List(present));
    }

    /// <summary>The next state has the sequence behind this one.</summary>
    internal void ContinueAfter(long state) => this.tables.ContinueAfter(state);

    /// <summary>Adds the features of every stop ahead to <see cref="Samples"/>, as a model would be asked at this moment.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to add them to.</exception>
    public void Sample(Timestamp now)
    {
        ArrivalSamples samples = this.Samples ?? throw new InvalidOperationException($"{nameof(this.Samples)} is not set.");
        this.Advance(now);
        double present = this.now.UnixMilliseconds / 1000.0;
        this.ForecastChanged(present);
        foreach (VehicleTrack track in this.tracks.InOrder)
        {
            this.sampler.Add(samples, track, track.Run, present);
            this.sampler.Add(samples, track, track.NextRun, present);
        }
    }

    /// <summary>Makes the expectations that no ping was in need of.</summary>
    private void ForecastChanged(double present)
    {
        foreach (VehicleTrack track in this.changed)
        {
            if (track.AwaitsForecast)
            {
                this.forecast.Expect(track, Math.Max(present, track.Last.CorrectedAt.UnixMilliseconds / 1000.0));
            }
        }
    }

    private VehicleTrack? FindOrAdd(AvlReport report)
    {
        if (!this.tracks.TryFind(report.Device, out VehicleTrack? track))
        {
            if (this.tracks.Count >= this.options.MaxVehicles)
            {
                return null;
            }

            track = new VehicleTrack(report.Device);
            this.tracks.Add(track);
        }

        track.Last = report;
        return track;
    }

    private void Move(VehicleTrack track, AvlReport report, double at)
    {
        this.passed.Clear();
        if (track.Run is not { } run)
        {
            track.Phase = track.UnmatchedReason == RejectionReason.AtLayover ? VehiclePhase.Layover
                : this.yards.IsIn(track) ? VehiclePhase.Depot
                : VehiclePhase.Unmatched;
            return;
        }

        track.UnmatchedReason = this.tracker.Track(track, run, report, at, this.passed);
        this.Cameras?.Note(track);
    }

    /// <summary>At once when expectations may be kept for learning, else for the next state: nobody reads those in between.</summary>
    private void Expect(VehicleTrack track, double present)
    {
        if (track.Run is { } run && present - run.ProbedAt < ErrorProbes.EverySeconds)
        {
            track.AwaitsForecast = true;
            return;
        }

        this.forecast.Expect(track, present);
    }

    private void Learn(VehicleTrack track)
    {
        foreach (PassedStop stop in this.passed)
        {
            this.learner.Learn(track.Run!, stop);
            this.congestion.Learn(track.Run!, stop);
            this.probes.Learn(track.Run!, stop);
            this.model?.Learn(track.Run!, stop);
            this.Samples?.Note(track.Run!, stop);
        }

        this.Visits?.Note(track, this.passed);
        this.tally.StopsPassed += this.passed.Count;
    }

    private void Remove(VehicleTrack track)
    {
        this.Release(track);
        this.tables.Dispatcher.Forget(track);
        this.tracks.Remove(track.Id);
        this.tables.Vehicles.Remove(track.Id);
    }

    private void Release(VehicleTrack track)
    {
        this.loads.Forget(track);
        this.assigner.Release(track);
        this.assigner.Contest.Withdraw(track);
    }

    private void Touch(VehicleTrack track)
    {
        if (!track.IsChanged && track.Sight is null)
        {
            track.IsChanged = true;
            this.changed.Add(track);
        }
    }
}
