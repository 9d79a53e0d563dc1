using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Tests.Broker;

public class DurableAcknowledgementTests
{
    [Theory]
    [InlineData(4, 1, RawClient.PubAck)]
    [InlineData(4, 2, RawClient.PubRec)]
    [InlineData(5, 1, RawClient.PubAck)]
    [InlineData(5, 2, RawClient.PubRec)]
    public async Task Acknowledges_after_the_durable_append_and_not_before(byte version, int qos, int answer)
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, version);
        using RawClient connected = client;
        hub.Log.Hold();
        await client.PublishAsync(qos, 7, Hub.Topic("a"), Hub.Position());
        await hub.Log.Began;
        await client.ExpectOnlyPingAsync();
        Assert.Empty(hub.Log.All);
        hub.Log.Release();
        await client.ExpectAsync(answer, 7);
        Assert.Equal("a", Assert.Single(hub.Log.All).Device.ToString());
        if (qos == 2)
        {
            await client.ReleaseAsync(7);
            await client.ExpectAsync(RawClient.PubComp, 7);
        }
    }

    [Fact]
    public async Task Puts_pipelined_publishes_into_one_append_and_acknowledges_them_in_order()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 4);
        using RawClient connected = client;
        hub.Log.Hold();
        await client.PublishAsync(1, 100, Hub.Topic("first"), Hub.Position());
        await hub.Log.Began;
        for (ushort id = 1; id <= 20; id++)
        {
            await client.PublishAsync(1 + id % 2, id, Hub.Topic("v" + id), Hub.Position());
        }

        await client.ExpectOnlyPingAsync();
        hub.Log.Release();
        await client.ExpectAsync(RawClient.PubAck, 100);
        for (ushort id = 1; id <= 20; id++)
        {
            await client.ExpectAsync(id % 2 == 0 ? RawClient.PubAck : RawClient.PubRec, id);
        }

        Assert.Equal([1, 20], hub.Log.Batches.Select(b => b.Count));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Ends_the_connection_without_an_acknowledgement_when_the_log_fails(byte version)
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, version);
        using RawClient connected = client;
        hub.Log.Break();
        await client.PublishAsync(1, 1, Hub.Topic("a"), Hub.Position());
        (int type, byte[] body) = await client.ReceiveAsync();
        if (version == 5)
        {
            // Implementation specific error: the client may try again.
            Assert.Equal(RawClient.Disconnect, type);
            Assert.Equal(0x83, body[0]);
            (type, _) = await client.ReceiveAsync();
        }

        Assert.Equal(0, type);
        Assert.Equal(1, hub.Counters.Failed);
    }

    [Fact]
    public async Task Takes_a_repeated_QoS_2_publish_once_and_answers_it_twice()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 4);
        using RawClient connected = client;
        await client.PublishAsync(2, 3, Hub.Topic("a"), Hub.Position());
        await client.PublishAsync(2, 3, Hub.Topic("a"), Hub.Position(), again: true);
        await client.ExpectAsync(RawClient.PubRec, 3);
        await client.ExpectAsync(RawClient.PubRec, 3);
        Assert.Equal(1, hub.Ingest.Published);
    }

    [Fact]
    public async Task Acknowledges_what_it_refuses_and_counts_every_observation_once()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5);
        using RawClient connected = client;
        await client.PublishAsync(1, 1, Hub.Topic("a"), "{");
        await client.PublishAsync(1, 2, "somewhere/else", "{}");
        await client.PublishAsync(1, 3, "transithub/v1/nowhere/avl/a", Hub.Position());
        await client.PublishAsync(1, 4, Hub.Topic("a"), new string('x', 5_000));
        await client.PublishAsync(1, 5, Hub.Topic("a"), $"[{Hub.Position()},{Hub.Position()},{{}}]");
        await client.PublishAsync(0, 0, Hub.Topic("b"), Hub.Position());
        await client.PublishAsync(1, 6, Hub.Topic("c"), Hub.Position());
        for (ushort id = 1; id <= 6; id++)
        {
            await client.ExpectAsync(RawClient.PubAck, id);
        }

        await hub.AcceptedAsync(3);
        Assert.Equal(9, hub.Ingest.Published);
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.MalformedPayload));
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.PayloadTooLarge));
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.MissingField));
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.Duplicate));
        Assert.Equal(1, hub.Directory.Unrouted.CountOf(RejectionReason.UnknownTopic));
        Assert.Equal(1, hub.Directory.Unrouted.CountOf(RejectionReason.UnknownFeed));
    }
}
