using TransitHub.Server.Commands;

namespace TransitHub.Server.Hosting;

/// <summary>What <c>serve</c> runs: the whole hub in one process, or one process of a hub that is scaled out.</summary>
internal interface IHub : IAsyncDisposable
{
    /// <summary>The feeds that it gives to readers; none where another process does.</summary>
    IEnumerable<HubFeed> Feeds { get; }

    /// <summary>Where HTTP listens.</summary>
    string HttpAddress { get; }

    /// <summary>Where gRPC listens.</summary>
    string GrpcAddress { get; }

    /// <summary>Where MQTT comes from; null where another process takes it in.</summary>
    string? MqttAddress { get; }

    /// <summary>Opens the ports and begins to work.</summary>
    /// <exception cref="CommandException">A port is taken.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Works until told to stop, or until a part's work ends by a fault.</summary>
    /// <returns>False after a fault.</returns>
    Task<bool> WaitAsync(CancellationToken stop);

    /// <summary>Stops taking, finishes what was taken, then lets readers go.</summary>
    Task StopAsync(CancellationToken cancellation);
}
