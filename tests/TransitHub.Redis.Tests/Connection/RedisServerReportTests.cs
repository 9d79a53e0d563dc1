using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Tests.Connection;

public sealed class RedisServerReportTests
{
    [Fact]
    public void A_server_that_is_too_old_is_named_with_the_version_that_is_needed()
    {
        RedisServerReport old = RedisServerReport.Read("# Server\r\nredis_version:6.2.14\r\nrole:master\r\n", "always");
        RedisStorageException error = Assert.Throws<RedisStorageException>(() => old.ThrowIfUnfit("here:6379"));
        Assert.Equal(RedisTrouble.Unsupported, error.Trouble);
        Assert.Equal("Redis here:6379 is Redis 6.2.14: too old. The hub needs Redis 7.0 or Valkey 7.2, or newer.", error.Message);
    }

    [Fact]
    public void Valkey_is_called_by_its_name_and_will_do()
    {
        RedisServerReport valkey = RedisServerReport.Read("redis_version:7.2.4\r\nvalkey_version:8.0.1\r\naof_enabled:1\r\nmaxmemory_policy:noeviction\r\nrole:master\r\n", "always");
        valkey.ThrowIfUnfit("here");
        Assert.Equal("Valkey 8.0.1", valkey.Name);
        Assert.False(valkey.IsReplica);
        Assert.Empty(valkey.Warnings);
    }

    [Theory]
    [InlineData("aof_enabled:0", null, "appendonly yes")]
    [InlineData("aof_enabled:1", "everysec", "appendfsync always")]
    [InlineData("aof_enabled:1\r\nmaxmemory_policy:allkeys-lru", "always", "noeviction")]
    public void What_may_cost_data_is_told_with_the_setting_that_helps(string info, string? appendFsync, string remedy)
    {
        string warning = Assert.Single(RedisServerReport.Read("redis_version:7.0.15\r\n" + info, appendFsync).Warnings);
        Assert.Contains("lost", warning, StringComparison.Ordinal);
        Assert.EndsWith(remedy + ".", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_tell_is_taken_as_it_is() => Assert.Empty(RedisServerReport.Read("redis_version:7.0.15\r\naof_enabled:1", null).Warnings);
}
