using TransitHub.Core.Scoring;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>The hub's median beside the best other method of one bin.</summary>
/// <param name="Bin">One of <see cref="HorizonBins"/>; -1: all together.</param>
/// <param name="Other">The other method's name; "none" without any prediction.</param>
/// <param name="Difference">Their difference.</param>
public sealed record MethodComparison(int Bin, string Other, MaeDifference Difference)
{
    /// <summary>Compares the hub with its model with the hub without it: the median, then the published time, in each bin.</summary>
    public static IReadOnlyList<MethodComparison> OfModel(Backtest backtest, BacktestOptions options)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. from form in Enumerable.Range(0, 2)
               from bin in Enumerable.Range(-1, HorizonBins.Count + 1)
               select new MethodComparison(
                   bin, backtest.Boards[backtest.MedianBoard + form].Plain.Name, PairedBootstrap.Compare(backtest.ModelErrors!, form, bin, options.Resamples, options.Seed)),
        ];
    }

    /// <summary>
    /// Compares with the other method whose MAE is least on these very predictions, plain or centered: it is chosen on the test itself, in
    /// its favor.
    /// </summary>
    public static MethodComparison Best(Backtest backtest, BacktestOptions options, int bin)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        ArgumentNullException.ThrowIfNull(options);
        int others = backtest.MedianBoard;
        bool isFitted = backtest.Boards[0].Centered is not null;
        MethodComparison best = new(bin, "none", new MaeDifference(0, 0, double.NaN, double.NaN, double.NaN, double.NaN));
        int chosen = -1;
        double least = double.PositiveInfinity;
        for (int method = 0; method < (isFitted ? 2 * others : others); method++)
        {
            double mae = PairedBootstrap.Mae(backtest.Errors, method, bin);
            (least, chosen) = mae < least ? (mae, method) : (least, chosen);
        }

        if (chosen < 0)
        {
            return best;
        }

        MethodBoard board = backtest.Boards[chosen % others];
        string name = chosen < others ? board.Plain.Name : board.Centered!.Name;
        return new MethodComparison(bin, name, PairedBootstrap.Compare(backtest.Errors, chosen, bin, options.Resamples, options.Seed));
    }
}
