using TransitHub.Training.Backtesting;
using TransitHub.Training.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>The hub's median beside the best other method of one bin.</summary>
/// <param name="Bin">One of <see cref="HorizonBins"/>; -1: all together.</param>
/// <param name="Other">The other method's name; "none" without any prediction.</param>
/// <param name="Difference">Their difference.</param>
public sealed record MethodComparison(int Bin, string Other, MaeDifference Difference)
{
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
