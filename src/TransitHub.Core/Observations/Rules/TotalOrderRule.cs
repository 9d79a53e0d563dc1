namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// Running totals of a channel are taken in the order in which they were read. A late one would look as if the device had started anew twice,
/// and the newer one has all that it could tell. A total below the last one is no error: the device started anew.
/// </summary>
internal static class TotalOrderRule
{
    /// <summary>What is wrong; null when it is newer than the last accepted total, or it is an interval.</summary>
    public static string? Fault(TrafficCount count, ChannelTrack track)
    {
        if (!count.IsCumulative || track.LastTotal is not { } last || count.CorrectedTo > last.CorrectedTo)
        {
            return null;
        }

        // Totals that arrive together from a clock ahead of the hub's are all set back to their arrival; by that clock they rise.
        return count.CorrectedTo == last.CorrectedTo && count.To > last.To
            ? null
            : count.CorrectedTo == last.CorrectedTo
                ? "read at the same moment as the last total accepted, with another value"
                : $"read {last.CorrectedTo.SecondsSince(count.CorrectedTo):F1} s before the last total accepted";
    }
}
