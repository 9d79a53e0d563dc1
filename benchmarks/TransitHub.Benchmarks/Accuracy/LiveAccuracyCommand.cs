using System.CommandLine;
using System.Globalization;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Core.Accuracy;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Accuracy;

/// <summary>
/// `live-accuracy`: a recording goes through gate and fusion by its own clock; the hub scores its own predictions as it does live, and a backtest scores the same
/// states at the same moments against the recorded arrivals. Both stand beside each other.
/// </summary>
internal sealed class LiveAccuracyCommand
{
    private readonly Schedule schedule;
    private readonly FusionPipeline pipeline;
    private readonly ObservationGate gate;
    private readonly Backtest backtest;
    private readonly LiveAccuracy live;
    private readonly (long From, long To) test;
    private readonly int stateEvery;

    private LiveAccuracyCommand(string gtfs, string arrivals, (long From, long To) test, int stateEvery, int most)
    {
        RejectionLedger ledger = new();
        this.test = test;
        this.stateEvery = stateEvery;
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.pipeline = new FusionPipeline(FeedId.Parse("bench"), this.schedule, new FusionOptions(), ledger);
        this.gate = new ObservationGate(new GateOptions(), this.schedule.Extent);
        ArrivalTruth truth = new(this.schedule);
        ArrivalsFile.Read(arrivals, this.schedule, truth);
        truth.Close();
        ArrivalTruth past = new(this.schedule);
        past.Close();
        this.backtest = new Backtest(this.schedule, truth, past, new BacktestOptions { TestFrom = test.From, TestTo = test.To });
        this.live = new LiveAccuracy(most);
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true };
        Option<string> arrivals = new("--arrivals") { Required = true };
        Option<long> from = new("--test-from") { Required = true };
        Option<long> to = new("--test-to") { Required = true };
        Option<int> states = new("--state-every") { DefaultValueFactory = _ => 1, Description = "Seconds from one state to the next, a divisor of 60." };
        Option<int> most = new("--most") { DefaultValueFactory = _ => LiveAccuracy.DefaultMost };
        Command command = new("live-accuracy", "Scores predictions as the running hub does, beside a backtest of the same states.") { gtfs, positions, arrivals, from, to, states, most };
        command.SetAction(parsed =>
        {
            LiveAccuracyCommand run = new(
                parsed.GetValue(gtfs)!, parsed.GetValue(arrivals)!, (parsed.GetValue(from), parsed.GetValue(to)), parsed.GetValue(states), parsed.GetValue(most));
            run.Replay(parsed.GetValue(positions)!);
            run.Print();
            return 0;
        });
        return command;
    }

    private void Replay(string positions)
    {
        long due = 0;
        foreach (AvlReport report in PositionsFile.Read(positions))
        {
            long second = report.ReceivedAt.UnixSeconds;
            due = due == 0 ? ((second / 60) + 1) * 60 : due;
            for (; second > due; due += this.stateEvery)
            {
                this.Take(Timestamp.FromUnixSeconds(due));
            }

            this.backtest.Observe(report);
            if (this.gate.Check(report).Accepted is { } accepted)
            {
                this.pipeline.Process(accepted);
            }
        }
    }

    private void Take(Timestamp now)
    {
        HubSnapshot state = this.pipeline.TakeSnapshot(now);
        this.live.Observe(state, state.Changes.Trips, now);
        if (now.UnixSeconds % LiveAccuracy.EverySeconds != 0)
        {
            return;
        }

        this.backtest.Score(state);
        if (now.UnixSeconds >= this.test.From && now.UnixSeconds <= this.test.To)
        {
            this.live.Sample(state, now);
        }
    }

    private void Print()
    {
        AccuracyDay day = this.live.Days.OrderByDescending(d => d.All.Median.Count).First();
        AccuracyTally own = day.All;
        MethodScore median = this.backtest.Boards[this.backtest.MedianBoard].Plain;
        MethodScore published = this.backtest.Boards[this.backtest.MedianBoard + 1].Plain;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"share of runs {this.live.Share}, stops passed without a measured arrival {day.Unseen}\n\n| measure | live | backtest |\n|---|---|---|"));
        Row("predictions scored", own.Median.Count, median.Count, "N0");
        Row("missing, counted as inaccurate", own.Median.Missing, median.Missing, "N0");
        Row("MAE of the median, s", own.Median.Errors.Mae, median.Errors.Mae);
        Row("bias of the median, s", own.Median.Errors.Bias, median.Errors.Bias);
        Row("MAE of the published time, s", own.Published.Errors.Mae, published.Errors.Mae);
        Row("bias of the published time, s", own.Published.Errors.Bias, published.Errors.Bias);
        Row("MBTA pooled, published, %", own.Published.Mbta.Pooled.Percent, published.Mbta.Pooled.Percent);
        Each(MbtaAccuracy.Names, "MBTA", i => (own.Published.Mbta.Bin(i).Percent, published.Mbta.Bin(i).Percent));
        Row("ETA benchmark, published, %", own.Published.Eta.Percent, published.Eta.Percent);
        Each(EtaBenchmark.Names, "ETA", i => (own.Published.Eta.Bin(i).Percent, published.Eta.Bin(i).Percent));
        Each(HorizonBins.Names, "MAE of the median", i => (own.Median.ErrorsOf(i).Mae, median.ErrorsOf(i).Mae));
        Each(HorizonBins.Names, "bias of the median", i => (own.Median.ErrorsOf(i).Bias, median.ErrorsOf(i).Bias));
        Row("Cal-ITP reliable, published, %", own.Published.CalItp.All.Percent, published.CalItp.All.Percent);
        Row("catch, published, %", own.Published.Catch.All.Percent, published.Catch.All.Percent);
        Row("pinball loss, s", own.Median.Pinball.Mean, median.Pinball.Mean, "F2");
        Row("80 % interval covers, %", own.Median.Interval.All.Percent, median.Interval.All.Percent);
        Row("its width, s", own.Median.Interval.MeanWidthSeconds, median.Interval.MeanWidthSeconds);
        Row("arrivals looked at ten minutes before", own.Published.Available.Share.All, published.Available.Share.All, "N0");
        Row("available ten minutes before, %", own.Published.Available.Share.Percent, published.Available.Share.Percent);
        Row("predictions judged for ghosts", own.Published.Ghosts.Ghosts.All, this.backtest.AllGhosts.Ghosts.All, "N0");
        Row("ghosts, %", own.Published.Ghosts.Ghosts.Percent, this.backtest.AllGhosts.Ghosts.Percent, "F2");
    }

    private static void Each(IReadOnlyList<string> names, string what, Func<int, (double Live, double Backtest)> read)
    {
        for (int i = 0; i < names.Count; i++)
        {
            (double own, double other) = read(i);
            Row($"{what}, {names[i]} min", own, other);
        }
    }

    private static void Row(string what, double own, double other, string form = "F1") => Console.WriteLine(
        $"| {what} | {own.ToString(form, CultureInfo.InvariantCulture)} | {other.ToString(form, CultureInfo.InvariantCulture)} |");
}
