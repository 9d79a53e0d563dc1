using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>The newest that is known of one channel, class and direction of a device. Times are the hub's.</summary>
/// <param name="Key">What was counted.</param>
/// <param name="From">Start of the newest interval; null for a first running total, of which nobody knows since when it runs.</param>
/// <param name="To">End of the newest interval.</param>
/// <param name="Count">How many crossed in it; null with <paramref name="From"/>: unknown, which is not zero.</param>
/// <param name="Total">The running total; null where the device sends intervals.</param>
/// <param name="StartedAnew">True when the total fell: the device had started anew, and the count is only what it has counted since.</param>
/// <param name="Uptime">Share of the time for which the device was really counting, [0, 1]; null: unknown.</param>
/// <param name="ReceivedAt">When it arrived.</param>
public sealed record ChannelCount(
    ChannelKey Key, Timestamp? From, Timestamp To, long? Count, long? Total, bool StartedAnew, float? Uptime, Timestamp ReceivedAt)
{
    /// <summary>How many are present in the zone; null: it is a counting line.</summary>
    public long? Present { get; init; }

    /// <summary>What is known after another count.</summary>
    /// <param name="known">What was known before; null: nothing.</param>
    /// <param name="count">Accepted.</param>
    /// <returns><paramref name="known"/> itself when the count is of an earlier interval.</returns>
    internal static ChannelCount After(ChannelCount? known, TrafficCount count)
    {
        if (known is not null && count.CorrectedTo < known.To)
        {
            return known;
        }

        if (count.IsPresent)
        {
            return new(count.Key, null, count.CorrectedTo, null, null, false, count.Uptime, count.ReceivedAt) { Present = count.Count };
        }

        if (!count.IsCumulative)
        {
            return new(count.Key, count.CorrectedFrom, count.CorrectedTo, count.Count, null, false, count.Uptime, count.ReceivedAt);
        }

        bool startedAnew = count.Count < known?.Total;
        long? since = known?.Total is { } last ? (startedAnew ? count.Count : count.Count - last) : null;
        return new(
            count.Key, since is null ? null : known!.To, count.CorrectedTo, since, count.Count, startedAnew, count.Uptime, count.ReceivedAt);
    }
}
