namespace TransitHub.Testing;

/// <summary>A real Redis Cluster of three nodes on free ports of the loopback interface, without replicas.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => this.Nodes = nodes;

    /// <summary>Its nodes.</summary>
    public IReadOnlyList<RedisServer> Nodes { get; }

    /// <summary>Starts the nodes, lets them meet, and waits until the cluster takes calls.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<RedisCluster> StartAsync(CancellationToken cancellation)
    {
        int[] ports = TestPorts.Free(6);
        int[] buses = ports[3..];
        List<RedisServer> nodes = [];
        for (int i = 0; i < buses.Length; i++)
        {
            nodes.Add(await RedisServer.StartAsync(
                ports[i], "redis-server", ["--cluster-enabled", "yes", "--cluster-port", $"{buses[i]}", "--cluster-node-timeout", "60000"], cancellation));
        }

        for (int i = 0; i < nodes.Count; i++)
        {
            await nodes[i].CommandAsync(cancellation, "CLUSTER", "ADDSLOTSRANGE", $"{Slots * i / nodes.Count}", $"{(Slots * (i + 1) / nodes.Count) - 1}");
            await nodes[0].CommandAsync(cancellation, "CLUSTER", "MEET", "127.0.0.1", $"{nodes[i].Port}", $"{buses[i]}");
        }

        foreach (RedisServer node in nodes)
        {
            while (await node.CommandAsync(cancellation, "CLUSTER", "INFO") is not { } info
                || !info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains("cluster_known_nodes:3", StringComparison.Ordinal))
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
        }

        return new RedisCluster(nodes);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RedisServer node in this.Nodes)
        {
            await node.DisposeAsync();
        }
    }
}
