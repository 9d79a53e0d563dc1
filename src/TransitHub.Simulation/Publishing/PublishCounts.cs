namespace TransitHub.Simulation.Publishing;

/// <summary>What a run of publishing did. Each message counts once, however often it was sent.</summary>
/// <param name="Items">Items of the recording, read so far.</param>
/// <param name="Unreadable">Items that could not be read, and so not sent.</param>
/// <param name="Published">Messages sent.</param>
/// <param name="Acknowledged">Messages that the broker took over (QoS 1).</param>
/// <param name="Refused">Messages that the broker answered with an error (QoS 1).</param>
/// <param name="Repeated">Messages sent again since a connection was lost before their acknowledgement.</param>
/// <param name="Reconnects">Connections lost and made again.</param>
/// <param name="MaxLatenessSeconds">How far sending fell behind the tempo asked for, at worst.</param>
public readonly record struct PublishCounts(
    long Items, long Unreadable, long Published, long Acknowledged, long Refused, long Repeated, int Reconnects, double MaxLatenessSeconds);
