using Grpc.Core;
using Grpc.Net.Client;
using TransitHub.Protocol.V1;

namespace TransitHub.Load.Scaled;

/// <summary>Reads one line's vehicles from a hub's stream: how long after it was sent each position came to a reader.</summary>
internal sealed class StateLatency : IAsyncDisposable
{
    private readonly GrpcChannel channel;
    private readonly CancellationTokenSource end = new();
    private readonly Lock sync = new();
    private readonly Task reading;
    private List<double> milliseconds = [];

    public StateLatency(Uri grpc, string feed, string route)
    {
        this.channel = GrpcChannel.ForAddress(grpc);
        this.reading = this.ReadAsync(new WatchRequest { FeedId = feed, Filter = new EntityFilter { Kinds = { EntityKind.Vehicle }, RouteIds = { route } } });
    }

    /// <summary>What came since the last call, ordered.</summary>
    public double[] Take()
    {
        lock (this.sync)
        {
            double[] taken = [.. this.milliseconds.Order()];
            this.milliseconds = [];
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await this.end.CancelAsync();
        await this.reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        this.channel.Dispose();
        this.end.Dispose();
    }

    private async Task ReadAsync(WatchRequest request)
    {
        using AsyncServerStreamingCall<WatchEvent> call = new Protocol.V1.TransitHub.TransitHubClient(this.channel).Watch(request, cancellationToken: this.end.Token);
        while (await call.ResponseStream.MoveNext(this.end.Token))
        {
            double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            if (call.ResponseStream.Current.Changes is { } changes)
            {
                lock (this.sync)
                {
                    this.milliseconds.AddRange(changes.Vehicles.Select(v => now - v.MeasuredAtMs));
                }
            }
        }
    }
}
