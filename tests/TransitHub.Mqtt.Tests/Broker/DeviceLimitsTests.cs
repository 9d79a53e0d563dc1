using System.Globalization;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Broker;

namespace TransitHub.Mqtt.Tests.Broker;

public class DeviceLimitsTests
{
    [Fact]
    public async Task Messages_beyond_the_rate_are_refused_with_a_reason_until_it_has_recovered()
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { MessagesPerSecond = 2, MessageBurst = 3 });
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        for (ushort i = 1; i <= 5; i++)
        {
            await client.PublishAsync(1, i, Hub.Topic("own"), Hub.Position());
            await client.ExpectRefusalAsync(RawClient.PubAck, i, (byte)(i <= 3 ? 0 : 0x97));
        }

        Assert.Equal(2, hub.Ledger.CountOf(RejectionReason.RateExceeded));
        hub.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await client.PublishAsync(1, 6, Hub.Topic("own"), Hub.Position(0.5));
        await client.ExpectRefusalAsync(RawClient.PubAck, 6, 0);
        await client.PublishAsync(1, 7, Hub.Topic("own"), Hub.Position(0.5));
        await client.ExpectRefusalAsync(RawClient.PubAck, 7, 0x97);
    }

    [Fact]
    public async Task A_new_connection_does_not_renew_the_rate()
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { MessagesPerSecond = 0.01, MessageBurst = 1 });
        await using Hub running = hub;
        for (int i = 0; i < 3; i++)
        {
            (RawClient client, _) = await Devices.ConnectAsync(hub, "own");
            using RawClient connected = client;
            await client.PublishAsync(1, 1, Hub.Topic("own"), Hub.Position());
            await client.ExpectRefusalAsync(RawClient.PubAck, 1, (byte)(i == 0 ? 0 : 0x97));
        }
    }

    [Fact]
    public async Task Bytes_beyond_the_rate_are_refused()
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { BytesPerSecond = 100, ByteBurst = 1_000, MaxPayloadBytes = 1_000 });
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        await client.PublishAsync(1, 1, Hub.Topic("own"), new string(' ', 950));
        await client.ExpectRefusalAsync(RawClient.PubAck, 1, 0);
        await client.PublishAsync(1, 2, Hub.Topic("own"), Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 2, 0x97);
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.RateExceeded));
    }

    [Fact]
    public async Task A_payload_that_is_too_large_is_refused_and_the_bound_is_told()
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { MaxPayloadBytes = 256 });
        await using Hub running = hub;
        (RawClient client, byte[] answer) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        Assert.True(answer.AsSpan().IndexOf(new byte[] { 0x27, 0x00, 0x00, 0x11, 0x00 }) > 0, "maximum packet size 256 + 4096");
        await client.PublishAsync(1, 1, Hub.Topic("own"), new string(' ', 257));
        await client.ExpectRefusalAsync(RawClient.PubAck, 1, 0x97);
        await client.PublishAsync(1, 2, Hub.Topic("own"), new string(' ', 2_000_000));
        await client.ExpectRefusalAsync(RawClient.PubAck, 2, 0x97);
        Assert.Equal(2, hub.Ledger.CountOf(RejectionReason.PayloadTooLarge));
        await client.PublishAsync(1, 3, Hub.Topic("own"), Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 3, 0);
    }

    [Fact]
    public async Task A_packet_that_is_no_publish_and_too_large_ends_the_connection_with_a_reason()
    {
        await using Hub hub = await Hub.StartAsync(new EmbeddedBrokerOptions { MaxPacketBytes = 4_096 });
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5);
        using RawClient connected = client;
        await client.SendAsync(0x82, new byte[5_000]);
        await client.ExpectDisconnectAsync(0x95);
    }

    [Fact]
    public async Task One_connection_more_than_allowed_ends_the_oldest()
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { MaxConnections = 2 });
        await using Hub running = hub;
        (RawClient oldest, _) = await Devices.ConnectAsync(hub, "own", clientId: "a");
        using RawClient a = oldest;
        (RawClient middle, _) = await Devices.ConnectAsync(hub, "own", clientId: "b");
        using RawClient b = middle;
        (RawClient newest, _) = await Devices.ConnectAsync(hub, "own", clientId: "c");
        using RawClient c = newest;
        await oldest.ExpectDisconnectAsync(0x97);
        await middle.ExpectOnlyPingAsync();
        await newest.ExpectOnlyPingAsync();
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.TooManyConnections));
    }

    [Theory]
    [InlineData(5, 0x9F)]
    [InlineData(4, 3)]
    public async Task A_device_that_connects_too_often_is_refused(byte version, byte expected)
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { ConnectsPerMinute = 2 });
        await using Hub running = hub;
        foreach (byte answer in new byte[] { 0, 0, expected })
        {
            (RawClient client, byte[] said) = await Devices.ConnectAsync(hub, "own", version);
            client.Dispose();
            Assert.Equal(answer, said[1]);
        }

        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.TooManyConnections));
    }

    [Fact]
    public async Task A_device_that_goes_on_after_many_refusals_is_disconnected()
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { RefusalsPerMinute = 10 });
        await using Hub running = hub;
        (RawClient client, _) = await Devices.ConnectAsync(hub, "own");
        using RawClient connected = client;
        for (ushort i = 1; i <= 11; i++)
        {
            await client.PublishAsync(0, i, Hub.Topic("other"), Hub.Position());
        }

        await client.ExpectDisconnectAsync(0x96);
        Assert.Equal(11, hub.Ledger.CountOf(RejectionReason.TopicNotAllowed));
    }

    /// <summary>One device floods, breaks the protocol and sends nonsense; a thousand good ones send a position each, and every one is accepted.</summary>
    [Fact]
    public async Task One_bad_device_disturbs_none_of_a_thousand_good_ones()
    {
        (Hub hub, _) = await Devices.StartAsync(new DeviceLimits { RefusalsPerMinute = 1_000_000, ConnectsPerMinute = 6_000, MaxConnections = 10 });
        await using Hub running = hub;
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task[] bad = [FloodAsync(hub, enough.Token), BreakAsync(hub, enough.Token)];
        (RawClient slow, _) = await Devices.ConnectAsync(hub, "bad", clientId: "slow");
        using RawClient reader = slow;
        await Eventually.TrueAsync(() => hub.Ledger.CountOf(RejectionReason.RateExceeded) > 0, () => "the bad one was not held to its rate");
        const int Good = 1_000;
        await Parallel.ForAsync(0, Good, new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"good-{i}");
            (RawClient client, byte[] answer) = await Devices.ConnectAsync(hub, id);
            using RawClient connected = client;
            Assert.Equal(0, answer[1]);
            await client.PublishAsync(1, 1, Hub.Topic(id), Hub.Position());
            await client.ExpectRefusalAsync(RawClient.PubAck, 1, 0);
        });
        await enough.CancelAsync();
        await Task.WhenAll(bad);
        Assert.Equal(Good, hub.Log.All.Count(o => o.Device.ToString().StartsWith("good-", StringComparison.Ordinal)));
        Assert.True(hub.Ledger.CountOf(RejectionReason.FromTheFuture) > 0, "the bad one's clock was not found out");
    }

    /// <summary>Its clock is a day fast, and it sends as fast as it can, in QoS 0 and 1, and never reads an answer.</summary>
    private static async Task FloodAsync(Hub hub, CancellationToken enough)
    {
        (RawClient client, _) = await Devices.ConnectAsync(hub, "bad", clientId: "flood");
        using RawClient connected = client;
        try
        {
            for (ushort i = 1; !enough.IsCancellationRequested; i = (ushort)((i % 60_000) + 1))
            {
                await client.PublishAsync(i & 1, i, Hub.Topic("bad"), Hub.Position(86_400)).WaitAsync(enough);
            }
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or OperationCanceledException)
        {
            // The hub may stop reading or hang up; both are right.
        }
    }

    /// <summary>Connects again and again, sends what is no MQTT, and is thrown out.</summary>
    private static async Task BreakAsync(Hub hub, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            (RawClient client, _) = await Devices.ConnectAsync(hub, "bad", clientId: "broken");
            using RawClient connected = client;
            await client.SendAsync(0xFF, [1, 2, 3]);
            while ((await client.ReceiveAsync()).Type != 0)
            {
                // Whatever is said until the connection ends.
            }
        }
    }
}
