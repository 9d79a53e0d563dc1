using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Client;
using TransitHub.Testing;

namespace TransitHub.Mqtt.Tests.Client;

public class MqttIngestClientTests
{
    [Fact]
    public async Task Takes_in_what_others_publish_and_shows_that_it_is_connected()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        await using Hub hub = Hub.WithoutBroker();
        await using Running client = await Running.StartAsync(hub.CreateClient(broker.Port, "hub", null));
        await Mosquitto.PublishAsync(broker.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken, "-q", "1");
        await Mosquitto.PublishAsync(broker.Port, Hub.Topic("b"), Hub.Position(), TestContext.Current.CancellationToken, "-q", "0");
        await Mosquitto.PublishAsync(broker.Port, Hub.Topic("c"), Hub.Position(), TestContext.Current.CancellationToken, "-q", "2");
        await hub.AcceptedAsync(3);
        Assert.Null(client.State.LastError);
    }

    [Fact]
    public async Task Takes_boats_that_a_bridge_brings_from_AIS_receivers()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        await using Hub hub = Hub.WithoutBroker();
        await using Running client = await Running.StartAsync(hub.CreateClient(broker.Port, "hub", null));
        string location = $$"""{"time":{{Hub.Start.ToUnixTimeSeconds() - 3}},"sog":10.7,"cog":326.6,"navStat":0,"rot":0,"posAcc":true,"raim":false,"heading":325,"lon":100.5,"lat":13.75}""";
        await Mosquitto.PublishAsync(broker.Port, "transithub/v1/city/ais/230990041/location", location, TestContext.Current.CancellationToken, "-q", "1");
        await Mosquitto.PublishAsync(broker.Port, "transithub/v1/city/ais/230990040/location", location, TestContext.Current.CancellationToken, "-q", "1");
        await hub.AcceptedAsync(1);
        Assert.Equal("boat-1", Assert.Single(hub.Log.All).Device.ToString());
        Assert.Equal(1, hub.Ledger.CountOf(RejectionReason.UnknownVessel));
    }

    [Fact]
    public async Task Takes_counts_passages_and_riders_that_others_publish()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        await using Hub hub = Hub.WithoutBroker();
        await using Running client = await Running.StartAsync(hub.CreateClient(broker.Port, "hub", null));
        foreach ((string topic, string payload) in CountingPayloads.All)
        {
            await Mosquitto.PublishAsync(broker.Port, topic, payload, TestContext.Current.CancellationToken, "-q", "1");
        }

        await hub.AcceptedAsync(4);
        Assert.Equal(
            [ObservationKind.Count, ObservationKind.Count, ObservationKind.Passage, ObservationKind.Apc], hub.Log.All.Select(o => o.Kind));
        Assert.Equal(4, hub.Ingest.Published);
    }

    [Fact]
    public async Task Loses_nothing_while_the_hub_is_away()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        await using (Hub first = Hub.WithoutBroker())
        {
            await using Running client = await Running.StartAsync(first.CreateClient(broker.Port, "hub", "hubs"));
        }

        using IMqttClient publisher = await PublisherAsync(broker);
        for (int i = 0; i < 50; i++)
        {
            await PublishAsync(publisher, "v" + i);
        }

        await using Hub second = Hub.WithoutBroker();
        await using Running again = await Running.StartAsync(second.CreateClient(broker.Port, "hub", "hubs"));
        await second.AcceptedAsync(50);
        Assert.Equal(50, second.Log.All.Select(o => o.Device).Distinct().Count());
    }

    [Fact]
    public async Task Acknowledges_nothing_before_it_is_durable_so_that_the_broker_sends_it_again()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        using IMqttClient publisher = await PublisherAsync(broker);
        await using (Hub failing = Hub.WithoutBroker())
        {
            await using Running client = await Running.StartAsync(failing.CreateClient(broker.Port, "hub", null));
            failing.Log.Hold();
            await PublishAsync(publisher, "a");
            await failing.Log.Began;
            failing.Log.Break();
            failing.Log.Release();
            await Eventually.TrueAsync(
                () => client.State.LastError?.Contains("the disk is full", StringComparison.Ordinal) == true, () => "no failure shown");
        }

        await using Hub healthy = Hub.WithoutBroker();
        await using Running again = await Running.StartAsync(healthy.CreateClient(broker.Port, "hub", null));
        await healthy.AcceptedAsync(1);
    }

    [Fact]
    public async Task Shares_messages_with_another_hub_of_its_group()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        await using Hub one = Hub.WithoutBroker();
        await using Hub two = Hub.WithoutBroker();
        await using Running first = await Running.StartAsync(one.CreateClient(broker.Port, "hub-1", "hubs"));
        await using Running second = await Running.StartAsync(two.CreateClient(broker.Port, "hub-2", "hubs"));
        using IMqttClient publisher = await PublisherAsync(broker);
        for (int i = 0; i < 100; i++)
        {
            await PublishAsync(publisher, "v" + i);
        }

        await Eventually.TrueAsync(
            () => one.Counters.Accepted + two.Counters.Accepted == 100, () => $"{one.Counters} {two.Counters}");
        Assert.Equal(100, one.Log.All.Concat(two.Log.All).Select(o => o.Device).Distinct().Count());
        Assert.True(one.Counters.Accepted > 0 && two.Counters.Accepted > 0, $"{one.Counters} {two.Counters}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hubs")]
    public async Task Takes_retained_status_once_and_what_follows_once(string? group)
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        const string topic = "transithub/v1/city/status/box";
        await Mosquitto.PublishAsync(broker.Port, topic, """{"online":true,"version":"1"}""", TestContext.Current.CancellationToken, "-q", "1", "-r");
        await using Hub hub = Hub.WithoutBroker();
        await using Running client = await Running.StartAsync(hub.CreateClient(broker.Port, "hub", group));
        await hub.AcceptedAsync(1);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await Mosquitto.PublishAsync(broker.Port, topic, """{"online":true,"version":"2"}""", TestContext.Current.CancellationToken, "-q", "1", "-r");
        await hub.AcceptedAsync(2);
        await Mosquitto.PublishAsync(broker.Port, Hub.Topic("last"), Hub.Position(), TestContext.Current.CancellationToken, "-q", "1");
        await hub.AcceptedAsync(3);
        Assert.Equal(3, hub.Ingest.Published);
        Assert.Equal(["1", "2"], hub.Log.All.OfType<StatusReport>().Select(s => s.Version));
    }

    [Fact]
    public async Task Comes_back_after_the_broker_was_killed_and_loses_nothing_at_QoS_1()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        await using Hub hub = Hub.WithoutBroker();
        await using Running client = await Running.StartAsync(hub.CreateClient(broker.Port, "hub", "hubs"));
        using (IMqttClient publisher = await PublisherAsync(broker))
        {
            for (int i = 0; i < 50; i++)
            {
                await PublishAsync(publisher, "before" + i);
            }

            await hub.AcceptedAsync(50);
        }

        // What the hub has but has not acknowledged when the broker dies is still made durable.
        hub.Log.Hold();
        using (IMqttClient publisher = await PublisherAsync(broker))
        {
            await PublishAsync(publisher, "during");
            await hub.Log.Began;
        }

        await broker.KillAsync();
        await Eventually.TrueAsync(() => !client.State.Connected, () => "still connected");
        hub.Log.Release();
        await broker.RunAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => client.State.Connected, () => $"not connected again: {client.State}");
        using (IMqttClient publisher = await PublisherAsync(broker))
        {
            for (int i = 0; i < 50; i++)
            {
                await PublishAsync(publisher, "after" + i);
            }
        }

        await hub.AcceptedAsync(101);
        Assert.Equal(101, hub.Log.All.Select(o => o.Device).Distinct().Count());
        Assert.NotNull(client.State.LastError);
        Assert.True(client.State.Attempts >= 2, $"{client.State}");
    }

    [Fact]
    public async Task Says_why_it_is_not_connected()
    {
        await using Hub hub = Hub.WithoutBroker();
        using CancellationTokenSource stop = new();
        MqttIngestClient client = hub.CreateClient(1, "hub", null);
        Task running = client.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => client.State.Attempts >= 3, () => $"{client.State}");
        Assert.False(client.State.Connected);
        Assert.NotNull(client.State.LastError);
        await stop.CancelAsync();
        await running;
    }

    private static async Task<IMqttClient> PublisherAsync(Mosquitto broker)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).Build(), TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task PublishAsync(IMqttClient client, string vehicle)
    {
        MqttApplicationMessage message = new()
        {
            Topic = Hub.Topic(vehicle),
            PayloadSegment = Encoding.UTF8.GetBytes(Hub.Position()),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        MqttClientPublishResult result = await client.PublishAsync(message, TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, result.ReasonString ?? nameof(MqttCommunicationException));
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly MqttIngestClient client;
        private readonly CancellationTokenSource stop = new();
        private readonly Task task;

        private Running(MqttIngestClient client)
        {
            this.client = client;
            this.task = client.RunAsync(this.stop.Token);
        }

        public BrokerConnection State => this.client.State;

        public static async Task<Running> StartAsync(MqttIngestClient client)
        {
            Running running = new(client);
            await Eventually.TrueAsync(() => client.State.Connected, () => $"{client.State}");
            return running;
        }

        public async ValueTask DisposeAsync()
        {
            await this.stop.CancelAsync();
            await this.task;
            this.stop.Dispose();
        }
    }
}
