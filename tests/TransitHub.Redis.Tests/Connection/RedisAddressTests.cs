using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Tests.Connection;

public sealed class RedisAddressTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost:6379", null, null, false)]
    [InlineData("redis://10.0.0.1:7000,10.0.0.2:7001,cache.example", "10.0.0.1:7000,10.0.0.2:7001,cache.example:6379", null, null, false)]
    [InlineData("rediss://hub:p%40ss%3Aword@cache.example:6380/", "cache.example:6380", "hub", "p@ss:word", true)]
    [InlineData("redis://:secret@[::1]:6379", "::1:6379", null, "secret", false)]
    [InlineData("10.0.0.1:7000,cache.example", "10.0.0.1:7000,cache.example:6379", null, null, false)]
    [InlineData("hub:secret@localhost", "localhost:6379", "hub", "secret", false)]
    public void Reads_what_operators_write(string text, string hosts, string? user, string? password, bool tls)
    {
        Assert.True(RedisAddress.TryParse(text, out RedisAddress? address));
        Assert.Equal((hosts, user, password, tls), (address.ToString(), address.User, address.Password, address.Tls));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("redis://")]
    [InlineData("a://b://c")]
    [InlineData("redis://host:0")]
    [InlineData("redis://host:99999")]
    [InlineData("redis://a,,b")]
    [InlineData("http://host")]
    public void Refuses_what_is_no_address(string? text)
    {
        Assert.False(RedisAddress.TryParse(text, out _));
        Assert.Contains("Redis:Address", Assert.Single(new RedisOptions { Address = text! }.Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        RedisOptions wrong = new() { KeyPrefix = "a b", RetrySeconds = -1, EntryBytes = 1, RetainHours = -1, RetainBytes = 0 };
        Assert.Equal(
            ["KeyPrefix", "RetrySeconds", "EntryBytes", "RetainHours", "RetainBytes"],
            wrong.Check().Select(w => w.Split(' ')[0]["Redis:".Length..]));
        Assert.Empty(new RedisOptions().Check());
    }
}
