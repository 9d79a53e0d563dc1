namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// A passage counts once: MQTT's QoS 1 delivers at least once. It is known by its <c>event_id</c>; where the device gives none, by its time,
/// channel, class and direction, in which two vehicles never agree to the millisecond.
/// </summary>
internal static class RepeatedPassageRule
{
    /// <summary>Passages of a device that are remembered: a busy road's of a quarter of an hour, in 8 KB.</summary>
    public const int Remembered = 1024;

    /// <summary>Whether it is one of the last passages accepted from the device.</summary>
    public static bool IsRepeat(PassageReport passage, CountingTrack track) => track.Passages.Contains(Key(passage));

    /// <summary>Remembers an accepted one.</summary>
    public static void Remember(PassageReport passage, CountingTrack track) => track.Passages.Add(Key(passage));

    private static ulong Key(PassageReport passage) => passage.EventId is { } id
        ? RecentKeys.Of(id, 0)
        : RecentKeys.Of($"{passage.Channel}/{passage.Class}/{passage.Direction}", passage.MeasuredAt.UnixMilliseconds);
}
