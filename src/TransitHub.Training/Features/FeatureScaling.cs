namespace TransitHub.Training.Features;

/// <summary>
/// The range and the spread of each feature in what a model learned from. Values outside the range are taken for its border,
/// so that a city unlike it gets an answer the model has given before, not one beyond all it has seen.
/// </summary>
public sealed class FeatureScaling
{
    /// <summary>Share of the values that may lie beyond each border.</summary>
    private const double Outside = 0.001;

    /// <summary>
    /// Nor may they lie farther from the mean, standard deviations: a flag that is rare in training would otherwise count
    /// ten times as much as any other where it is not rare.
    /// </summary>
    private const double FarthestSpreads = 3;

    /// <summary>A feature that varies less is constant and left out.</summary>
    private const double LeastSpread = 1e-4;

    private FeatureScaling(float[] low, float[] high, float[] mean, float[] scale)
    {
        this.Low = low;
        this.High = high;
        this.Mean = mean;
        this.Scale = scale;
    }

    /// <summary>Lower border of each feature.</summary>
    public ReadOnlyMemory<float> Low { get; }

    /// <summary>Upper border.</summary>
    public ReadOnlyMemory<float> High { get; }

    /// <summary>Mean.</summary>
    public ReadOnlyMemory<float> Mean { get; }

    /// <summary>1 / standard deviation; 0 leaves the feature out.</summary>
    public ReadOnlyMemory<float> Scale { get; }

    /// <summary>Measures the rows.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="leftOut">Names of features the model must not see.</param>
    public static FeatureScaling Measure(FitRows rows, IReadOnlyCollection<string> leftOut)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int count = rows.Names.Count;
        (float[] low, float[] high, float[] mean, float[] scale) = (new float[count], new float[count], new float[count], new float[count]);
        float[] values = new float[rows.Count];
        for (int feature = 0; feature < count; feature++)
        {
            double sum = 0;
            double squares = 0;
            for (int row = 0; row < values.Length; row++)
            {
                float value = rows.Features(row)[feature];
                values[row] = value;
                sum += value;
                squares += (double)value * value;
            }

            Array.Sort(values);
            int beyond = (int)(values.Length * Outside);
            double average = sum / values.Length;
            double spread = Math.Sqrt(Math.Max(0, (squares / values.Length) - (average * average)));
            mean[feature] = (float)average;
            low[feature] = Math.Max(values[beyond], (float)(average - (FarthestSpreads * spread)));
            high[feature] = Math.Min(values[^(beyond + 1)], (float)(average + (FarthestSpreads * spread)));
            bool isUsed = spread > LeastSpread && high[feature] > low[feature] && !leftOut.Contains(rows.Names[feature]);
            scale[feature] = isUsed ? (float)(1 / spread) : 0;
        }

        return new FeatureScaling(low, high, mean, scale);
    }

    /// <summary>Puts a row within the borders and on one scale.</summary>
    /// <param name="row">The features.</param>
    /// <param name="scaled">Takes as many values, about −3 to 3; more values are left alone.</param>
    public void Apply(ReadOnlySpan<float> row, Span<float> scaled)
    {
        ReadOnlySpan<float> low = this.Low.Span;
        ReadOnlySpan<float> high = this.High.Span;
        ReadOnlySpan<float> mean = this.Mean.Span;
        ReadOnlySpan<float> scale = this.Scale.Span;
        for (int i = 0; i < row.Length; i++)
        {
            scaled[i] = (Math.Min(Math.Max(row[i], low[i]), high[i]) - mean[i]) * scale[i];
        }
    }
}
