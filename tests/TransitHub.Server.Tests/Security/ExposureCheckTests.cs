using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Security;

public class ExposureCheckTests
{
    [Fact]
    public void Has_nothing_against_the_defaults()
    {
        Assert.Empty(ExposureCheck.Find(new HubOptions()));
    }

    [Theory]
    [InlineData("0.0.0.0:8080")]
    [InlineData("*:8080")]
    [InlineData("192.168.1.4:8080")]
    [InlineData("[::]:8080")]
    public void Refuses_readers_from_elsewhere_unless_the_operator_says_so(string address)
    {
        Assert.Contains("Security:OpenReaders", Assert.Single(ExposureCheck.Find(new HubOptions { Http = address })), StringComparison.Ordinal);
        Assert.Contains("--grpc", Assert.Single(ExposureCheck.Find(new HubOptions { Grpc = address })), StringComparison.Ordinal);
        Assert.Empty(ExposureCheck.Find(new HubOptions { Http = address, Security = new SecurityOptions { OpenReaders = true } }));
    }

    [Fact]
    public void Refuses_devices_from_elsewhere_without_passwords()
    {
        var options = new HubOptions { MqttListen = "0.0.0.0:1883" };
        Assert.Contains("Security:MqttUsers", Assert.Single(ExposureCheck.Find(options)), StringComparison.Ordinal);

        options.Security.MqttUsers.Add(new NamedUser { Name = "bus", PasswordHash = "x" });
        Assert.Empty(ExposureCheck.Find(options));
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("example.org:8080")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("::1:8080")]
    public void Names_the_option_of_an_address_that_is_none(string address)
    {
        Assert.Contains("--http", Assert.Single(ExposureCheck.Find(new HubOptions { Http = address })), StringComparison.Ordinal);
    }
}
