using System.Net;
using TransitHub.Server.Upstream;

namespace TransitHub.Server.Tests.Upstream;

/// <summary>Where another agency may lead the hub.</summary>
public sealed class ReachTests
{
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["agency.example"] = ["203.0.113.5"],
        ["mirror.example"] = ["203.0.113.6", "10.0.0.1"],
        ["rebound.example"] = ["127.0.0.1"],
        ["metadata.example"] = ["169.254.169.254", "fe80::1"],
        ["intranet"] = ["10.1.2.3"],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_outside_nobody_is_led_inside()
    {
        var reach = new Reach("agency.example", ResolveAsync);
        Assert.Equal("203.0.113.5", Assert.Single(await reach.OfAsync("agency.example", Cancellation)).ToString());
        Assert.Equal("203.0.113.6", Assert.Single(await reach.OfAsync("mirror.example", Cancellation)).ToString());
        foreach (string host in new[] { "rebound.example", "metadata.example", "intranet" })
        {
            IOException refused = await Assert.ThrowsAsync<IOException>(() => reach.OfAsync(host, Cancellation));
            Assert.Contains(host, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_host_that_the_operator_named_may_be_inside_and_lead_on_there()
    {
        var reach = new Reach("intranet", ResolveAsync);
        Assert.Equal("10.1.2.3", Assert.Single(await reach.OfAsync("intranet", Cancellation)).ToString());
        Assert.Equal("127.0.0.1", Assert.Single(await reach.OfAsync("rebound.example", Cancellation)).ToString());
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("127.1.2.3", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fd00::1", false)]
    public void Knows_what_is_inside(string address, bool isOutside) => Assert.Equal(isOutside, Reach.IsOutside(IPAddress.Parse(address)));

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken stop) => Task.FromResult<IPAddress[]>([.. Names[host].Select(IPAddress.Parse)]);
}
