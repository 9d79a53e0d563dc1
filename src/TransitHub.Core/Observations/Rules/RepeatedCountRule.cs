namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// An interval of a channel, class and direction counts once. The same interval with another count is refused too: which of the two is right
/// nobody can tell, and the first is in the log.
/// </summary>
internal static class RepeatedCountRule
{
    /// <summary>Counts of a channel that are remembered: an hour of minutes, and some.</summary>
    public const int Remembered = 64;

    /// <summary>Whether it is one of the last counts accepted of the channel.</summary>
    public static bool IsRepeat(TrafficCount count, ChannelTrack track) => track.Recent.Contains(Key(count));

    /// <summary>Remembers an accepted one.</summary>
    public static void Remember(TrafficCount count, ChannelTrack track) => track.Recent.Add(Key(count));

    /// <summary>By the device's own times, since what a correction makes of them differs from one sending to the next. Turned over, a total's is none of an interval.</summary>
    private static ulong Key(TrafficCount count) => count.From is { } from
        ? RecentKeys.Of(from.UnixMilliseconds, count.To.UnixMilliseconds)
        : ~RecentKeys.Of(count.To.UnixMilliseconds, count.Count);
}
