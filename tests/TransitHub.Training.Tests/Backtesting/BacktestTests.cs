using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Scoring;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Reports;
using TransitHub.Training.Scoring;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Backtesting;

public sealed class BacktestTests
{
    private static readonly BacktestOptions Everything = new() { EverySeconds = 30, TestTo = FiveStops.Start + 1800, Resamples = 100 };

    [Fact]
    public void Every_method_is_scored_on_the_same_predictions()
    {
        Backtest backtest = SmallCity.Run(Everything).Backtest;
        long[] counts = [.. backtest.Boards.Select(b => b.Plain.Count + b.Plain.Missing).Distinct()];

        // Each of three runs is under way from the sample after its start; it comes to its stops after 132, 264, 396 and 528 s.
        Assert.Equal(3 * ((4 * 4) + (4 * 3) + (5 * 2) + (4 * 1)), Assert.Single(counts));
    }

    [Fact]
    public void A_slower_pace_than_the_timetable_s_is_learned_by_who_looks_at_it()
    {
        Backtest backtest = SmallCity.Run(Everything).Backtest;
        double Mae(string name) => backtest.Boards.Single(b => b.Plain.Name == name).Plain.Errors.Mae;

        Assert.True(Mae("last vehicle on link") < Mae("delay propagation"));
        Assert.True(Mae("delay propagation") < Mae("schedule"));
        Assert.True(Mae("ours, median") < Mae("delay propagation"));
    }

    [Fact]
    public void Nothing_after_the_test_s_end_counts()
    {
        Backtest backtest = SmallCity.Run(Everything with { TestTo = FiveStops.Start + 300 }).Backtest;
        Assert.Equal(11, backtest.Samples);
        Assert.Equal((4 * 4) + (4 * 3) + (2 * 2), backtest.Boards[0].Plain.Count);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(7, false)]
    public void Only_runs_of_the_routes_that_are_asked_for_are_scored(int route, bool isScored)
    {
        Backtest whole = SmallCity.Run(Everything).Backtest;
        Backtest some = SmallCity.Run(Everything with { Routes = new HashSet<int> { route } }).Backtest;

        Assert.Equal(isScored ? whole.Boards[0].Plain.Count : 0, some.Boards[0].Plain.Count);
        Assert.Equal(isScored ? whole.Boards[0].Plain.Available.Share.All : 0, some.Boards[0].Plain.Available.Share.All);
        Assert.Equal(isScored ? whole.AllGhosts.Ghosts.All : 0, some.AllGhosts.Ghosts.All);
        Assert.Equal(isScored ? whole.Assignment.All : 0, some.Assignment.All);
    }

    [Fact]
    public void What_lies_before_the_test_is_fitted_on_and_not_scored()
    {
        Backtest whole = SmallCity.Run(Everything).Backtest;
        Backtest split = SmallCity.Run(Everything with { TestFrom = FiveStops.Start + 600 }).Backtest;

        Assert.Equal(whole.Boards[0].Plain.Count, split.Fitted + split.Boards[0].Plain.Count);
        Assert.True(split.Fitted > 0 && split.HistoryPassages > 0);
        Assert.Equal(0, whole.HistoryPassages);
        Assert.All(split.Boards, b => Assert.Equal(b.Plain.Count, b.Centered!.Count));
    }

    [Fact]
    public void What_the_hub_has_no_word_on_counts_as_missing_for_it_alone()
    {
        Backtest backtest = SmallCity.Run(Everything, r => r.Device.ToString() != "bus-1").Backtest;
        MethodScore own = backtest.Boards[backtest.MedianBoard].Plain;

        Assert.InRange(own.Missing, 30, 50);
        Assert.Equal(0, backtest.Boards[0].Plain.Missing);
        Assert.Equal(own.Count, Enumerable.Range(0, backtest.Errors.Runs).Sum(r => Enumerable.Range(0, HorizonBins.Count).Sum(b => backtest.Errors.Of(r, b, 0)[0])));
    }

    [Fact]
    public void A_vehicle_is_counted_on_its_trip_while_it_truly_runs()
    {
        TripAssignment assignment = SmallCity.Run(Everything).Backtest.Assignment;
        Assert.Equal((assignment.All, 0, 0), (assignment.Right, assignment.OtherRun, assignment.NeverFound));
        Assert.Equal(3, assignment.Runs);
        Assert.InRange(assignment.MedianSecondsToFind, 0, 60);
    }

    [Fact]
    public void An_arrival_is_asked_for_ten_minutes_before_once()
    {
        Backtest backtest = SmallCity.Run(Everything).Backtest;

        // Arrivals from ten minutes after the first sample on: those of the second and third run, without their first stops.
        Assert.Equal(8, backtest.Boards[0].Plain.Available.Share.All);
        Assert.Equal(100, backtest.Boards[0].Plain.Available.Share.Percent);
        Assert.Equal(0, backtest.Boards[1].Plain.Available.Share.Percent);
    }

    [Fact]
    public void No_prediction_of_a_run_that_came_is_a_ghost()
    {
        Backtest backtest = SmallCity.Run(Everything).Backtest;
        Assert.All(backtest.Boards, b => Assert.Equal(0, b.Plain.Ghosts.Ghosts.Good));
        Assert.Equal(0, backtest.AllGhosts.Ghosts.Good);
    }

    [Fact]
    public void The_hub_with_a_model_is_scored_on_the_identical_predictions()
    {
        Backtest backtest = SmallCity.Run(Everything with { HasModel = true }, model: new SilentModel()).Backtest;
        MethodBoard[] own = [.. backtest.Boards.Skip(backtest.MedianBoard)];

        Assert.Equal(["ours, median", "ours, published", "ours with the model, median", "ours with the model, published"], own.Select(b => b.Plain.Name));
        Assert.Single(backtest.Boards.Select(b => b.Plain.Count + b.Plain.Missing).Distinct());
        MaeDifference difference = PairedBootstrap.Compare(backtest.ModelErrors!, 0, -1, 100, 1);
        Assert.Equal(own[0].Plain.Count, difference.Count);
        Assert.Equal(own[2].Plain.Errors.Mae, difference.OwnMae, 1e-9);

        // Three runs earn a model no say: both hubs say the same, so nothing but a mistake could make a difference.
        Assert.Equal(0, difference.Seconds);
    }

    [Fact]
    public void The_report_sets_the_model_beside_the_formula()
    {
        SmallCity city = SmallCity.Run(Everything with { HasModel = true }, model: new SilentModel());

        Assert.Equal(2 * (HorizonBins.Count + 1), city.Report.ModelComparisons.Count);
        Assert.Contains("Ours with the model against ours without", ReportPage.Write(city.Report), StringComparison.Ordinal);
        Assert.Contains("Ours with the model against ours without", ReportMarkdown.Write(city.Report), StringComparison.Ordinal);
        Assert.DoesNotContain("with the model", ReportMarkdown.Write(SmallCity.Run(Everything).Report), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_second_state_that_was_not_announced_is_refused() =>
        Assert.Throws<ArgumentException>(() => SmallCity.Run(Everything, model: new SilentModel()));

    [Fact]
    public void What_is_known_of_other_days_is_there_for_the_hub_too()
    {
        Gtfs.Schedule schedule = FiveStops.Schedule();
        ArrivalTruth past = new(schedule);
        FiveStops.AddRun(past, schedule, 0, [0, 150, 300, 450, 600]);
        past.Close();
        Backtest backtest = new(schedule, past, past, Everything);

        Assert.Equal(backtest.HistoryPassages, backtest.EarlierPassages.Count);
        Assert.Equal(4, backtest.EarlierPassages.Count(p => p.Seconds == 150));
    }

    private sealed class SilentModel : IArrivalModel
    {
        public void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles) => quantiles[..(count * ArrivalFeatures.LevelCount)].Clear();
    }
}
