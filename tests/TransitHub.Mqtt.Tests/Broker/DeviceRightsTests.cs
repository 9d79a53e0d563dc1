using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Tests.Broker;

public class DeviceRightsTests
{
    [Theory]
    [InlineData("transithub/v1/city/avl/other")]
    [InlineData("transithub/v1/town/avl/own")]
    [InlineData("transithub/v1/city/apc/own")]
    [InlineData("transithub/v1/city/count/own")]
    [InlineData("transithub/v1/city/avl")]
    [InlineData("transithub/v1/city/ais")]
    [InlineData("transithub/v1/city/ais/own")]
    [InlineData("/hfp/v2/journey/ongoing/vp/bus/0022/00854/4555B/2/Leppavaara/19:56/4150264/5/60;25/20/10/00")]
    public async Task A_device_publishes_under_its_own_id_feed_and_kinds_only(string topic)
    {
        (Hub hub, _) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, byte[] answer) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        Assert.Equal(0, answer[1]);
        await client.PublishAsync(0, 0, topic, Hub.Position());
        await client.PublishAsync(1, 1, topic, Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 1, 0x87);
        await client.PublishAsync(2, 2, topic, Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubRec, 2, 0x87);
        await client.PublishAsync(2, 2, Hub.Topic("own"), Hub.Position());
        await client.ExpectAsync(RawClient.PubRec, 2);
        Assert.Equal(3, hub.Ledger.CountOf(RejectionReason.TopicNotAllowed));
        Assert.Equal("own", Assert.Single(hub.Log.All).Device.ToString());
        Assert.Equal("own", hub.Ledger.SamplesOf(RejectionReason.TopicNotAllowed)[0].Device);
    }

    [Fact]
    public async Task An_MQTT_3_device_is_acknowledged_without_a_reason_and_nothing_is_taken()
    {
        (Hub hub, _) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own", version: 4);
        using RawClient connected = client;
        await client.PublishAsync(1, 1, Hub.Topic("other"), Hub.Position());
        await client.PublishAsync(1, 2, Hub.Topic("own"), Hub.Position());
        await client.ExpectAsync(RawClient.PubAck, 1);
        await client.ExpectAsync(RawClient.PubAck, 2);
        Assert.Equal("own", Assert.Single(hub.Log.All).Device.ToString());
    }

    [Fact]
    public async Task A_gateway_publishes_for_any_vehicle_of_its_feed()
    {
        (Hub hub, _) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "gateway");
        using RawClient connected = client;
        await client.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 1, 0);
        await client.PublishAsync(1, 2, "transithub/v1/town/avl/a", Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 2, 0x87);
        await client.PublishAsync(1, 3, "weather/here", Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 3, 0x90);
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.UnknownTopic));
    }

    [Theory]
    [InlineData("transithub/v1/city/status/other", 5, 0x87)]
    [InlineData("transithub/v1/city/status/other", 4, 5)]
    [InlineData("nonsense", 5, 0x87)]
    public async Task A_last_will_under_anothers_id_is_refused_with_the_login(string topic, byte version, byte expected)
    {
        (Hub hub, _) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, byte[] answer) = await Devices.ConnectAsync(hub, "own", version, will: topic);
        using RawClient connected = client;
        Assert.Equal(expected, answer[1]);
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.TopicNotAllowed));
        (RawClient right, byte[] welcome) = await Devices.ConnectAsync(hub, "own", version, will: "transithub/v1/city/status/own");
        using RawClient another = right;
        Assert.Equal(0, welcome[1]);
    }

    [Fact]
    public async Task A_device_cannot_end_the_connection_of_another_by_its_client_id()
    {
        (Hub hub, _) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient first, _) = await Devices.ConnectAsync(hub, "one", clientId: "same");
        using RawClient one = first;
        (RawClient second, _) = await Devices.ConnectAsync(hub, "two", clientId: "same");
        using RawClient two = second;
        await second.ExpectOnlyPingAsync();
        await first.ExpectOnlyPingAsync();
        Assert.Equal(2, hub.Broker!.Connections);
    }

    [Fact]
    public async Task A_revoked_device_is_disconnected_with_a_reason_and_its_last_will_is_not_published()
    {
        (Hub hub, Devices devices) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own", will: "transithub/v1/city/status/own");
        using RawClient connected = client;
        devices.GrantOf("own").Withdraw();
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await client.ExpectDisconnectAsync(0x87);
        await Eventually.TrueAsync(() => hub.Broker!.Connections == 0, () => "it is still connected");
        Assert.Equal(0, hub.Ingest.Messages);
    }

    [Fact]
    public async Task Nothing_is_taken_of_a_revoked_device_before_it_is_disconnected()
    {
        (Hub hub, Devices devices) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        devices.GrantOf("own").Withdraw();
        await client.PublishAsync(0, 0, Hub.Topic("own"), Hub.Position());
        await client.ExpectDisconnectAsync(0x87);
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.CredentialRevoked));
        Assert.Empty(hub.Log.All);
    }

    [Fact]
    public async Task A_credential_that_expires_ends_the_session()
    {
        (Hub hub, _) = await Devices.StartAsync(expiresAt: new Timestamp(Hub.Start.ToUnixTimeMilliseconds()).AddSeconds(10));
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        await client.PublishAsync(1, 1, Hub.Topic("own"), Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 1, 0);
        hub.Clock.Advance(TimeSpan.FromSeconds(10));
        await client.ExpectDisconnectAsync(0x87);
    }

    [Fact]
    public async Task A_subscription_is_refused_and_counted()
    {
        (Hub hub, _) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        await client.SubscribeAsync(1, Hub.Topic("other"));
        (int type, byte[] body) = await client.ReceiveAsync();
        Assert.Equal((9, 0x87), (type, body[^1]));
        Assert.Equal("own", Assert.Single(hub.Ledger.SamplesOf(RejectionReason.SubscriptionRefused)).Device);
    }

    [Fact]
    public async Task A_wrong_login_is_counted_with_the_name_that_was_given()
    {
        (Hub hub, _) = await Devices.StartAsync();
        await using Hub running = hub;
        (RawClient client, byte[] answer) = await RawClient.ConnectAsync(hub.Address, 5, user: "own", password: "wrong");
        using RawClient connected = client;
        Assert.Equal(0x86, answer[1]);
        Assert.Equal("own", Assert.Single(hub.Directory.Unrouted.SamplesOf(RejectionReason.BadCredentials)).Device);
    }
}
