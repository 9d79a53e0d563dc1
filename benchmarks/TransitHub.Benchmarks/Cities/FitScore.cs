using System.Globalization;

namespace TransitHub.Benchmarks.Cities;

/// <summary>How well it was told whether who comes now finds room.</summary>
internal sealed class FitScore
{
    private const int Bins = 5;

    private readonly double[] said = new double[Bins];
    private readonly int[] counts = new int[Bins];
    private readonly int[] fits = new int[Bins];
    private double brier;
    private int count;
    private int fitted;

    /// <summary>Takes a probability and the truth.</summary>
    public void Add(double probability, bool fit)
    {
        double truth = fit ? 1 : 0;
        this.brier += (probability - truth) * (probability - truth);
        this.count++;
        this.fitted += fit ? 1 : 0;
        int bin = Math.Min(Bins - 1, (int)(probability * Bins));
        this.said[bin] += probability;
        this.counts[bin]++;
        this.fits[bin] += fit ? 1 : 0;
    }

    /// <summary>Rows of the table.</summary>
    public IEnumerable<string> Rows()
    {
        double share = this.count == 0 ? 1 : (double)this.fitted / this.count;
        double steady = share * (1 - share);
        double always = 1 - share;
        yield return Text($"Brier score: hub {this.brier / Math.Max(1, this.count):0.0000}; the share of all rides ({share:0.000}) each time {steady:0.0000}; \"fits\" each time {always:0.0000}; rides {this.count}");
        for (int bin = 0; bin < Bins; bin++)
        {
            if (this.counts[bin] > 0)
            {
                yield return Text($"| {bin * 100 / Bins} to {(bin + 1) * 100 / Bins} % | {this.said[bin] / this.counts[bin]:0.00} | {(double)this.fits[bin] / this.counts[bin]:0.00} | {this.counts[bin]} |");
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
