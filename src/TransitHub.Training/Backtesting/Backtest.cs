using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Training.Baselines;
using TransitHub.Training.Scoring;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Backtesting;

/// <summary>
/// Scores every method on the identical set of (moment, run, stop): at each sample, for each run that has begun by what was known, all later
/// stops whose true arrival lies up to 45 minutes ahead. It is given the recording's reports as they were received and the states
/// of the hub, in their order; it keeps sums, not rows.
/// </summary>
public sealed class Backtest
{
    private readonly Schedule schedule;
    private readonly BacktestOptions options;
    private readonly ArrivalTruth truth;
    private readonly LinkHistory history;
    private readonly IReadOnlyList<ArrivalMethod> baselines;
    private readonly KnownTraffic traffic;
    private readonly OwnPredictions own;
    private readonly OwnPredictions? modelled;
    private readonly PredictionFate fate;
    private readonly ArrivalsAhead ahead;
    private readonly Dictionary<TrueRun, RunSamples> samples = [];
    private readonly Dictionary<DeviceId, (TrueRun? Run, double NamedAt)> lastRuns = [];
    private readonly Dictionary<TripInstance, TrueRun> byTrip = [];
    private readonly double testTo;
    private double[][] predicted = [];
    private bool isTesting;

    /// <summary>Prepares a backtest.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="truth">True arrivals of the recording, closed.</param>
    /// <param name="past">True arrivals of other days for the historical methods, closed; may be empty.</param>
    /// <param name="options">What to sample.</param>
    public Backtest(Schedule schedule, ArrivalTruth truth, ArrivalTruth past, BacktestOptions options)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(options);
        this.schedule = schedule;
        this.options = options;
        this.truth = truth;
        this.testTo = options.TestTo ?? (long)Math.Floor(truth.Ends - HorizonBins.FarthestSeconds);
        this.history = new LinkHistory(schedule.Links.Count);
        this.EarlierPassages = this.Remember(past);
        this.baselines = BaselineMethods.All(schedule, this.history);
        this.traffic = new KnownTraffic(schedule, truth, this.Passed);
        this.own = new OwnPredictions(schedule);
        this.modelled = options.HasModel ? new OwnPredictions(schedule) : null;
        this.fate = new PredictionFate(truth);
        this.ahead = new ArrivalsAhead(truth.Runs.Where(r => this.Counts(r.Trip)));
        foreach (TrueRun run in truth.Runs.Where(r => !r.ByHeadway))
        {
            this.byTrip.TryAdd(run.Trip, run);
        }

        this.Boards = MethodBoard.Of(this.baselines, options);
        this.Errors = new RunErrors(this.baselines.Count * 2);
        this.ModelErrors = options.HasModel ? new RunErrors(2) : null;
        this.Assignment = new TripAssignment(schedule);
        this.Links = new LinkErrors(schedule.Links.Count);
    }

    /// <summary>All methods: those of others, then the hub's median and its published time, then, where there is a model, both with it.</summary>
    public IReadOnlyList<MethodBoard> Boards { get; }

    /// <summary>Number of the hub's median among <see cref="Boards"/>; those before it are others' methods.</summary>
    public int MedianBoard => this.baselines.Count;

    /// <summary>Errors by run, of each other method as it is and then of each centered, beside those of the hub's median.</summary>
    public RunErrors Errors { get; }

    /// <summary>Errors by run of the hub's median and of its published time, each beside the same with the model; null: there is no model.</summary>
    public RunErrors? ModelErrors { get; }

    /// <summary>Where the hub has the vehicles.</summary>
    public TripAssignment Assignment { get; }

    /// <summary>Errors by link.</summary>
    public LinkErrors Links { get; }

    /// <summary>Ghosts among all that the hub published up to 45 minutes ahead, runs included that had not begun.</summary>
    public GhostRate AllGhosts { get; } = new();

    /// <summary>Moments that were tested.</summary>
    public int Samples { get; private set; }

    /// <summary>Predictions before the test that shifts were fitted on, of each method.</summary>
    public long Fitted { get; private set; }

    /// <summary>Link passages that the historical methods know.</summary>
    public long HistoryPassages => this.history.Count;

    /// <summary>Link times of other days, for the hub to know too.</summary>
    public IReadOnlyList<LinkPassage> EarlierPassages { get; }

    /// <summary>Last moment that is tested, Unix seconds.</summary>
    public double TestTo => this.testTo;

    /// <summary>Takes a report as it was recorded; they come in received order.</summary>
    public void Observe(AvlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        this.traffic.Observe(report);
        TrueRun? run = this.traffic.RunOf(report);
        if (!this.lastRuns.TryGetValue(report.Device, out (TrueRun? Run, double NamedAt) last) || last.Run != run)
        {
            this.lastRuns[report.Device] = (run, report.ReceivedAt.UnixMilliseconds / 1000.0);
        }
    }

    /// <summary>Takes the hub's state of a moment; all reports received by then were observed.</summary>
    /// <param name="state">The state by the formula alone.</param>
    /// <param name="withModel">The state of the same moment and reports with the model; null: there is none.</param>
    /// <exception cref="ArgumentException"><paramref name="withModel"/> is of another moment, or there is one and none was announced, or the reverse.</exception>
    public void Score(HubSnapshot state, HubSnapshot? withModel = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (withModel is null != this.modelled is null || (withModel is not null && withModel.CreatedAt != state.CreatedAt))
        {
            throw new ArgumentException("Both states are of one moment, and the second is there exactly if there is a model.", nameof(withModel));
        }

        double now = state.CreatedAt.UnixMilliseconds / 1000.0;
        if (now > this.testTo)
        {
            return;
        }

        if (!this.isTesting && !(now < this.options.TestFrom))
        {
            this.isTesting = true;
            foreach (MethodBoard board in this.Boards)
            {
                board.Fit();
            }
        }

        this.own.Read(state);
        this.modelled?.Read(withModel!);
        this.traffic.Leave(now);
        foreach (ObservedRun run in this.traffic.Running.Where(r => this.Counts(r.Truth.Trip)))
        {
            this.ScoreRun(run, now);
        }

        if (this.isTesting)
        {
            this.Samples++;
            this.CountAvailable(now);
            this.CountGhosts(state, now);
            this.CountAssignments(state, now);
        }
    }

    private bool Counts(TripInstance trip) => this.options.Routes?.Contains(this.schedule.Trips.RouteIndex(trip.TripIndex)) ?? true;

    private List<LinkPassage> Remember(ArrivalTruth past)
    {
        List<LinkPassage> passages = [];
        foreach (TrueRun run in past.Runs)
        {
            LinkPassages.Of(this.schedule, run, passages);
        }

        passages.ForEach(p => this.history.Add(p));
        return passages;
    }

    private void Passed(LinkPassage passage)
    {
        foreach (ArrivalMethod method in this.baselines)
        {
            method.Observe(passage);
        }

        if (!this.isTesting && this.options.TestFrom is not null)
        {
            this.history.Add(passage);
        }
    }

    private void ScoreRun(ObservedRun run, double now)
    {
        TrueRun real = run.Truth;
        this.MakeRoom(real.StopCount);
        for (int method = 0; method < this.baselines.Count; method++)
        {
            this.baselines[method].Predict(run, now, this.predicted[method]);
        }

        TripSnapshot? trip = this.own.Find(real);
        TripSnapshot? modelledTrip = this.modelled?.Find(real);
        RunSamples? memory = this.isTesting ? this.SamplesOf(real) : null;
        for (int stop = run.Reached + 1; stop < real.StopCount; stop++)
        {
            StopPrediction? mine = OwnPredictions.At(trip, stop);
            StopPrediction? withModel = OwnPredictions.At(modelledTrip, stop);
            this.Fill(this.MedianBoard, stop, mine);
            if (this.modelled is not null)
            {
                this.Fill(this.MedianBoard + 2, stop, withModel);
            }

            if (real.Arrivals[stop] > now && real.Arrivals[stop] - now <= HorizonBins.FarthestSeconds)
            {
                this.ScoreStop(real, stop, now, (mine, withModel), memory);
            }

            if (memory is not null)
            {
                this.Follow(real, stop, now, memory);
            }
        }

        if (memory is not null)
        {
            memory.SampledAt = now;
        }
    }

    private void Fill(int medianBoard, int stop, StopPrediction? prediction)
    {
        this.predicted[medianBoard][stop] = prediction is { } p ? p.Arrival + p.Quantiles.P50 : double.NaN;
        this.predicted[medianBoard + 1][stop] = prediction?.Arrival ?? double.NaN;
    }

    private void MakeRoom(int stops)
    {
        if (this.predicted.Length == 0 || this.predicted[0].Length < stops)
        {
            this.predicted = [.. this.Boards.Select(_ => new double[stops + 32])];
        }
    }

    private RunSamples SamplesOf(TrueRun run)
    {
        if (!this.samples.TryGetValue(run, out RunSamples? own))
        {
            own = new RunSamples(this.Boards.Count, run.StopCount, this.Errors.AddRun());
            this.ModelErrors?.AddRun();
            this.samples.Add(run, own);
        }

        return own;
    }

    private void ScoreStop(TrueRun run, int stop, double now, (StopPrediction? Formula, StopPrediction? Model) mine, RunSamples? memory)
    {
        double actual = run.Arrivals[stop];
        for (int method = 0; method < this.Boards.Count; method++)
        {
            MethodBoard board = this.Boards[method];
            double time = this.predicted[method][stop];
            StopPrediction? source = method < this.MedianBoard ? null : method < this.MedianBoard + 2 ? mine.Formula : mine.Model;
            PredictionOutcome outcome = source is { } own
                ? new PredictionOutcome(now, actual, time, own.Quantiles, own.Arrival)
                : new PredictionOutcome(now, actual, time);
            if (memory is null)
            {
                this.Learn(board, outcome);
            }
            else if (double.IsNaN(time))
            {
                board.AddMissing(actual - now);
            }
            else
            {
                board.Add(outcome);
                this.Compare(method, board, outcome, stop, memory);
            }
        }

        double median = this.predicted[this.MedianBoard][stop];
        if (memory is not null && !double.IsNaN(median))
        {
            this.CompareModel(actual, stop, HorizonBins.IndexOf(actual - now), memory);
            this.Links.Add(this.schedule.Patterns.Links(run.Pattern)[stop - 1], new PredictionOutcome(now, actual, median));
        }
    }

    private void Learn(MethodBoard board, in PredictionOutcome outcome)
    {
        if (!double.IsNaN(outcome.Predicted))
        {
            board.Learn(outcome);
            this.Fitted += board == this.Boards[0] ? 1 : 0;
        }
    }

    private void Compare(int method, MethodBoard board, in PredictionOutcome outcome, int stop, RunSamples memory)
    {
        double median = this.predicted[this.MedianBoard][stop];
        if (method < this.MedianBoard && !double.IsNaN(median))
        {
            int bin = HorizonBins.IndexOf(outcome.ActualAhead);
            this.Errors.Add(memory.Number, bin, method, outcome.Error, outcome.Actual - median);
            this.Errors.Add(memory.Number, bin, this.baselines.Count + method, board.CenteredError(outcome), outcome.Actual - median);
        }
    }

    private void CompareModel(double actual, int stop, int bin, RunSamples memory)
    {
        for (int form = 0; this.ModelErrors is not null && form < 2; form++)
        {
            double with = this.predicted[this.MedianBoard + 2 + form][stop];
            if (!double.IsNaN(with))
            {
                this.ModelErrors.Add(memory.Number, bin, form, actual - this.predicted[this.MedianBoard + form][stop], actual - with);
            }
        }
    }

    /// <summary>Counts how the predicted times moved since the last sample, and those that nothing comes of.</summary>
    private void Follow(TrueRun run, int stop, double now, RunSamples memory)
    {
        bool hasFormer = memory.SampledAt > 0 && now - memory.SampledAt == this.options.EverySeconds;
        for (int method = 0; method < this.Boards.Count; method++)
        {
            double time = this.predicted[method][stop];
            bool isAhead = time - now <= HorizonBins.FarthestSeconds;
            double former = memory.Exchange(method, stop, isAhead ? time : double.NaN);
            if (!isAhead)
            {
                continue;
            }

            MethodScore score = this.Boards[method].Plain;
            if (hasFormer && !double.IsNaN(former))
            {
                score.Wobble.Add(former, time, this.options.EverySeconds);
            }

            if (this.fate.IsGhost(run, stop, time) is { } isGhost)
            {
                score.Ghosts.Add(isGhost);
            }
        }
    }

    private void CountAvailable(double now)
    {
        double from = now + Availability.AheadSeconds;
        foreach ((_, TrueRun run, int stop) in this.ahead.Take(from, from + this.options.EverySeconds))
        {
            bool isKnown = this.traffic.Find(run) is { Reached: >= 0 } observed && observed.Reached < stop;
            bool isPredicted = OwnPredictions.At(this.own.Find(run), stop) is not null;
            for (int method = 0; method < this.Boards.Count; method++)
            {
                this.Boards[method].Plain.Available.Add(method >= this.MedianBoard ? isPredicted : isKnown || method == 0);
            }
        }
    }

    private void CountGhosts(HubSnapshot state, double now)
    {
        foreach (TripSnapshot trip in state.Trips)
        {
            if (this.schedule.Trips.Frequencies(trip.Trip.TripIndex).Length > 0 || !this.Counts(trip.Trip))
            {
                continue;
            }

            TrueRun? run = this.byTrip.GetValueOrDefault(trip.Trip);
            foreach (StopPrediction stop in trip.Stops)
            {
                if (!stop.Passed && stop.Arrival - now <= HorizonBins.FarthestSeconds
                    && this.fate.IsGhost(run, stop.Position, stop.Arrival) is { } isGhost)
                {
                    this.AllGhosts.Add(isGhost);
                }
            }
        }
    }

    private void CountAssignments(HubSnapshot state, double now)
    {
        foreach (VehicleSnapshot vehicle in state.Vehicles)
        {
            if (this.lastRuns.TryGetValue(vehicle.Id, out (TrueRun? Run, double NamedAt) last) && last.Run is { } run && this.Counts(run.Trip))
            {
                this.Assignment.Count(vehicle, run, last.NamedAt, now, this.options.TestFrom ?? 0);
            }
        }
    }
}
