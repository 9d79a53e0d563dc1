using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TransitHub.Mqtt.Broker;

namespace TransitHub.Mqtt.Tests.Broker;

public class KeepAliveTests
{
    private const string Probe = "02";
    private const string NoTimer = "00";

    [Fact]
    public async Task Ends_a_silent_connection_after_one_and_a_half_times_its_keep_alive()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5, keepAlive: 10);
        using RawClient connected = client;
        hub.Clock.Advance(TimeSpan.FromSeconds(14));
        await client.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position());
        await client.ExpectAsync(RawClient.PubAck, 1);
        hub.Clock.Advance(TimeSpan.FromSeconds(14));
        await client.ExpectOnlyPingAsync();
        hub.Clock.Advance(TimeSpan.FromSeconds(17));
        (int type, byte[] body) = await client.ReceiveAsync();
        Assert.Equal((RawClient.Disconnect, 0x8D), (type, body[0]));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Asks_the_TCP_of_a_client_without_keep_alive_and_lets_it_be_silent(byte version)
    {
        await using Hub hub = await Hub.StartAsync(new EmbeddedBrokerOptions { MaxKeepAliveSeconds = 60 });
        (RawClient client, byte[] answer) = await RawClient.ConnectAsync(hub.Address, version, keepAlive: 0);
        using RawClient connected = client;
        Assert.False(answer.AsSpan().IndexOf((byte)0x13) >= 0, "it was told a keep alive");
        hub.Clock.Advance(TimeSpan.FromHours(5));
        await client.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position(18_000));
        await client.ExpectAsync(RawClient.PubAck, 1);
        (RawClient pinging, _) = await RawClient.ConnectAsync(hub.Address, version, "pinging", keepAlive: 60);
        using RawClient other = pinging;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the kernel's table of connections is Linux's");
        await Eventually.TrueAsync(() => TimerOf(hub.Address.Port, client.Port) == Probe, () => "no probe is due");
        await Eventually.TrueAsync(() => TimerOf(hub.Address.Port, pinging.Port) == NoTimer, () => "a probe is due for a client that pings");
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Keeps_a_client_without_keep_alive_that_publishes_for_long(MqttProtocolVersion version)
    {
        await using Hub hub = await Hub.StartAsync();
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        string? lost = null;
        client.DisconnectedAsync += e =>
        {
            lost = $"{e.Reason} {e.ReasonString} {e.Exception}";
            return Task.CompletedTask;
        };
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", hub.Address.Port).WithProtocolVersion(version).WithNoKeepAlive().Build(),
            TestContext.Current.CancellationToken);
        for (int i = 0; i < 3_000; i++)
        {
            MqttApplicationMessage message = new MqttApplicationMessageBuilder()
                .WithTopic(Hub.Topic("v" + i)).WithPayload(Hub.Position()).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
            Assert.True(client.IsConnected, $"lost before publish {i}: {lost}");
            Assert.True((await client.PublishAsync(message, TestContext.Current.CancellationToken)).IsSuccess);
        }

        Assert.Equal(3_000, hub.Counters.Accepted);
    }

    // The sixth column of a connection's line begins with its timer. While an answer is on its way that is another one.
    private static string TimerOf(int server, int client)
    {
        IEnumerable<string> lines = [.. File.ReadLines("/proc/net/tcp"), .. File.ReadLines("/proc/net/tcp6")];
        string[] fields = Assert.Single(
            lines.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            f => f[1].EndsWith($":{server:X4}", StringComparison.Ordinal) && f[2].EndsWith($":{client:X4}", StringComparison.Ordinal));
        return fields[5][..2];
    }
}
