using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Reports;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Backtesting;

/// <summary>Three buses on the five stops, each a tenth slower than the timetable, through a real pipeline and a backtest.</summary>
internal sealed class SmallCity
{
    private const double SecondsPerStop = 132;

    private SmallCity(Schedule schedule, BacktestOptions options, Backtest backtest, ArrivalTruth truth)
    {
        MatchingFacts matching = new(100, 90, 90, 80, 1, 90, 80, 79, [("match", "off_route", 1)]);
        this.Backtest = backtest;
        this.Report = new BacktestReport("small", schedule, options, backtest, new TruthFacts(IsDerived: false, truth), matching, [], 0);
    }

    public Backtest Backtest { get; }

    public BacktestReport Report { get; }

    /// <summary>Runs the three trips.</summary>
    /// <param name="options">What to sample.</param>
    /// <param name="isSeen">Whether the hub gets a report; the other methods get all.</param>
    /// <param name="model">A model for a second hub; null: there is none.</param>
    public static SmallCity Run(BacktestOptions options, Func<AvlReport, bool>? isSeen = null, IArrivalModel? model = null)
    {
        Schedule schedule = FiveStops.Schedule();
        ArrivalTruth truth = new(schedule);
        for (int trip = 0; trip < 3; trip++)
        {
            FiveStops.AddRun(truth, schedule, trip, [.. Enumerable.Range(0, 5).Select(s => (600 * trip) + (SecondsPerStop * s))]);
        }

        truth.Close();
        ArrivalTruth past = new(schedule);
        past.Close();
        Backtest backtest = new(schedule, truth, past, options);
        FusionPipeline pipeline = new(FeedId.Parse("f"), schedule, new FusionOptions(), new RejectionLedger());
        FusionPipeline? modelled = model is null ? null : new(FeedId.Parse("f"), schedule, new FusionOptions(), new RejectionLedger(), model);
        Queue<AvlReport> reports = new(Enumerable.Range(0, 3)
            .SelectMany(trip => Enumerable.Range(0, 54).Select(i => FiveStops.Report($"bus-{trip}", trip, (600 * trip) + (i * 10), Math.Min(4, i * 10 / SecondsPerStop))))
            .OrderBy(r => r.ReceivedAt));
        for (long now = FiveStops.Start; now <= FiveStops.Start + 1800; now += options.EverySeconds)
        {
            while (reports.TryPeek(out AvlReport? next) && next.ReceivedAt.UnixSeconds <= now)
            {
                reports.Dequeue();
                backtest.Observe(next);
                if (isSeen is null || isSeen(next))
                {
                    pipeline.Process(next);
                    modelled?.Process(next);
                }
            }

            backtest.Score(pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(now)), modelled?.TakeSnapshot(Timestamp.FromUnixSeconds(now)));
        }

        return new SmallCity(schedule, options, backtest, truth);
    }
}
