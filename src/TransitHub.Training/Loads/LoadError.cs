using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Training.Loads;

/// <summary>Mean absolute errors of loads foretold, riders, for some span of stops ahead, all on the same rows.</summary>
/// <param name="Span">Stops ahead in words.</param>
/// <param name="Rows">Rows.</param>
/// <param name="OfHour">Of the mean of the line and hour; NaN where that was not known.</param>
/// <param name="AsNow">Of the load at the present stop.</param>
/// <param name="Formula">Of the formula.</param>
/// <param name="Model">Of the network's median.</param>
/// <param name="CoveredShare">Share of the loads within the network's 10 and 90 % quantiles, 0 to 1.</param>
public sealed record LoadError(string Span, int Rows, double OfHour, double AsNow, double Formula, double Model, double CoveredShare)
{
    private static readonly (string Span, int From, int To)[] Spans =
        [("1", 1, 1), ("2-3", 2, 3), ("4-6", 4, 6), ("7-11", 7, 11), ("12 and more", 12, int.MaxValue), ("all", 1, int.MaxValue)];

    /// <summary>Measures each span that has rows, then all together.</summary>
    /// <param name="answer">Writes a model's quantiles of a row of features.</param>
    /// <param name="rows">With what came.</param>
    public static IReadOnlyList<LoadError> Measure(Action<float[], float[]> answer, IReadOnlyList<LoadRow> rows)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return [.. Spans.Select(s => Measure(answer, s.Span, [.. rows.Where(r => r.Outlook.StopsAhead >= s.From && r.Outlook.StopsAhead <= s.To)])).Where(e => e.Rows > 0)];
    }

    private static LoadError Measure(Action<float[], float[]> ask, string span, LoadRow[] rows)
    {
        float[] answer = new float[LoadFeatures.LevelCount];
        (double hour, double now, double formula, double model, int covered) = (0, 0, 0, 0, 0);
        foreach (LoadRow row in rows)
        {
            ask(row.Features(), answer);
            double unit = LoadFeatures.UnitOf(row.Outlook.Formula);
            hour += Math.Abs(row.OfHour - row.Load);
            now += Math.Abs(row.Outlook.Load - row.Load);
            formula += Math.Abs(row.Outlook.Formula - row.Load);
            model += Math.Abs(Math.Max(0, row.Outlook.Formula + (unit * answer[LoadFeatures.LevelCount / 2])) - row.Load);
            covered += row.Target() >= answer[0] && row.Target() <= answer[^1] ? 1 : 0;
        }

        int count = Math.Max(1, rows.Length);
        return new LoadError(span, rows.Length, hour / count, now / count, formula / count, model / count, (double)covered / count);
    }
}
