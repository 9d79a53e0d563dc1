using System.Globalization;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Onnx;
using TransitHub.Server.Commands.Replay;
using TransitHub.Server.Hosting;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Reports;
using TransitHub.Training.Scoring;
using TransitHub.Training.Stress;
using TransitHub.Training.Truth;

namespace TransitHub.Server.Commands.Backtest;

/// <summary>
/// A whole backtest: the recording goes the way of a replay (gate, fusion, states), and at each state every method is asked and scored. All of
/// it runs in the order of the records, so that two runs give the same report.
/// </summary>
internal sealed class BacktestWork(BacktestSettings settings, TextWriter output, TextWriter error, TimeProvider clock)
{
    private readonly ProgressLine progress = ProgressLine.On(error);

    /// <summary>Runs to the end; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        using Recording recording = RecordingInput.Open(settings.Input, settings.Format);
        Schedule schedule = await this.ReadScheduleAsync(cancellation).ConfigureAwait(false);
        ArrivalTruth past = ArrivalsInput.Read(settings.History, "--history", schedule);
        TruthFacts truth = await BacktestTruth.GetAsync(settings, schedule, cancellation).ConfigureAwait(false);
        CameraStress? cameras = this.PutUpCameras(schedule, truth.Truth);
        using OnnxArrivalModel? model = LearnedModels.TryLoad(settings.Model, OnnxArrivalModel.Load, message => error.WriteLine($"transithub: warning: the formula is scored alone. {message}"));
        BacktestOptions scored = settings.Options with { HasModel = model is not null, Routes = cameras?.Routes };
        Training.Backtesting.Backtest backtest = new(schedule, truth.Truth, past, scored);
        try
        {
            ReportFolder.Prepare(settings.Report);
            ReplayCounts counts = await this.ReplayAsync(recording, schedule, backtest, new StressedRecords(settings.Stress, cameras), model, cameras?.Devices, cancellation).ConfigureAwait(false);
            this.RefuseIfNothingWasScored(backtest, truth);
            BacktestReport report = new(
                settings.Feed.ToString(), schedule, scored, backtest, truth, Matching(counts), settings.Stress.Describe(), settings.History.Count);
            ReportFolder.Write(settings.Report, report);
            await this.SayAsync(report, clock.GetElapsedTime(started)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"--report {settings.Report} cannot be written: {exception.Message}");
        }
        finally
        {
            this.progress.Clear();
        }

        return ExitCode.Done;
    }

    private async Task<Schedule> ReadScheduleAsync(CancellationToken cancellation)
    {
        ScheduleReadResult gtfs = ScheduleInput.ReadWithTrips(settings.Gtfs, progress: null, cancellation);
        if (gtfs.HasErrors)
        {
            await error.WriteLineAsync($"transithub: {settings.Gtfs} has errors; what can be used is used. All findings: transithub validate {settings.Gtfs}").ConfigureAwait(false);
        }

        return gtfs.Schedule;
    }

    private CameraStress? PutUpCameras(Schedule schedule, ArrivalTruth truth)
    {
        try
        {
            return settings.Stress.CameraStops > 0 ? new CameraStress(schedule, truth, settings.Stress) : null;
        }
        catch (ArgumentException exception)
        {
            throw CommandException.WrongUse($"--camera-line: {settings.Gtfs}: {exception.Message}");
        }
    }

    private async Task<ReplayCounts> ReplayAsync(
        Recording recording, Schedule schedule, Training.Backtesting.Backtest backtest, StressedRecords records, OnnxArrivalModel? model, DeviceRegistry? cameras,
        CancellationToken cancellation)
    {
        ReplayOptions options = new()
        {
            Feed = settings.Feed,
            Gtfs = settings.Gtfs,
            Input = settings.Input,
            Format = settings.Format,
            Out = settings.Report,
            EverySeconds = settings.Options.EverySeconds,
            To = Timestamp.FromUnixSeconds(backtest.TestTo),
        };

        // A hub's own log passed its gate already, but not what the stress makes of it.
        bool isPastGate = recording.IsPastGate && settings.Stress.Describe().Count == 0;
        ReplayRun run = new(options, schedule, isPastGate, rejected: null, model: null, cameras);
        ReplayRun? modelled = model is null ? null : new ReplayRun(options, schedule, isPastGate, rejected: null, model, cameras);
        run.LearnEarlier(backtest.EarlierPassages);
        modelled?.LearnEarlier(backtest.EarlierPassages);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ReplaySource source = new(recording, settings.Feed);
        Task reading = Task.Run(() => source.RunAsync(ending.Token), CancellationToken.None);
        try
        {
            while (!run.IsOver && await source.Batches.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                while (!run.IsOver && source.Batches.TryRead(out ReplayRecord[]? batch))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Take(records.Change(batch));
                    this.progress.Report(() => string.Create(CultureInfo.InvariantCulture, $"backtest: {recording.ShareRead ?? 0:P0} read, {backtest.Samples:N0} moments scored"));
                }
            }

            Take(records.Rest());
            Score(run.End(), modelled?.End(), records, backtest);
            return run.Counts;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Take(ReplayRecord[] batch) => Score(run.Take(batch), modelled?.Take(batch), records, backtest);
    }

    /// <summary>Scores the states of one hub, or of two that are given the same records, step by step.</summary>
    private static void Score(IEnumerable<HubSnapshot> states, IEnumerable<HubSnapshot>? withModel, StressedRecords records, Training.Backtesting.Backtest backtest)
    {
        using IEnumerator<HubSnapshot>? others = withModel?.GetEnumerator();
        foreach (HubSnapshot state in states)
        {
            HubSnapshot? other = others?.MoveNext() == true ? others.Current : null;
            while (records.TryTakeRecorded(state.CreatedAt, out AvlReport report))
            {
                backtest.Observe(report);
            }

            backtest.Score(state, other);
        }

        // The records after the last state; there is no further one, since both have the same clock.
        others?.MoveNext();
    }

    private void RefuseIfNothingWasScored(Training.Backtesting.Backtest backtest, TruthFacts truth)
    {
        MethodScore any = backtest.Boards[0].Plain;
        if (any.Count + any.Missing > 0)
        {
            return;
        }

        string window = string.Create(CultureInfo.InvariantCulture, $"from {settings.Options.TestFrom?.ToString(CultureInfo.InvariantCulture) ?? "the start"} to {backtest.TestTo:F0}");
        throw CommandException.InputHasErrors(backtest.Samples == 0
            ? $"no moment of {settings.Input} lies in the test, {window}: correct --test-from and --test-to (the truth ends at {truth.Truth.Ends.ToString("F0", CultureInfo.InvariantCulture)})."
            : $"nothing could be scored {window}: no run with true arrivals was under way by what {settings.Input} tells. It must name trips, or the arrivals their vehicle_id.");
    }

    private static MatchingFacts Matching(ReplayCounts counts) => new(
        counts.Observations,
        counts.Accepted,
        counts.Fusion.Processed,
        counts.Fusion.Matched,
        counts.Fusion.HeldBack,
        counts.OfKnownTrips,
        counts.OfKnownTripsMatched,
        counts.OfKnownTripsPlaced,
        [.. counts.Ledger.List().Select(r => (r.Key.Stage(), r.Key.Name(), r.Value))]);

    private async Task SayAsync(BacktestReport report, TimeSpan took)
    {
        this.progress.Clear();
        MethodComparison all = report.Comparisons[0];
        CultureInfo plain = CultureInfo.InvariantCulture;
        await output.WriteLineAsync(string.Create(plain, $"{report.Median.Count + report.Median.Missing:N0} predictions of {report.Backtest.Boards.Count} methods at {report.Backtest.Samples:N0} moments, {report.Median.Missing:N0} that the hub did not have")).ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(plain, $"MAE of the median {report.Median.Errors.Mae:F1} s; of the best other method, {all.Other}, {all.Difference.OtherMae:F1} s: {all.Difference.Percent:+0.0;-0.0} % ({all.Difference.Low:+0.0;-0.0} to {all.Difference.High:+0.0;-0.0} s)")).ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(plain, $"published time: MBTA {report.Published.Mbta.Pooled.Percent:F1} %, ETA benchmark {report.Published.Eta.Percent:F1} %; 80 % interval covers {report.Median.Interval.All.Percent:F1} %")).ConfigureAwait(false);
        if (report.ModelComparisons.Count > 0)
        {
            MaeDifference model = report.ModelComparisons[0].Difference;
            await output.WriteLineAsync(string.Create(plain, $"with the model: MAE of the median {model.OwnMae:F1} s instead of {model.OtherMae:F1} s: {model.Percent:+0.0;-0.0} % ({model.Low:+0.0;-0.0} to {model.High:+0.0;-0.0} s)")).ConfigureAwait(false);
        }

        await output.WriteLineAsync(string.Create(plain, $"{Path.Combine(settings.Report, "report.html")} is the page to read; {took.TotalSeconds:F1} s")).ConfigureAwait(false);
    }
}
