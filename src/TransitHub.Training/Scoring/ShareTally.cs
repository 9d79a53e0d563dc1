namespace TransitHub.Training.Scoring;

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

    /// <summary>Counts all of another tally.</summary>
    public void Add(in ShareTally other)
    {
        this.Good += other.Good;
        this.All += other.All;
    }
}
