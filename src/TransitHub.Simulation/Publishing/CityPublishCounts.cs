using TransitHub.Core.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>How far publishing is. Each message counts once, however often it was sent.</summary>
/// <param name="Until">The city has run up to here.</param>
/// <param name="Published">Messages sent, or waiting for their connection.</param>
/// <param name="Observations">What the messages held.</param>
/// <param name="Acknowledged">Messages that the broker took over.</param>
/// <param name="Refused">Messages that the broker answered with an error.</param>
/// <param name="Repeated">Messages sent again since a connection was lost before their acknowledgement.</param>
/// <param name="Reconnects">Connections lost and made again.</param>
/// <param name="LagSeconds">How far the city is behind the clock now, in the clock's seconds, because the broker does not take more.</param>
/// <param name="MaxLagSeconds">The same at worst.</param>
public readonly record struct CityPublishCounts(
    Timestamp Until, long Published, long Observations, long Acknowledged, long Refused, long Repeated, int Reconnects, double LagSeconds, double MaxLagSeconds);
