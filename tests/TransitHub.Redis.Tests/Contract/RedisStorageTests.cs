using TransitHub.Testing;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>One redis-server.</summary>
public sealed class RedisStorageTests : SharedStorageContract, IAsyncLifetime
{
    private RedisServer server = null!;

    public async ValueTask InitializeAsync() => this.server = await RedisServer.StartAsync(Cancel);

    public ValueTask DisposeAsync() => this.server.DisposeAsync();

    protected override IStorageForm Form() => new RedisForm([this.server], "test");
}
