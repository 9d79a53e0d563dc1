namespace TransitHub.Redis.Tests.Contract;

/// <summary>A cluster of three nodes.</summary>
public sealed class RedisClusterStorageTests(RedisClusterFixture cluster) : SharedStorageContract, IClassFixture<RedisClusterFixture>
{
    protected override IStorageForm Form() => cluster.Form();
}
