using System.Collections.Immutable;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Joins the formula's quantiles with a learned model's, and learns from every arrival how. For each span of time ahead
/// there is the model's share, which follows the gradient of the pinball loss, and for each quantile a correction, which
/// moves as in <see cref="ErrorQuantiles"/>. So a model that is wrong here loses its say within a few hundred arrivals,
/// and the share of arrivals below a quantile stays what it says. The outer two keep to 10 and 90 % although the formula's are a little
/// wider (the model makes up for what those are wider for).
/// </summary>
internal sealed class ModelBlend
{
    /// <summary>How far one fact moves a correction, standard deviations.</summary>
    private const double Step = 0.015;

    /// <summary>How far facts move the model's share: the first one so much, later ones less (AdaGrad).</summary>
    private const double ShareStep = 0.1;

    /// <summary>The model's share before anything was learned: enough to be of use at once, little enough to do no harm.</summary>
    private const double FirstShare = 0;

    /// <summary>Sum of squared gradients before the first fact: some hundred facts must agree before the share is anything.</summary>
    private const double FirstGradients = 1000;

    private const double MaxScore = 6;

    /// <summary>Middles of the spans of time ahead, seconds; between them everything changes evenly.</summary>
    private static readonly double[] Middles = [90, 270, 480, 750, 1050, 1500, 2250];

    /// <summary>The spans in minutes, for people.</summary>
    private static readonly string[] Spans = ["0-3", "3-6", "6-10", "10-15", "15-20", "20-30", "30-60"];

    private readonly double[] shares = [.. Middles.Select(_ => FirstShare)];
    private readonly double[] gradients = [.. Middles.Select(_ => FirstGradients)];
    private readonly double[][] corrections = [.. Middles.Select(_ => new double[ArrivalFeatures.LevelCount])];

    /// <summary>The model's share in the middle of each span.</summary>
    public ImmutableArray<ModelShare> Shares => [.. this.shares.Select((share, bin) => new ModelShare(Spans[bin], share))];

    /// <summary>The model's share so long ahead, 0 to 1.</summary>
    public double ShareOf(double ahead)
    {
        (int bin, double part) = Place(ahead);
        return Between(this.shares, bin, part);
    }

    /// <summary>Joins both answers on one stop.</summary>
    /// <param name="ahead">Seconds ahead.</param>
    /// <param name="model">The model's quantiles, standard deviations from what the formula expects.</param>
    /// <param name="scores">The formula's, of the same levels; replaced by the joint ones, non-decreasing.</param>
    public void Apply(double ahead, ReadOnlySpan<float> model, Span<double> scores)
    {
        (int bin, double part) = Place(ahead);
        double share = Between(this.shares, bin, part);
        double[] near = this.corrections[bin];
        double[] far = this.corrections[Math.Min(bin + 1, Middles.Length - 1)];
        for (int i = 0; i < scores.Length; i++)
        {
            double corrected = model[i] + near[i] + (part * (far[i] - near[i]));
            scores[i] += share * (corrected - scores[i]);
        }

        scores.Sort();
    }

    /// <summary>Learns from an arrival.</summary>
    /// <param name="ahead">Seconds from the answer to the expected arrival.</param>
    /// <param name="score">(arrival − expected) / standard deviation.</param>
    /// <param name="weight">How much it counts, 1 as a rule.</param>
    /// <param name="model">What the model had answered.</param>
    /// <param name="formula">What the formula had.</param>
    public void Learn(double ahead, double score, double weight, ReadOnlySpan<float> model, ReadOnlySpan<double> formula)
    {
        (int lower, double part) = Place(ahead);
        int bin = part < 0.5 ? lower : lower + 1;
        double bounded = Math.Clamp(score, -MaxScore, MaxScore);
        double[] correction = this.corrections[bin];
        double gradient = 0;
        for (int i = 0; i < formula.Length; i++)
        {
            double level = ArrivalFeatures.Levels[i];
            double corrected = model[i] + correction[i];
            double joint = formula[i] + (this.shares[bin] * (corrected - formula[i]));
            gradient += (bounded > joint ? -level : 1 - level) * (corrected - formula[i]);
            correction[i] += Step * weight * (bounded > corrected ? level : level - 1);
        }

        gradient *= weight;
        this.gradients[bin] += gradient * gradient;
        this.shares[bin] = Math.Clamp(this.shares[bin] - (ShareStep * gradient / Math.Sqrt(this.gradients[bin])), 0, 1);
    }

    /// <summary>The span whose middle lies at or before the time, and how far it is on the way to the next middle, 0 to 1.</summary>
    private static (int Bin, double Part) Place(double ahead)
    {
        int bin = 0;
        while (bin < Middles.Length - 1 && ahead >= Middles[bin + 1])
        {
            bin++;
        }

        return bin == Middles.Length - 1 ? (bin, 0) : (bin, Math.Clamp((ahead - Middles[bin]) / (Middles[bin + 1] - Middles[bin]), 0, 1));
    }

    private static double Between(double[] values, int bin, double part)
    {
        double next = values[Math.Min(bin + 1, values.Length - 1)];
        return values[bin] + (part * (next - values[bin]));
    }
}
