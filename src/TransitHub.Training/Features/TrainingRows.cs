using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;

namespace TransitHub.Training.Features;

/// <summary>What a model of arrivals is fitted to, in the order of time: (arrival − formula's expectation) / formula's standard deviation.</summary>
public sealed class TrainingRows : FitRows
{
    private readonly Row[] rows;

    private TrainingRows(List<(float[] Features, Row Row)> rows)
        : base(ArrivalFeatures.Names, [.. rows.Select(r => (r.Features, r.Row.Target))]) => this.rows = [.. rows.Select(r => r.Row)];

    /// <summary>The formula's standard deviation, seconds.</summary>
    public float Deviation(int row) => this.rows[row].Deviation;

    /// <summary>How far ahead the formula expected the arrival, seconds.</summary>
    public float Ahead(int row) => this.rows[row].Ahead;

    /// <summary>
    /// Joins samples with the arrivals that came, and cuts by time: of one archive the latest rows are for validation, of
    /// several the last archive, which should be the latest.
    /// </summary>
    /// <param name="samples">Samples of one or more archives.</param>
    /// <param name="arrivals">The true arrivals of each archive, Unix seconds; a sample whose arrival is not known is left out.</param>
    /// <param name="validationShare">Share of the rows of a single archive, the latest, that goes to validation, 0.05 to 0.5.</param>
    public static (TrainingRows Fit, TrainingRows Validation) Join(
        IReadOnlyList<ArrivalSamples> samples, IReadOnlyList<IReadOnlyDictionary<(TripInstance Trip, int Stop), double>> arrivals, double validationShare)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(arrivals);
        List<(float[] Features, Row Row)> fit = [];
        List<(float[] Features, Row Row)> validation = [];
        for (int archive = 0; archive < samples.Count; archive++)
        {
            List<(double Now, float[] Features, Row Row)> known = Known(samples[archive], arrivals[archive]);

            // Rows of one moment stay on one side.
            int cut = (int)(known.Count * (1 - validationShare));
            double border = samples.Count > 1 ? (archive < samples.Count - 1 ? double.MaxValue : double.MinValue)
                : known.Count == 0 ? 0 : known[Math.Min(cut, known.Count - 1)].Now;
            fit.AddRange(known.Where(r => r.Now < border).Select(r => (r.Features, r.Row)));
            validation.AddRange(known.Where(r => r.Now >= border).Select(r => (r.Features, r.Row)));
        }

        return (new TrainingRows(fit), new TrainingRows(validation));
    }

    private static List<(double Now, float[] Features, Row Row)> Known(
        ArrivalSamples samples, IReadOnlyDictionary<(TripInstance Trip, int Stop), double> arrivals)
    {
        List<(double Now, float[] Features, Row Row)> known = [];
        foreach ((ArrivalSample sample, float[] features) in samples.Rows)
        {
            if (arrivals.TryGetValue((sample.Trip, sample.Stop), out double arrived) && arrived > sample.Now)
            {
                double target = Math.Clamp((arrived - sample.Expected) / sample.Deviation, -MaxTarget, MaxTarget);
                known.Add((sample.Now, features, new Row((float)target, (float)sample.Deviation, (float)(sample.Expected - sample.Now))));
            }
        }

        return known;
    }

    private readonly record struct Row(float Target, float Deviation, float Ahead);
}
