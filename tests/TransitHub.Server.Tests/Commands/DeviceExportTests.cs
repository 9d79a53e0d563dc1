using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Commands;

/// <summary>The devices of the hub, in front of a real Mosquitto.</summary>
public sealed class DeviceExportTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Mosquitto_lets_devices_publish_under_their_own_id_and_the_hub_read()
    {
        string bus = await this.AddAsync("bus-1");
        string gone = await this.AddAsync("bus-2");
        string gateway = await this.AddAsync("system", "--gateway");
        Assert.Equal(0, (await CommandRun.Of("device", "revoke", "bus-2", "--data", this.folder.Path)).ExitCode);
        string password = this.folder.File("hub-password", "read it\n");
        CommandRun exported = await CommandRun.Of(
            "device", "export", "--format", "mosquitto", "--out", this.folder.Path, "--hub", "hub", "--hub-password", password, "--data", this.folder.Path);
        Assert.Equal((0, string.Empty), (exported.ExitCode, exported.Error));
        Assert.Contains("2 devices, without 1 revoked", exported.Output, StringComparison.Ordinal);
        await using Mosquitto broker = await Mosquitto.StartAsync(
            Cancellation, $"allow_anonymous false\npassword_file {this.folder.Path}/password_file\nacl_file {this.folder.Path}/acl_file\nlog_type error");

        using IMqttClient? hub = await ConnectAsync(broker.Port, "hub", "read it");
        List<string> heard = [];
        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub!.ApplicationMessageReceivedAsync += message =>
        {
            heard.Add(message.ApplicationMessage.Topic);
            if (message.ApplicationMessage.Topic.EndsWith("/end", StringComparison.Ordinal))
            {
                last.TrySetResult();
            }

            return Task.CompletedTask;
        };
        await hub.SubscribeAsync("transithub/v1/#", MqttQualityOfServiceLevel.AtLeastOnce, Cancellation);

        Assert.Null(await ConnectAsync(broker.Port, null, null));
        Assert.Null(await ConnectAsync(broker.Port, "bus-1", "wrong"));
        Assert.Null(await ConnectAsync(broker.Port, "bus-2", gone));
        using IMqttClient? device = await ConnectAsync(broker.Port, "bus-1", bus);
        using IMqttClient? system = await ConnectAsync(broker.Port, "system", gateway);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync(device!, "transithub/v1/city/avl/bus-2"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync(device!, "transithub/v1/town/avl/bus-1"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync(device!, "transithub/v1/city/avl"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync(system!, "transithub/v1/town/avl/bus-9"));
        Assert.Equal(MqttClientPublishReasonCode.Success, await PublishAsync(device!, "transithub/v1/city/avl/bus-1"));
        Assert.Equal(MqttClientPublishReasonCode.Success, await PublishAsync(system!, "transithub/v1/city/avl"));
        Assert.Equal(MqttClientPublishReasonCode.Success, await PublishAsync(system!, "transithub/v1/city/avl/end"));
        await last.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation);
        Assert.Equal(["transithub/v1/city/avl/bus-1", "transithub/v1/city/avl", "transithub/v1/city/avl/end"], heard);

        // What another device sends is none of its business: Mosquitto takes the subscription and delivers nothing.
        TaskCompletionSource overheard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        device!.ApplicationMessageReceivedAsync += _ =>
        {
            overheard.TrySetResult();
            return Task.CompletedTask;
        };
        await device.SubscribeAsync("transithub/v1/city/avl/+", MqttQualityOfServiceLevel.AtLeastOnce, Cancellation);
        await PublishAsync(system!, "transithub/v1/city/avl/bus-3");
        await device.PingAsync(Cancellation);
        Assert.False(overheard.Task.IsCompleted);
    }

    [Theory]
    [InlineData("--format", "emqx", "--out", ".", "use mosquitto")]
    [InlineData("--format", "mosquitto", "--out", ".", "--hub", "hub", "go together")]
    public async Task What_cannot_be_is_refused(params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        (await CommandRun.Of(["device", "export", .. arguments[..^1], "--data", this.folder.Path])).AssertFailed(2, arguments[^1]);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<IMqttClient?> ConnectAsync(int port, string? user, string? password)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500);
        MqttClientConnectResult result = await client.ConnectAsync((user is null ? options : options.WithCredentials(user, password)).Build(), Cancellation);
        if (result.ResultCode == MqttClientConnectResultCode.Success)
        {
            return client;
        }

        client.Dispose();
        return null;
    }

    private static async Task<MqttClientPublishReasonCode> PublishAsync(IMqttClient client, string topic) => (await client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(Encoding.UTF8.GetBytes("{}")).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), Cancellation)).ReasonCode;

    private async Task<string> AddAsync(string id, params string[] more)
    {
        CommandRun run = await CommandRun.Of(["device", "add", id, "--feed", "city", "--json", "--data", this.folder.Path, .. more]);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("password").GetString()!;
    }
}
