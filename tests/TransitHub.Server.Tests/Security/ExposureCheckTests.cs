using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Devices;
using TransitHub.Server.Tests.Security.Devices;

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
        Assert.Empty(ExposureCheck.Find(new HubOptions { Http = address, Security = new SecurityOptions { Readers = new ReaderOptions { Tiers = [new ReaderTier { Name = "app" }] } } }));
    }

    [Fact]
    public void Refuses_devices_from_elsewhere_without_passwords()
    {
        var options = new HubOptions { MqttListen = "0.0.0.0:1883" };
        Assert.Contains("Security:MqttUsers", Assert.Single(ExposureCheck.Find(options)), StringComparison.Ordinal);

        options.Security.MqttUsers.Add(new NamedUser { Name = "bus", PasswordHash = "x" });
        options.Security.UnencryptedDevices = true;
        Assert.Empty(ExposureCheck.Find(options));
    }

    [Fact]
    public void Refuses_devices_from_elsewhere_without_TLS_unless_the_operator_says_so()
    {
        SecurityOptions security = new() { MqttUsers = [new NamedUser { Name = "bus", PasswordHash = "x" }] };
        string refused = Assert.Single(ExposureCheck.Find(new HubOptions { MqttListen = "0.0.0.0:1883", Security = security }));
        Assert.Contains("Security:UnencryptedDevices", refused, StringComparison.Ordinal);
        Assert.Contains("--mqtts-listen", refused, StringComparison.Ordinal);
        Assert.Empty(ExposureCheck.Find(new HubOptions { MqttTlsListen = "0.0.0.0:8883", Security = security }));
        Assert.Empty(ExposureCheck.Find(new HubOptions { MqttListen = "0.0.0.0:1883", Mqtt = "mqtt://127.0.0.1", Security = security }));
        security.UnencryptedDevices = true;
        Assert.Empty(ExposureCheck.Find(new HubOptions { MqttListen = "0.0.0.0:1883", Security = security }));
        Assert.Contains("as they are", Assert.Single(ExposureCheck.FindOpen(new HubOptions { MqttListen = "0.0.0.0:1883", Security = security })), StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_from_elsewhere_are_welcome_once_one_has_a_credential()
    {
        using CredentialFolder folder = new();
        var options = new HubOptions { MqttListen = "0.0.0.0:1883", MqttTlsListen = "0.0.0.0:8883", DeviceAccess = new DeviceAccessOptions { File = folder.Path }, Security = new SecurityOptions { UnencryptedDevices = true } };
        string[] refused = [.. ExposureCheck.Find(options)];
        Assert.Equal(2, refused.Length);
        Assert.Contains("transithub device add", refused[0], StringComparison.Ordinal);
        Assert.Contains("--mqtts-listen", refused[1], StringComparison.Ordinal);
        Assert.Equal("open to whoever is on this machine", ExposureCheck.DescribePublishers(options));

        folder.Put(CredentialFolder.Device("a"));
        Assert.Empty(ExposureCheck.Find(options));
        Assert.Equal("devices with credentials", ExposureCheck.DescribePublishers(options));
        Assert.Contains("--mqtts-listen", Assert.Single(ExposureCheck.FindOpen(options)), StringComparison.Ordinal);
        options.Security.AnonymousDevices = true;
        Assert.All(ExposureCheck.Find(options), p => Assert.Contains("AnonymousDevices", p, StringComparison.Ordinal));
        Assert.Equal(2, ExposureCheck.Find(options).Count());
        Assert.Empty(ExposureCheck.FindOpen(new HubOptions()));
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
