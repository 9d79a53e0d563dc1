namespace TransitHub.Core.Fusion.Service;

/// <summary>How many of the recent runs were seen; each new one makes those before count a little less.</summary>
/// <param name="keep">What a run counts after one more, (0, 1).</param>
internal sealed class SightShare(double keep)
{
    /// <summary>Runs seen that count now.</summary>
    public double Seen { get; private set; }

    /// <summary>Runs that count now.</summary>
    public double Count { get; private set; }

    /// <summary>Notes a run.</summary>
    public void Add(bool seen)
    {
        this.Count = (this.Count * keep) + 1;
        this.Seen = (this.Seen * keep) + (seen ? 1 : 0);
    }

    /// <summary>A run that was noted as not seen was seen after all.</summary>
    public void Correct() => this.Seen = Math.Min(this.Count, this.Seen + keep);

    /// <summary>The share, shrunk to that of others.</summary>
    /// <param name="others">The share of others.</param>
    /// <param name="weight">For how many runs that speaks.</param>
    public double Of(double others, double weight) => (this.Seen + (weight * others)) / (this.Count + weight);
}
