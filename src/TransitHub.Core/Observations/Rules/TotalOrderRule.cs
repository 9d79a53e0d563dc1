namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// A running total of a channel has its place among the last ones by when it was read, also where it comes late: between its neighbors it may show
/// that the device started anew, and how far it had come. Refused is what is earlier than all that are remembered, or of the same moment
/// as another. A total below the last one is no error: the device started anew.
/// </summary>
internal static class TotalOrderRule
{
    /// <summary>Readings of a channel that are remembered: disorder over more than these is refused.</summary>
    public const int Remembered = 16;

    /// <summary>What is wrong; null when it has a place, or it is an interval.</summary>
    public static string? Fault(TrafficCount count, ChannelTrack track)
    {
        if (!count.IsCumulative || track.Totals.Readings is not [.., var last] || track.Totals.GainOf(TotalReading.Of(count)) is not null)
        {
            return null;
        }

        // Totals that arrive together from a clock ahead of the hub's are all set back to their arrival; by that clock they rise.
        return count.CorrectedTo == last.At
            ? "read at the same moment as the last total accepted, with another value"
            : $"read {last.At.SecondsSince(count.CorrectedTo):F1} s before the last total accepted, and before all that are remembered";
    }
}
