namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// What a door counted at a time counts once: MQTT's QoS 1 delivers at least once. Another value of the same door, class and time is refused
/// too: added up it would count riders twice.
/// </summary>
internal static class RepeatedLoadRule
{
    /// <summary>Reports of a vehicle that are remembered: eight doors and two classes at two stops.</summary>
    public const int Remembered = 32;

    /// <summary>Whether it is one of the last reports accepted from the vehicle.</summary>
    public static bool IsRepeat(PassengerCount count, CountingTrack track) => track.Loads.Contains(Key(count));

    /// <summary>Remembers an accepted one.</summary>
    public static void Remember(PassengerCount count, CountingTrack track) => track.Loads.Add(Key(count));

    private static ulong Key(PassengerCount count) => RecentKeys.Of($"{count.Door}/{count.Class}", count.MeasuredAt.UnixMilliseconds);
}
