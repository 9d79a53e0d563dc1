namespace TransitHub.Core.Counting;

/// <summary>
/// Evidence for one fault: a cumulative sum of log-likelihood ratios that does not fall below zero. At the threshold the fault is known, at a third
/// of it it is over. A quarter of an hour counts for little, so that no single one decides.
/// </summary>
internal sealed class FaultEvidence
{
    /// <summary>
    /// Evidence at which a fault is known. A healthy device with independent quarters of an hour would reach it once in e^12 of them, some years; real
    /// ones hang together, and it comes to months.
    /// </summary>
    public const double Threshold = 12;

    private const double OverAt = Threshold / 3;
    private const double MostKept = 1.5 * Threshold;

    /// <summary>The sum, 0 to 18.</summary>
    public double Sum { get; set; }

    /// <summary>Whether the fault is known.</summary>
    public bool IsKnown { get; set; }

    /// <summary>How far the fault is known, [0, 1].</summary>
    public double Share => this.IsKnown ? 1 : Math.Min(1, this.Sum / Threshold);

    /// <summary>Adds what a quarter of an hour says.</summary>
    public void Add(double evidence)
    {
        this.Sum = Math.Clamp(this.Sum + evidence, 0, MostKept);
        this.IsKnown = this.IsKnown ? this.Sum > OverAt : this.Sum >= Threshold;
    }
}
