using TransitHub.Testing;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>A cluster for the tests of one class, since nodes take a while to meet; each test has keys of its own.</summary>
public sealed class RedisClusterFixture : IAsyncLifetime
{
    private RedisCluster cluster = null!;
    private int tests;

    public async ValueTask InitializeAsync() => this.cluster = await RedisCluster.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => this.cluster.DisposeAsync();

    internal RedisForm Form() => new(this.cluster.Nodes, $"test-{this.tests++}");
}
