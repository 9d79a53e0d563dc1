using TransitHub.Core.Telemetry;
using TransitHub.Mqtt;
using TransitHub.Server.Ingest;

namespace TransitHub.Server.Hosting;

/// <summary>Where positions come from, whether it works, and how much comes.</summary>
/// <param name="Where">The embedded broker's address, or the outside broker's.</param>
/// <param name="Readiness">Whether messages come through.</param>
internal sealed record MqttSource(Func<string> Where, Func<FeedReadiness> Readiness)
{
    /// <summary>Of an input and what takes its messages.</summary>
    public static MqttSource Of(IMqttInput input, MqttIngest ingest, TraceSampling sampling) => new(() => input.Where, () => input.Readiness)
    {
        Messages = () => ingest.Messages,
        Connections = () => input.Connections,
        UntracedMessages = () => sampling.PassedOver,
    };

    /// <summary>Messages taken, whatever became of them.</summary>
    public Func<long> Messages { get; init; } = static () => 0;

    /// <summary>Open connections: of devices to the embedded broker, or to the outside one.</summary>
    public Func<int> Connections { get; init; } = static () => 0;

    /// <summary>Messages that were to be traced and were too many.</summary>
    public Func<long> UntracedMessages { get; init; } = static () => 0;
}
