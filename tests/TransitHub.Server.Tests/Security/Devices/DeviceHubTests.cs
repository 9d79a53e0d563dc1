using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;
using TransitHub.Server.Tests.Commands;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Security.Devices;

/// <summary>A hub that runs while its devices are added, given new passwords and revoked.</summary>
public sealed class DeviceHubTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly TestCertificates authority;
    private string data = string.Empty;

    public DeviceHubTests() => this.authority = new TestCertificates(this.folder.Path);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        this.authority.Dispose();
        this.folder.Dispose();
    }

    [Fact]
    public async Task A_device_is_let_in_given_a_new_password_and_thrown_out_without_a_restart()
    {
        await using RunningHub hub = await RunningHub.StartAsync(options => this.data = options.Data);
        using IMqttClient anonymous = await ConnectAsync(hub, null, null);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await anonymous.PublishAsync(Position("before"), Cancellation)).ReasonCode);
        string first = await this.RunAsync("add", "bus-1", "--feed", "city");
        await RunningHub.UntilAsync("who gave no name is out", () => Task.FromResult(!anonymous.IsConnected));
        using IMqttClient nameless = await ConnectAsync(hub, null, null);
        Assert.False(nameless.IsConnected);

        using IMqttClient device = await ConnectAsync(hub, "bus-1", first);
        TaskCompletionSource<MqttClientDisconnectReason> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        device.DisconnectedAsync += args =>
        {
            ended.TrySetResult(args.Reason);
            return Task.CompletedTask;
        };
        Assert.Equal(MqttClientPublishReasonCode.Success, (await device.PublishAsync(Position("bus-1"), Cancellation)).ReasonCode);
        string second = await this.RunAsync("rotate", "bus-1");
        Assert.Equal(MqttClientDisconnectReason.NotAuthorized, await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation));
        using IMqttClient old = await ConnectAsync(hub, "bus-1", first);
        Assert.False(old.IsConnected);
        using IMqttClient young = await ConnectAsync(hub, "bus-1", second);
        Assert.True(young.IsConnected);

        await CommandRun.Of("device", "revoke", "bus-1", "--data", this.data);
        await RunningHub.UntilAsync("the revoked device is out", () => Task.FromResult(!young.IsConnected));
        using IMqttClient again = await ConnectAsync(hub, "bus-1", second);
        Assert.False(again.IsConnected);
    }

    [Fact]
    public async Task A_device_publishes_over_TLS_with_its_client_certificate()
    {
        (string certificate, string key) = this.authority.Server("broker");
        (string deviceCertificate, string deviceKey) = this.authority.Client("bus-7", "bus-7");
        int port = TestPorts.Free();
        string config = this.folder.File("hub.json", $$"""
            { "MqttTlsListen": "127.0.0.1:{{port}}", "Broker": { "Tls": { "Certificate": "{{certificate}}", "Key": "{{key}}", "ClientAuthorities": "{{this.authority.AuthorityFile}}" } } }
            """);
        HubOptions read = HubSettings.Read(config, new Dictionary<string, string?>(), []);
        await using RunningHub hub = await RunningHub.StartAsync(options =>
        {
            this.data = options.Data;
            (options.MqttTlsListen, options.Broker) = (read.MqttTlsListen, read.Broker);
            Assert.Equal(0, CommandRun.Of("device", "add", "bus-7", "--feed", "city", "--certificate", "--data", this.data).GetAwaiter().GetResult().ExitCode);
        });
        string[] tls = ["-q", "1", "--cafile", this.authority.AuthorityFile];
        await Mosquitto.PublishAsync(port, "transithub/v1/city/avl/bus-7", Payload, Cancellation, [.. tls, "--cert", deviceCertificate, "--key", deviceKey]);
        await RunningHub.UntilAsync("the position is accepted", async () => await CountAsync(hub) == 1);
        await Assert.ThrowsAnyAsync<Exception>(() => Mosquitto.PublishAsync(port, "transithub/v1/city/avl/bus-7", Payload, Cancellation, tls));
    }

    [Fact]
    public void TLS_needs_an_address_and_a_certificate()
    {
        CommandException address = Assert.Throws<CommandException>(() => HubSettings.Read(null, new Dictionary<string, string?> { ["Broker:Tls:Certificate"] = "a", ["Broker:Tls:Key"] = "b" }, []));
        Assert.Contains("--mqtts-listen", address.Message, StringComparison.Ordinal);
        CommandException certificate = Assert.Throws<CommandException>(() => HubSettings.Read(null, new Dictionary<string, string?> { ["MqttTlsListen"] = "127.0.0.1:8883" }, []));
        Assert.Contains("Broker:Tls:Certificate", certificate.Message, StringComparison.Ordinal);
    }

    private static string Payload => $$"""{"measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}, "lat": 13.7, "lon": 100.5}""";

    private static MqttApplicationMessage Position(string vehicle) => new MqttApplicationMessageBuilder()
        .WithTopic($"transithub/v1/city/avl/{vehicle}").WithPayload(Payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();

    private static async Task<IMqttClient> ConnectAsync(RunningHub hub, string? user, string? password)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", hub.Device.Port).WithProtocolVersion(MqttProtocolVersion.V500);
        await client.ConnectAsync((user is null ? options : options.WithCredentials(user, password)).Build(), Cancellation);
        return client;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(["device", .. arguments, "--json", "--data", this.data]);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("password").GetString()!;
    }

    private static async Task<long> CountAsync(RunningHub hub) =>
        JsonDocument.Parse(await hub.Http.GetStringAsync(new Uri("/v1/vehicles?feed=city", UriKind.Relative), Cancellation)).RootElement.GetProperty("vehicles").GetArrayLength();
}
