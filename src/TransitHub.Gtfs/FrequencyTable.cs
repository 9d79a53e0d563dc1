namespace TransitHub.Gtfs;

/// <summary>The rows of frequencies.txt, grouped by trip and sorted by start time within a trip.</summary>
public sealed class FrequencyTable
{
    private readonly int[] starts;
    private readonly FrequencyWindow[] windows;

    /// <param name="starts">First window of each trip and, last, the count of windows: one more than there are trips.</param>
    /// <param name="windows">All windows.</param>
    internal FrequencyTable(int[] starts, FrequencyWindow[] windows) => (this.starts, this.windows) = (starts, windows);

    /// <summary>Number of windows in the feed.</summary>
    public int Count => this.windows.Length;

    /// <summary>The windows of a trip; empty for a trip that runs once a day.</summary>
    public ReadOnlySpan<FrequencyWindow> Of(int trip) => this.windows.AsSpan(this.starts[trip], this.starts[trip + 1] - this.starts[trip]);
}
