using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Broker;
using TransitHub.Testing;

namespace TransitHub.Mqtt.Tests.Broker;

public class EmbeddedBrokerTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Passes_over_a_packet_that_is_too_large_and_stays(byte version)
    {
        await using Hub hub = await Hub.StartAsync(new EmbeddedBrokerOptions { MaxPacketBytes = 4_096 });
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, version);
        using RawClient connected = client;
        await client.PublishAsync(1, 1, Hub.Topic("a"), new string('x', 500_000));
        await client.PublishAsync(1, 2, Hub.Topic("a"), Hub.Position());
        await client.ExpectAsync(RawClient.PubAck, 1);
        await client.ExpectAsync(RawClient.PubAck, 2);
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.PayloadTooLarge));
        Assert.Single(hub.Log.All);
    }

    [Fact]
    public async Task Tells_MQTT_5_clients_its_limits()
    {
        await using Hub hub = await Hub.StartAsync(
            new EmbeddedBrokerOptions { MaxPacketBytes = 0x12345, MaxPendingAcknowledgements = 0x0102, MaxKeepAliveSeconds = 0x55 });
        (RawClient client, byte[] answer) = await RawClient.ConnectAsync(hub.Address, 5, keepAlive: 0x1000);
        using RawClient connected = client;
        Assert.Equal(0, answer[1]);
        Assert.True(answer.AsSpan().IndexOf(new byte[] { 0x21, 0x01, 0x02 }) > 0, "receive maximum");
        Assert.True(answer.AsSpan().IndexOf(new byte[] { 0x27, 0x00, 0x01, 0x23, 0x45 }) > 0, "maximum packet size");
        Assert.True(answer.AsSpan().IndexOf(new byte[] { 0x13, 0x00, 0x55 }) > 0, "server keep alive");
        Assert.True(answer.AsSpan().IndexOf(new byte[] { 0x2A, 0x00 }) > 0, "no shared subscriptions");
    }

    [Theory]
    [InlineData(4, "transithub/v1/city/avl/#")]
    [InlineData(5, "transithub/v1/city/avl/#")]
    [InlineData(4, "#")]
    [InlineData(5, "$share/g/transithub/v1/+/#")]
    public async Task Refuses_subscriptions_and_stays(byte version, string filter)
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, version);
        using RawClient connected = client;
        await client.SubscribeAsync(9, filter);
        (int type, byte[] body) = await client.ReceiveAsync();
        Assert.Equal(9, type);
        Assert.True(body[^1] >= 0x80, $"granted {body[^1]}");
        await client.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position());
        await client.ExpectAsync(RawClient.PubAck, 1);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public async Task Takes_counts_passages_and_riders_once_and_accounts_for_every_repeat(byte version, int qos)
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, version);
        using RawClient connected = client;
        ushort id = 0;
        foreach ((string topic, string payload) in CountingPayloads.All.Concat(CountingPayloads.All))
        {
            await client.PublishAsync(qos, ++id, topic, payload);
        }

        await Eventually.TrueAsync(() => hub.Counters is { Accepted: 4, Rejected: 4, Queued: 0 }, () => $"{hub.Counters}");
        Assert.Equal(4, hub.Ledger.CountOf(RejectionReason.Duplicate));
        Assert.Equal(
            [ObservationKind.Count, ObservationKind.Count, ObservationKind.Passage, ObservationKind.Apc], hub.Log.All.Select(o => o.Kind));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Takes_a_lost_clients_will_as_status_offline(byte version)
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, version, willTopic: "transithub/v1/city/status/box");
        await client.PublishAsync(1, 1, "transithub/v1/city/status/box", """{"online":true}""", retain: true);
        await client.ExpectAsync(RawClient.PubAck, 1);
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        client.Dispose();
        await hub.AcceptedAsync(2);
        Assert.Equal([true, false], hub.Log.All.Cast<StatusReport>().Select(s => s.Online));
    }

    [Fact]
    public async Task Publishes_no_wills_when_it_is_the_hub_that_goes()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5, willTopic: "transithub/v1/city/status/box");
        using RawClient connected = client;
        await hub.Broker!.StopAsync(TestContext.Current.CancellationToken);
        (int type, byte[] body) = await client.ReceiveAsync();
        Assert.Equal((RawClient.Disconnect, 0x8B), (type, body[0]));
        await Eventually.TrueAsync(() => hub.Broker.Connections == 0, () => "the connection is still open");
        Assert.Equal(0, hub.Ingest.Messages);
    }

    [Fact]
    public async Task Follows_topic_aliases_and_the_content_type()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5);
        using RawClient connected = client;
        byte[] alias = [0x23, 0, 1];
        await client.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position(), properties: alias);
        await client.ExpectAsync(RawClient.PubAck, 1);
        hub.Clock.Advance(TimeSpan.FromSeconds(30));
        await client.PublishAsync(1, 2, string.Empty, Hub.Position(30), properties: alias);
        await client.PublishAsync(1, 3, Hub.Topic("b"), Hub.Position(), properties: [0x03, .. RawClient.Text("application/x-protobuf")]);
        await client.ExpectAsync(RawClient.PubAck, 2);
        await client.ExpectAsync(RawClient.PubAck, 3);
        Assert.Equal(["a", "a"], hub.Log.All.Select(o => o.Device.ToString()));
        Assert.Equal("b", Assert.Single(hub.Ledger.SamplesOf(RejectionReason.MalformedPayload)).Device);
    }

    [Fact]
    public async Task Ends_a_connection_that_uses_more_topic_aliases_than_it_was_told()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5);
        using RawClient connected = client;
        await client.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position(), properties: [0x23, 1, 1]);
        (int type, byte[] body) = await client.ReceiveAsync();
        Assert.Equal((RawClient.Disconnect, 0x94), (type, body[0]));
    }

    [Fact]
    public async Task Gives_the_connection_to_the_newest_client_of_an_id()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient old, _) = await RawClient.ConnectAsync(hub.Address, 5, "twin", willTopic: "transithub/v1/city/status/twin");
        using RawClient first = old;
        (RawClient young, _) = await RawClient.ConnectAsync(hub.Address, 5, "twin");
        using RawClient second = young;
        (int type, byte[] body) = await old.ReceiveAsync();
        Assert.Equal((RawClient.Disconnect, 0x8E), (type, body[0]));
        await Eventually.TrueAsync(() => hub.Broker!.Connections == 1, () => "the old connection is still open");
        await young.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position());
        await young.ExpectAsync(RawClient.PubAck, 1);
        Assert.Equal(1, hub.Ingest.Messages);
    }

    [Fact]
    public async Task Keeps_a_client_that_comes_back_while_its_lost_connection_is_cleaned_up()
    {
        await using Hub hub = await Hub.StartAsync();
        for (int i = 0; i < 30; i++)
        {
            (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 4, "again");
            await client.PublishAsync(1, 1, Hub.Topic("v" + i), Hub.Position());
            await client.ExpectAsync(RawClient.PubAck, 1);
            client.Dispose();
        }

        Assert.Equal(30, hub.Counters.Accepted);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 0x86)]
    public async Task Lets_in_only_who_knows_the_password(byte version, byte refused)
    {
        await using Hub hub = await Hub.StartAsync(credentials: (user, password) => user == "bus" && password == "secret");
        (RawClient client, byte[] answer) = await RawClient.ConnectAsync(hub.Address, version);
        client.Dispose();
        Assert.Equal(refused, answer[1]);
        using IMqttClient known = await ConnectAsync(hub, MqttProtocolVersion.V500, "bus", "secret", "one");
        (RawClient thief, _) = await RawClient.ConnectAsync(hub.Address, version, "one");
        thief.Dispose();
        MqttApplicationMessage message = new MqttApplicationMessageBuilder()
            .WithTopic(Hub.Topic("a")).WithPayload(Hub.Position()).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        Assert.True((await known.PublishAsync(message, TestContext.Current.CancellationToken)).IsSuccess);
    }

    [Fact]
    public async Task Listens_on_loopback_only_without_passwords()
    {
        await using Hub hub = Hub.WithoutBroker();
        EmbeddedBrokerOptions open = new() { Address = new IPEndPoint(IPAddress.Any, 0) };
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => new EmbeddedBroker(open, hub.Ingest, null, TimeProvider.System, NullLoggerFactory.Instance));
        Assert.Contains("loopback only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_more_connections_than_its_bound()
    {
        await using Hub hub = await Hub.StartAsync(new EmbeddedBrokerOptions { MaxConnections = 1 });
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 4);
        using RawClient connected = client;
        await Assert.ThrowsAnyAsync<Exception>(() => RawClient.ConnectAsync(hub.Address, 4, "second"));
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Serves_a_client_library_in_every_quality(MqttProtocolVersion version)
    {
        await using Hub hub = await Hub.StartAsync();
        using IMqttClient client = await ConnectAsync(hub, version, null, null);
        foreach (MqttQualityOfServiceLevel qos in Enum.GetValues<MqttQualityOfServiceLevel>())
        {
            MqttApplicationMessage message = new MqttApplicationMessageBuilder()
                .WithTopic(Hub.Topic("v" + qos)).WithPayload(Hub.Position()).WithQualityOfServiceLevel(qos).Build();
            MqttClientPublishResult result = await client.PublishAsync(message, TestContext.Current.CancellationToken);
            Assert.True(result.IsSuccess);
        }

        await hub.AcceptedAsync(3);
    }

    [Theory]
    [InlineData("-V", "mqttv311")]
    [InlineData("-V", "mqttv5")]
    public async Task Serves_mosquitto_pub(string option, string version)
    {
        await using Hub hub = await Hub.StartAsync();
        await Mosquitto.PublishAsync(hub.Address.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken, option, version, "-q", "1");
        await hub.AcceptedAsync(1);
        await Mosquitto.PublishAsync(hub.Address.Port, Hub.Topic("b"), Hub.Position(), TestContext.Current.CancellationToken, option, version, "-q", "2");
        await hub.AcceptedAsync(2);
    }

    [Fact]
    public void Refuses_options_out_of_range()
    {
        EmbeddedBrokerOptions wrong = new()
        {
            MaxPacketBytes = 1,
            MaxPendingAcknowledgements = 0,
            MaxConnections = 0,
            MaxKeepAliveSeconds = 0,
            ConnectTimeoutSeconds = 0,
        };
        Assert.Equal(5, wrong.Check().Count);
        Assert.Empty(new EmbeddedBrokerOptions().Check());
    }

    private static async Task<IMqttClient> ConnectAsync(Hub hub, MqttProtocolVersion version, string? user, string? password, string id = "lib")
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", hub.Address.Port).WithProtocolVersion(version).WithClientId(id);
        await client.ConnectAsync(
            (user is null ? options : options.WithCredentials(user, password)).Build(), TestContext.Current.CancellationToken);
        return client;
    }
}
