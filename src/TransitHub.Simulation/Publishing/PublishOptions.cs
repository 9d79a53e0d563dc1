using TransitHub.Core.Ids;

namespace TransitHub.Simulation.Publishing;

/// <summary>How a recording is published.</summary>
public sealed record PublishOptions
{
    /// <summary>The feed in the topics of observations; messages of <c>mqtt-text</c> keep their own topics.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>The broker: <c>mqtt[s]://[user:password@]host[:port]</c>.</summary>
    public required Uri Broker { get; init; }

    /// <summary>Times the recording's own tempo, above 0; null: as fast as the broker takes it. Default 1.</summary>
    public double? Speed { get; init; } = 1;

    /// <summary>
    /// Whether the times in the messages are laid on the present at the tempo of sending: at the recording's own tempo each
    /// report is as old when it is sent as it was when it was received, at N times its tempo an Nth of that.
    /// </summary>
    public bool ShiftToNow { get; init; }

    /// <summary>0 or 1; default 1.</summary>
    public int Qos { get; init; } = 1;

    /// <summary>
    /// QoS 1 messages sent and not yet acknowledged, 1 to 65,535, and never more than the broker says it takes. Default 500: a hub
    /// that acknowledges after a disk write of some milliseconds is kept busy, and little is repeated after a lost connection.
    /// </summary>
    public int MaxInFlight { get; init; } = 500;

    /// <summary>How long a lost connection is tried again before the run fails, seconds, 0 to 3,600. Default 60: a broker's restart.</summary>
    public double ReconnectSeconds { get; init; } = 60;
}
