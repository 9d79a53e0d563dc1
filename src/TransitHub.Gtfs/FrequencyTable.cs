namespace TransitHub.Gtfs;

/// <summary>The rows of frequencies.txt, grouped by trip and sorted by start time within a trip.</summary>
public sealed class FrequencyTable
{
    private readonly int[] _starts;
    private readonly FrequencyWindow[] _windows;

    /// <param name="starts">First window of each trip and, last, the count of windows: one more than there are trips.</param>
    /// <param name="windows">All windows.</param>
    internal FrequencyTable(int[] starts, FrequencyWindow[] windows) => (_starts, _windows) = (starts, windows);

    /// <summary>Number of windows in the feed.</summary>
    public int Count => _windows.Length;

    /// <summary>The windows of a trip; empty for a trip that runs once a day.</summary>
    public ReadOnlySpan<FrequencyWindow> Of(int trip) => _windows.AsSpan(_starts[trip], _starts[trip + 1] - _starts[trip]);
}
