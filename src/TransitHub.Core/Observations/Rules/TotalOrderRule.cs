namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// Running totals of a channel are taken in the order in which they were read, and a late one is refused where the newer one has all that it
/// could tell. Where the device started anew meanwhile it has not: the last reading before a restart that arrives after the first one behind
/// it is counted. A total below the last one is no error: the device started anew.
/// </summary>
internal static class TotalOrderRule
{
    /// <summary>Readings of a channel that are remembered: disorder over more than these is refused.</summary>
    public const int Remembered = 16;

    /// <summary>What is wrong; null when it tells something, or it is an interval.</summary>
    public static string? Fault(TrafficCount count, ChannelTrack track)
    {
        if (!count.IsCumulative || track.Totals.Readings is not [.., var last] || track.Totals.GainOf(TotalReading.Of(count)) is not null)
        {
            return null;
        }

        // Totals that arrive together from a clock ahead of the hub's are all set back to their arrival; by that clock they rise.
        return count.CorrectedTo == last.At
            ? "read at the same moment as the last total accepted, with another value"
            : $"read {last.At.SecondsSince(count.CorrectedTo):F1} s before the last total accepted, which has all that it tells";
    }
}
