using TransitHub.Core.Scoring;
using TransitHub.Training.Backtesting;

namespace TransitHub.Training.Reports;

/// <summary>Tables of all methods together.</summary>
internal static class MethodTables
{
    private static readonly string[] QuantileHead = ["pinball s", "80 % covers", "its width s"];

    /// <summary>Every measure of every method as it is.</summary>
    public static ReportTable Plain(BacktestReport report) => new(
        "All methods, as they are",
        "Missing predictions count as inaccurate in every share; MAE, RMSE, bias and MAPE are of those that were there; common MAE is of the predictions that the hub made too, so that all methods stand on the same ones: compare by that.",
        ["method", "n", "missing", "MAE s", "common MAE s", "RMSE s", "bias s", "MAPE %", "MBTA 0-3 3-6 6-12 12-30 (pooled)", "ETA-bm", "Cal-ITP", "catch", "pinball s", "80 % covers", "its width s", "available", "ghosts %", "wobble s"],
        [
            .. report.Backtest.Boards.Select((b, i) => (b.Plain, report.CommonMae(i, -1))).Select(row => Row(row.Plain, row.Item2)),
        ]);

    /// <summary>Every method with the shifts that were fitted before the test; null: nothing was fitted.</summary>
    public static ReportTable? Shifted(BacktestReport report) => report.Backtest.Boards[0].Centered is null ? null : new ReportTable(
        "All methods, each with its own shift fitted before the test",
        "Centered: shifted by its median error in each span of predicted time ahead, which makes MAE least. MAE is of all their predictions, the wild ones included that the hub had no word on. Shaded: by what makes the sum of ETA-bm and pooled MBTA best, each span by itself.",
        ["method", "MAE s", "bias s", "MBTA pooled", "ETA-bm", "Cal-ITP", "catch"],
        [
            .. report.Backtest.Boards.SelectMany(b => b.Forms.Skip(1)).Select(s => (IReadOnlyList<string>)
            [
                s.Name, Figures.Of(s.Errors.Mae), Figures.Signed(s.Errors.Bias), Figures.Of(s.Mbta.Pooled), Figures.Of(s.Eta.Percent),
                Figures.Of(s.CalItp.All), Figures.Of(s.Catch.All),
            ]),
        ]);

    /// <summary>MAE by time ahead, a column for each method.</summary>
    public static ReportTable ByHorizon(BacktestReport report) => new(
        "MAE by actual time ahead, seconds",
        "On the predictions that the hub made too.",
        ["min ahead", "n", .. report.Backtest.Boards.Select(b => b.Plain.Name)],
        [
            .. Enumerable.Range(0, HorizonBins.Count).Select(bin => (IReadOnlyList<string>)
            [
                HorizonBins.Names[bin],
                Figures.Of(report.Median.ErrorsOf(bin).Count),
                .. report.Backtest.Boards.Select((_, board) => Figures.Of(report.CommonMae(board, bin))),
            ]),
        ]);

    /// <summary>The hub's median against the best other method.</summary>
    public static ReportTable Comparison(BacktestReport report) => new(
        "Ours (median) against the best other method",
        FormattableString.Invariant($"On the predictions that both made. The other method is the one whose MAE is least in that bin of this very test, plain or centered, which favors it. The 95 % interval is a paired bootstrap of {report.Options.Resamples} resamples of whole runs."),
        ["min ahead", "best other", "runs", "n", "its MAE s", "ours s", "difference s", "95 % interval s", "difference %"],
        [
            .. report.Comparisons.Select(c => (IReadOnlyList<string>)
            [
                c.Bin < 0 ? "all" : HorizonBins.Names[c.Bin], c.Other, Figures.Of((long)c.Difference.Runs), Figures.Of(c.Difference.Count),
                Figures.Of(c.Difference.OtherMae), Figures.Of(c.Difference.OwnMae), Figures.Signed(c.Difference.Seconds),
                $"{Figures.Signed(c.Difference.Low)} to {Figures.Signed(c.Difference.High)}", Figures.Signed(c.Difference.Percent),
            ]),
        ]);

    /// <summary>The hub with its model against the hub without; null: there is no model.</summary>
    public static ReportTable? Model(BacktestReport report) => report.ModelComparisons.Count == 0 ? null : new ReportTable(
        "Ours with the model against ours without",
        FormattableString.Invariant($"On the identical predictions, two states of the hub side by side. The 95 % interval is a paired bootstrap of {report.Options.Resamples} resamples of whole runs."),
        ["without", "min ahead", "runs", "n", "MAE without s", "MAE with s", "difference s", "95 % interval s", "difference %"],
        [
            .. report.ModelComparisons.Select(c => (IReadOnlyList<string>)
            [
                c.Other, c.Bin < 0 ? "all" : HorizonBins.Names[c.Bin], Figures.Of((long)c.Difference.Runs), Figures.Of(c.Difference.Count),
                Figures.Of(c.Difference.OtherMae), Figures.Of(c.Difference.OwnMae), Figures.Signed(c.Difference.Seconds),
                $"{Figures.Signed(c.Difference.Low)} to {Figures.Signed(c.Difference.High)}", Figures.Signed(c.Difference.Percent),
            ]),
        ]);

    /// <summary>All measures of one method by time ahead.</summary>
    public static ReportTable Details(MethodBoard board)
    {
        MethodScore score = board.Plain;
        bool hasQuantiles = score.HasQuantiles;
        string eta = string.Join("; ", EtaBenchmark.Names.Select((name, bin) => $"{name} min {Figures.Of(score.Eta.Bin(bin))} of {Figures.Of(score.Eta.Bin(bin).All)}"));
        string mbta = string.Join("; ", MbtaAccuracy.Names.Select((name, bin) => $"{name} min {Figures.Of(score.Mbta.Bin(bin))} of {Figures.Of(score.Mbta.Bin(bin).All)}"));
        return new ReportTable(
            score.Name,
            $"ETA-bm: {eta}. MBTA: {mbta}.",
            ["min ahead", "n", "missing", "MAE s", "RMSE s", "bias s", "MAPE %", "Cal-ITP", "catch", .. hasQuantiles ? QuantileHead : []],
            [
                .. Enumerable.Range(0, HorizonBins.Count).Select(bin => (IReadOnlyList<string>)
                [
                    HorizonBins.Names[bin], Figures.Of(score.ErrorsOf(bin).Count), Figures.Of(score.MissingOf(bin)), Figures.Of(score.ErrorsOf(bin).Mae),
                    Figures.Of(score.ErrorsOf(bin).Rmse), Figures.Signed(score.ErrorsOf(bin).Bias), Figures.Of(score.ErrorsOf(bin).MapePercent),
                    Figures.Of(score.CalItp.Bin(bin)), Figures.Of(score.Catch.Bin(bin)),
                    .. hasQuantiles
                        ? new[] { Figures.Of(score.Pinball.MeanOf(bin)), Figures.Of(score.Interval.Bin(bin)), Figures.Of(score.Interval.MeanWidthSecondsOf(bin)) }
                        : [],
                ]),
            ]);
    }

    private static IReadOnlyList<string> Row(MethodScore s, double common) =>
    [
        s.Name, Figures.Of(s.Count), Figures.Of(s.Missing), Figures.Of(s.Errors.Mae), Figures.Of(common), Figures.Of(s.Errors.Rmse),
        Figures.Signed(s.Errors.Bias), Figures.Of(s.Errors.MapePercent), Mbta(s), Figures.Of(s.Eta.Percent), Figures.Of(s.CalItp.All),
        Figures.Of(s.Catch.All), Figures.Of(s.Pinball.Mean), Figures.Of(s.Interval.All), Figures.Of(s.Interval.MeanWidthSeconds),
        Figures.Of(s.Available.Share), Figures.Of(s.Ghosts.Ghosts), Figures.Of(s.Wobble.Seconds),
    ];

    private static string Mbta(MethodScore score) =>
        $"{Figures.Of(score.Mbta.Bin(0))} {Figures.Of(score.Mbta.Bin(1))} {Figures.Of(score.Mbta.Bin(2))} {Figures.Of(score.Mbta.Bin(3))} ({Figures.Of(score.Mbta.Pooled)})";
}
