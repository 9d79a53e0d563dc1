using TransitHub.Core.Fusion.Prediction;
using TransitHub.Training.Features;

namespace TransitHub.Training.Fitting;

/// <summary>A network's errors beside the formula's on the same rows, for one span of time ahead.</summary>
/// <param name="Span">The span in words.</param>
/// <param name="Rows">Rows.</param>
/// <param name="FormulaSeconds">Mean absolute error of the formula's expectation, seconds.</param>
/// <param name="ModelSeconds">Of the network's median.</param>
/// <param name="CoveredShare">Share of the arrivals within the network's 10 and 90 % quantiles, before the hub's own calibration; 0 to 1.</param>
public sealed record FitError(string Span, int Rows, double FormulaSeconds, double ModelSeconds, double CoveredShare)
{
    private static readonly (string Span, float From, float To)[] Spans =
    [
        ("0-3", 0, 180), ("3-6", 180, 360), ("6-10", 360, 600), ("10-15", 600, 900), ("15-20", 900, 1200), ("20-30", 1200, 1800),
        ("30-60", 1800, float.MaxValue), ("all", 0, float.MaxValue),
    ];

    /// <summary>Measures each span of predicted time ahead, then all together.</summary>
    public static IReadOnlyList<FitError> Measure(QuantileNetwork network, TrainingRows rows)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(rows);
        return [.. Spans.Select(span => Measure(network, rows, span.Span, span.From, span.To))];
    }

    private static FitError Measure(QuantileNetwork network, TrainingRows rows, string span, float from, float to)
    {
        float[] quantiles = new float[ArrivalFeatures.LevelCount];
        (int count, int covered, double formula, double model) = (0, 0, 0, 0);
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Ahead(row) >= from && rows.Ahead(row) < to)
            {
                network.Predict(rows.Features(row), quantiles);
                count++;
                formula += Math.Abs(rows.Target(row)) * rows.Deviation(row);
                model += Math.Abs(rows.Target(row) - quantiles[network.Median]) * rows.Deviation(row);
                covered += rows.Target(row) >= quantiles[0] && rows.Target(row) <= quantiles[^1] ? 1 : 0;
            }
        }

        return new FitError(span, count, formula / count, model / count, (double)covered / count);
    }
}
