using System.Globalization;
using TransitHub.Core.Snapshots;

namespace TransitHub.Benchmarks.Cities;

/// <summary>How far numbers of waiting riders were off, and how often their intervals held.</summary>
/// <param name="name">What is scored.</param>
internal sealed class CrowdScore(string name)
{
    private readonly List<double> errors = [];
    private double sum;
    private double width;
    private int within;
    private int intervals;
    private int told;
    private int right;
    private int nextTo;

    /// <summary>Takes a number and the truth.</summary>
    public void Add(double said, double low, double high, int truth)
    {
        this.Add(said, truth);
        this.intervals++;
        this.within += truth >= low - 0.5 && truth <= high + 0.5 ? 1 : 0;
        this.width += high - low;
    }

    /// <summary>Takes a number without an interval.</summary>
    public void Add(double said, int truth)
    {
        this.errors.Add(Math.Abs(said - truth));
        this.sum += said - truth;
    }

    /// <summary>Takes a level and the truth.</summary>
    public void AddLevel(CrowdingLevel said, CrowdingLevel truth)
    {
        this.told += said == CrowdingLevel.Unknown ? 0 : 1;
        this.right += said == truth ? 1 : 0;
        this.nextTo += said != CrowdingLevel.Unknown && Math.Abs(said - truth) == 1 ? 1 : 0;
    }

    /// <summary>A row of the table.</summary>
    public string Row()
    {
        int count = Math.Max(1, this.errors.Count);
        string interval = this.intervals == 0 ? "| |" : Text($"{100.0 * this.within / this.intervals:0.0} % | {this.width / this.intervals:0.0} |");
        string levels = this.told == 0 ? "| |" : Text($"{100.0 * this.right / count:0.0} % ({100.0 * this.right / this.told:0.0} % of those told) | {100.0 * this.nextTo / count:0.0} % |");
        return Text($"| {name} | {this.errors.DefaultIfEmpty().Average():0.00} | {this.sum / count:+0.00;-0.00} | {interval} {levels} {this.errors.Count} |");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
