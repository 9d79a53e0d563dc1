using TransitHub.Testing;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>One valkey-server.</summary>
public sealed class ValkeyStorageTests : SharedStorageContract, IAsyncLifetime
{
    private RedisServer server = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(RedisServer.HasValkey, RedisServer.NoValkey);
        this.server = await RedisServer.StartAsync(Cancel, "valkey-server");
    }

    public ValueTask DisposeAsync() => this.server?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override IStorageForm Form() => new RedisForm([this.server], "test");
}
