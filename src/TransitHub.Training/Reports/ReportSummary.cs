using System.Globalization;
using TransitHub.Core.Scoring;
using TransitHub.Training.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>The outcome in sentences, for who has never seen such a report.</summary>
internal static class ReportSummary
{
    /// <summary>What was done, and what came of it; a paragraph each.</summary>
    public static IEnumerable<string> List(BacktestReport report)
    {
        int others = report.Backtest.MedianBoard;
        yield return $"The recording was played through the hub as if it were live. At every sampled moment the hub (\"ours\") and {others} other ways of predicting said when each vehicle under way would be at its coming stops, and what they said is held against when it truly came.";
        MaeDifference all = report.Comparisons[0].Difference;
        if (double.IsFinite(all.OwnMae) && all.Count > 0)
        {
            yield return $"{Verdict(report.Comparisons[0].Other, all)} The best other method was picked after the fact, on this very test, which favors it.";
        }

        MethodScore published = report.Published;
        if (published.Count > 0)
        {
            yield return $"The time that the hub publishes is a cautious one: vehicles come {Early(published.Errors.Bias)} on the mean, so that {Figures.Of(published.Catch.All)} % of those who are at the stop by it still catch the vehicle; it is {Figures.Of(published.Errors.Mae)} s off on the mean. The hub's interval that should hold 80 % of the arrivals holds {Figures.Of(report.Median.Interval.All)} %.";
        }
    }

    /// <summary>What the measures mean, by name.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Measures { get; } =
    [
        ("e, bias", "actual minus predicted: positive when the vehicle came later than told, so that who came by the prediction caught it. Bias is its mean"),
        ("MAE, RMSE, MAPE", "mean of |e|; root of the mean of e², in which large errors count more; mean of |e| in percent of the time that was left, from a minute on"),
        ("MBTA", "percent of predictions within −60..+60 s at 0–3 minutes, −90..+120 at 3–6, −150..+210 at 6–12 and −240..+360 at 12–30, of those still in the future; by predicted time ahead, then all pooled"),
        ("ETA-bm", "the ETA Accuracy Benchmark: percent within −30..+90 s at 0–3 minutes, −60..+150 at 3–6, −60..+210 at 6–10 and −90..+270 at 10–15 by actual time ahead; the mean of the four. It can be gamed by predicting early: read it beside MAE and bias"),
        ("Cal-ITP", "percent within a band that widens with the time ahead, from −60·ln(t+1.3) to +60·ln(t+1.5) s at t minutes"),
        ("catch", "percent of predictions that were not later than the vehicle"),
        ("pinball, 80 % covers, width", "how good the predicted distribution is (smaller is better), what part of the arrivals its 80 % interval holds, and how wide that is"),
        ("available", "percent of arrivals that had a prediction ten minutes before"),
        ("ghosts", "percent of predictions whose arrival never comes"),
        ("wobble", "by how much a predicted time moves in a minute, seconds"),
        ("centered, shaded", "the same method shifted by what made its mean error least, or its benchmarks best, before the test"),
        ("by actual time ahead", "rows by how long it truly took. Such rows sort by the outcome: near by lie those who came sooner than thought, far off those who took longer, so that the bias of every method rises from row to row, however unbiased it is"),
    ];

    private static string Verdict(string other, MaeDifference all)
    {
        string figures = $"Ours (its median) is {Figures.Of(all.OwnMae)} s off on the mean and the best other method, {other}, {Figures.Of(all.OtherMae)} s";
        bool isClear = all.High < 0 || all.Low > 0;
        string better = $"{Math.Abs(all.Percent).ToString("F1", CultureInfo.InvariantCulture)} % {(all.Seconds < 0 ? "better" : "worse")}";
        return isClear
            ? $"{figures}: {better}, and more than luck (with other runs of the same kind the difference would be {Figures.Signed(all.Low)} to {Figures.Signed(all.High)} s in 95 of 100 cases)."
            : $"{figures}: {better}, which may be luck (with other runs of the same kind the difference would be {Figures.Signed(all.Low)} to {Figures.Signed(all.High)} s in 95 of 100 cases).";
    }

    private static string Early(double bias) => $"{Figures.Of(Math.Abs(bias))} s {(bias < 0 ? "before" : "after")} it";
}
