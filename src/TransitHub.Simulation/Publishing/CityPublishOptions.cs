using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>How a city's messages get to a broker.</summary>
public sealed record CityPublishOptions
{
    /// <summary>The feed, as in the city's own options; names the clients.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>The broker: <c>mqtt[s]://[user:password@]host[:port]</c>.</summary>
    public required Uri Broker { get; init; }

    /// <summary>Connections that the devices share, as behind gateways; what one device sends goes over one of them. 1 to 64; default 8.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Messages of a connection that are sent and not acknowledged yet, 1 to 65,535; default 500.</summary>
    public int MaxInFlight { get; init; } = 500;

    /// <summary>How long a lost connection is tried again before the run fails, seconds, 0 to 3,600. Default 60: a broker's restart.</summary>
    public double ReconnectSeconds { get; init; } = 60;

    /// <summary>Whether messages go out as fast as the broker takes them instead of at the clock's pace. Needs <see cref="Until"/>.</summary>
    public bool AsFastAsPossible { get; init; }

    /// <summary>Up to which moment of the city; null: until it is told to stop.</summary>
    public Timestamp? Until { get; init; }
}
