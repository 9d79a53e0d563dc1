using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TransitHub.Server.Commands;

namespace TransitHub.Server.Hosting;

/// <summary>The readers' side of a process, whatever stands behind it: opens the ports first and closes them last.</summary>
/// <param name="web">What <see cref="HubWeb"/> built; owned.</param>
/// <param name="logger">Hears how far stopping is.</param>
internal sealed class HubLines(WebApplication web, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    /// <summary>Where HTTP listens.</summary>
    public string HttpAddress => this.Address(0);

    /// <summary>Where gRPC listens.</summary>
    public string GrpcAddress => this.Address(1);

    /// <summary>Opens the ports, then begins what stands behind: readers first, so that they can see how far it is.</summary>
    /// <exception cref="CommandException">A port is taken.</exception>
    public async Task StartAsync(Func<Task> begin, CancellationToken cancellation)
    {
        try
        {
            await web.StartAsync(cancellation).ConfigureAwait(false);
            await begin().ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw CommandException.WrongUse($"{exception.Message} Choose another address with --http, --grpc or --mqtt-listen.");
        }
    }

    /// <summary>Waits until told to stop, or until one of the works ends, which without a fault none does before.</summary>
    /// <returns>False after a fault.</returns>
    public static async Task<bool> WaitAsync(IEnumerable<Task> works, CancellationToken stop)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, waiting.Token);
        await Task.WhenAny([stopped, .. works]).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        return stop.IsCancellationRequested;
    }

    /// <summary>Lets readers go.</summary>
    public async Task StopAsync()
    {
        ServerLog.Stopping(logger, "closing the readers' lines");
        web.Services.GetRequiredService<HubStopping>().Begin();
        using var patience = new CancellationTokenSource(StopTime);
        await web.StopAsync(patience.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => web.DisposeAsync();

    private string Address(int index) =>
        web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index);
}
