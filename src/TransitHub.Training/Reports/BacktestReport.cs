using TransitHub.Core.Scoring;
using TransitHub.Gtfs;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>All that a finished backtest has to tell; nothing of the machine, paths or the wall clock, so that two runs are equal.</summary>
public sealed class BacktestReport
{
    /// <summary>Puts a report together.</summary>
    /// <param name="feed">The feed's id.</param>
    /// <param name="schedule">The timetable.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="backtest">The finished backtest.</param>
    /// <param name="truth">Where the truth came from.</param>
    /// <param name="matching">What the hub made of the reports.</param>
    /// <param name="stress">How the recording was made worse; empty: not at all.</param>
    /// <param name="historyFiles">Files of other days.</param>
    public BacktestReport(
        string feed, Schedule schedule, BacktestOptions options, Backtest backtest, TruthFacts truth, MatchingFacts matching, IReadOnlyList<string> stress, int historyFiles)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        this.Feed = feed;
        this.Schedule = schedule;
        this.Options = options;
        this.Backtest = backtest;
        this.Truth = truth;
        this.Matching = matching;
        this.Stress = stress;
        this.HistoryFiles = historyFiles;
        this.ModelComparisons = backtest.ModelErrors is null ? [] : MethodComparison.OfModel(backtest, options);
        this.Comparisons = [.. Enumerable.Range(-1, HorizonBins.Count + 1).Select(bin => MethodComparison.Best(backtest, options, bin))];
    }

    /// <summary>The feed's id.</summary>
    public string Feed { get; }

    /// <summary>The timetable.</summary>
    public Schedule Schedule { get; }

    /// <summary>What was asked for.</summary>
    public BacktestOptions Options { get; }

    /// <summary>The finished backtest.</summary>
    public Backtest Backtest { get; }

    /// <summary>Where the truth came from.</summary>
    public TruthFacts Truth { get; }

    /// <summary>What the hub made of the reports.</summary>
    public MatchingFacts Matching { get; }

    /// <summary>How the recording was made worse, a line each.</summary>
    public IReadOnlyList<string> Stress { get; }

    /// <summary>Files of other days.</summary>
    public int HistoryFiles { get; }

    /// <summary>The hub's median beside the best other method: of all together, then of each of <see cref="HorizonBins"/>.</summary>
    public IReadOnlyList<MethodComparison> Comparisons { get; }

    /// <summary>The hub with a model beside the hub without, median then published, each of all together, then of each of <see cref="HorizonBins"/>; empty: no model.</summary>
    public IReadOnlyList<MethodComparison> ModelComparisons { get; }

    /// <summary>The hub's median.</summary>
    public MethodScore Median => this.Backtest.Boards[this.Backtest.MedianBoard].Plain;

    /// <summary>The hub's published time.</summary>
    public MethodScore Published => this.Backtest.Boards[this.Backtest.MedianBoard + 1].Plain;

    /// <summary>
    /// MAE of a method on the predictions that the hub made too, seconds: what the hub has no word on is often what nobody can know, so that
    /// MAE over different sets would not compare. NaN without any.
    /// </summary>
    /// <param name="board">Number of the method among <see cref="Backtesting.Backtest.Boards"/>.</param>
    /// <param name="bin">One of <see cref="HorizonBins"/>; -1: all together.</param>
    public double CommonMae(int board, int bin)
    {
        if (board < this.Backtest.MedianBoard)
        {
            return PairedBootstrap.Mae(this.Backtest.Errors, board, bin);
        }

        MethodScore own = this.Backtest.Boards[board].Plain;
        return bin < 0 ? own.Errors.Mae : own.ErrorsOf(bin).Mae;
    }

    /// <summary>True when predictions near the test's end have truth for 45 minutes ahead.</summary>
    public bool HasTruthForAll => this.Truth.Truth.Ends >= this.Backtest.TestTo + HorizonBins.FarthestSeconds - 60;
}
