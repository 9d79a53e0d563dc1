using TransitHub.Server.Hosting;

namespace TransitHub.Server.Ingest;

/// <summary>Where positions come from: the embedded broker or an outside one.</summary>
internal interface IMqttInput : IAsyncDisposable
{
    /// <summary>Its address, for people; after the start with the port that was taken.</summary>
    string Where { get; }

    /// <summary>Whether messages come through.</summary>
    FeedReadiness Readiness { get; }

    /// <summary>Open connections: of devices to the embedded broker, or to the outside one.</summary>
    int Connections { get; }

    /// <summary>Begins to take messages.</summary>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Takes no more messages; what was taken stays.</summary>
    Task StopAsync(CancellationToken cancellation);
}
