namespace TransitHub.Core.Scoring;

/// <summary>How many of how many.</summary>
public struct ShareTally
{
    /// <summary>Those that were good.</summary>
    public long Good { get; private set; }

    /// <summary>All.</summary>
    public long All { get; private set; }

    /// <summary>The share in percent; NaN of nothing.</summary>
    public readonly double Percent => this.All == 0 ? double.NaN : 100.0 * this.Good / this.All;

    /// <summary>Counts one.</summary>
    public void Add(bool isGood)
    {
        this.Good += isGood ? 1 : 0;
        this.All++;
    }

    /// <summary>All of several tallies together.</summary>
    public static ShareTally Sum(ReadOnlySpan<ShareTally> parts)
    {
        ShareTally sum = default;
        foreach (ShareTally part in parts)
        {
            sum.Good += part.Good;
            sum.All += part.All;
        }

        return sum;
    }
}
