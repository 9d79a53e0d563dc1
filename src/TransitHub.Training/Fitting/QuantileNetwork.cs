using TransitHub.Training.Features;

namespace TransitHub.Training.Fitting;

/// <summary>
/// A small network that answers with quantiles which cannot cross: the median, and on both sides steps that are never
/// negative (softplus). Inputs are put within the range of training, outputs within ± <see cref="MaxAnswer"/>.
/// </summary>
public sealed class QuantileNetwork
{
    /// <summary>Answers lie within this, units of the target.</summary>
    public const float MaxAnswer = 8;

    /// <summary>Width of the first hidden layer.</summary>
    public const int FirstWidth = 48;

    /// <summary>Width of the second hidden layer.</summary>
    public const int SecondWidth = 32;

    private readonly float[] scaled;
    private readonly float[] first;
    private readonly float[] second;
    private readonly float[] raw;
    private readonly float[] firstSlopes;
    private readonly float[] secondSlopes;
    private readonly float[] rawSlopes;

    internal QuantileNetwork(FeatureScaling scaling, IReadOnlyList<double> levels, int seed)
    {
        var random = new Random(seed);
        this.Scaling = scaling;
        this.Levels = levels;
        this.Median = levels.Index().First(l => l.Item == 0.5).Index;
        int features = scaling.Mean.Length;
        this.Layers =
        [
            new DenseLayer(features, FirstWidth, random),
            new DenseLayer(FirstWidth, SecondWidth, random),
            new DenseLayer(SecondWidth, levels.Count, random),
        ];
        this.scaled = new float[features];
        (this.first, this.firstSlopes) = (new float[this.Layers[0].Width], new float[this.Layers[0].Width]);
        (this.second, this.secondSlopes) = (new float[this.Layers[1].Width], new float[this.Layers[1].Width]);
        (this.raw, this.rawSlopes) = (new float[this.Layers[2].Width], new float[this.Layers[2].Width]);
    }

    /// <summary>Place of the median among the levels.</summary>
    internal int Median { get; }

    /// <summary>The quantiles of an answer, ascending; the median is one of them.</summary>
    public IReadOnlyList<double> Levels { get; }

    internal FeatureScaling Scaling { get; }

    internal IReadOnlyList<DenseLayer> Layers { get; }

    /// <summary>Answers for one row.</summary>
    /// <param name="features">As many values as it was fitted to.</param>
    /// <param name="quantiles">Takes as many values as <see cref="Levels"/>.</param>
    public void Predict(ReadOnlySpan<float> features, Span<float> quantiles)
    {
        this.Scaling.Apply(features, this.scaled);
        this.Layers[0].Forward(this.scaled, this.first);
        Rectify(this.first);
        this.Layers[1].Forward(this.first, this.second);
        Rectify(this.second);
        this.Layers[2].Forward(this.second, this.raw);
        for (int i = 0; i < quantiles.Length; i++)
        {
            quantiles[i] = this.raw[this.Median];
            for (int j = Math.Min(i, this.Median); j <= Math.Max(i, this.Median); j++)
            {
                quantiles[i] += this.Side(i, j) * Softplus(this.raw[j]);
            }

            quantiles[i] = Math.Clamp(quantiles[i], -MaxAnswer, MaxAnswer);
        }
    }

    /// <summary>+1 where the step of output j counts upwards to quantile i, −1 where downwards, 0 where not at all.</summary>
    internal int Side(int i, int j) =>
        i > this.Median && j > this.Median && j <= i ? 1 : i < this.Median && j < this.Median && j >= i ? -1 : 0;

    /// <summary>Adds one row's gradients of the mean pinball loss; <see cref="Predict"/> of the same row came just before.</summary>
    /// <returns>The loss.</returns>
    internal float Backward(ReadOnlySpan<float> quantiles, float target)
    {
        Array.Clear(this.rawSlopes);
        float loss = 0;
        for (int i = 0; i < quantiles.Length; i++)
        {
            float level = (float)this.Levels[i];
            float over = target - quantiles[i];
            loss += over >= 0 ? level * over : (level - 1) * over;
            float slope = over >= 0 ? -level : 1 - level;
            this.rawSlopes[this.Median] += slope;
            for (int j = Math.Min(i, this.Median); j <= Math.Max(i, this.Median); j++)
            {
                this.rawSlopes[j] += slope * this.Side(i, j) * Sigmoid(this.raw[j]);
            }
        }

        this.Layers[2].Backward(this.second, this.rawSlopes, this.secondSlopes);
        Hold(this.second, this.secondSlopes);
        this.Layers[1].Backward(this.first, this.secondSlopes, this.firstSlopes);
        Hold(this.first, this.firstSlopes);
        this.Layers[0].Backward(this.scaled, this.firstSlopes, []);
        return loss / quantiles.Length;
    }

    /// <summary>Copies of all weights, to come back to.</summary>
    internal float[][] Save() => [.. this.Layers.Select(l => (float[])l.Values.Clone())];

    internal void Load(float[][] saved)
    {
        for (int i = 0; i < saved.Length; i++)
        {
            saved[i].CopyTo(this.Layers[i].Values, 0);
        }
    }

    private static void Rectify(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(0, values[i]);
        }
    }

    /// <summary>No slope passes where the rectifier held a value at 0.</summary>
    private static void Hold(ReadOnlySpan<float> values, Span<float> slopes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            slopes[i] = values[i] > 0 ? slopes[i] : 0;
        }
    }

    private static float Softplus(float x) => x > 20 ? x : MathF.Log(1 + MathF.Exp(x));

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
