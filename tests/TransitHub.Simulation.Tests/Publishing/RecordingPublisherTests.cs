using System.Globalization;
using System.Text;
using MQTTnet.Protocol;
using TransitHub.Core.Ids;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Recordings;
using TransitHub.Simulation.Tests.Recordings;
using TransitHub.Testing;

namespace TransitHub.Simulation.Tests.Publishing;

public sealed class RecordingPublisherTests : IDisposable
{
    private readonly RecordingFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Publishes_every_message_in_order_and_counts_the_acknowledgements(int inFlight)
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        PublishCounts counts = await Publish(Options(broker) with { MaxInFlight = inFlight }, this.Positions(500));

        Assert.Equal((500, 500, 0, 0), (counts.Published, counts.Acknowledged, counts.Refused, counts.Repeated));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"transithub/v1/f/avl/v{i}"), broker.Received.Select(r => r.Topic));
    }

    [Fact]
    public async Task Publishes_recorded_messages_under_their_own_topics()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        string path = this.folder.Write("m.txt", "2018-10-09T04:32:52Z /hfp/v1/Vuosaari (M)/1 {\"VP\":{\"tsi\":1539059572}}\nbroken\n2018-10-09T04:32:53Z a/b {}\n");
        PublishCounts counts = await Publish(Options(broker), path, "mqtt-text");

        Assert.Equal((3, 1, 2, 2), (counts.Items, counts.Unreadable, counts.Published, counts.Acknowledged));
        Assert.Equal(("/hfp/v1/Vuosaari (M)/1", "{\"VP\":{\"tsi\":1539059572}}"), broker.Received.First());
    }

    [Fact]
    public async Task Counts_what_the_broker_refuses_as_not_acknowledged()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        broker.Answer = count => count % 10 == 0 ? MqttPubAckReasonCode.QuotaExceeded : null;
        PublishCounts counts = await Publish(Options(broker), this.Positions(100));

        Assert.Equal((100, 90, 10), (counts.Published, counts.Acknowledged, counts.Refused));
    }

    [Fact]
    public async Task Sends_again_what_was_not_acknowledged_when_the_broker_went_away()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        Task? restart = null;
        broker.AfterPublish = async count =>
        {
            if (count == 100)
            {
                // The broker goes away while this message and those behind it wait for their acknowledgement, which it
                // gives one after the other: none of them gets any from this broker.
                restart = Task.Run(broker.RestartAsync, TestContext.Current.CancellationToken);
                await restart;
            }
        };
        PublishCounts counts = await Publish(Options(broker), this.Positions(300));
        await restart!;

        Assert.Equal((300, 300), (counts.Published, counts.Acknowledged));
        Assert.Equal(1, counts.Reconnects);
        Assert.Equal(300, broker.Received.Select(r => r.Topic).Distinct().Count());
        Assert.Equal(broker.Received.Count, 300 + broker.Received.GroupBy(r => r.Topic).Sum(g => g.Count() - 1));
        AssertEachFirstComesInOrder(broker);
    }

    [Fact]
    public async Task Sends_without_acknowledgement_at_QoS_0()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        var all = new TaskCompletionSource();
        broker.AfterPublish = count =>
        {
            if (count == 200)
            {
                all.SetResult();
            }

            return Task.CompletedTask;
        };
        PublishCounts counts = await Publish(Options(broker) with { Qos = 0 }, this.Positions(200));
        await all.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal((200, 0), (counts.Published, counts.Acknowledged));
    }

    [Fact]
    public async Task Says_that_no_broker_answers()
    {
        PublishOptions options = Options(TestPorts.Free());
        PublishException failure = await Assert.ThrowsAsync<PublishException>(() => Publish(options, this.Positions(1)));

        Assert.StartsWith($"No broker takes this client at mqtt://127.0.0.1:{options.Broker.Port}: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Moves_all_times_to_the_present()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        PublishOptions options = Options(broker) with { Speed = 1000, ShiftToNow = true };
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await Publish(options, this.Positions(3));

        foreach ((_, string payload) in broker.Received)
        {
            double measured = double.Parse(payload[(payload.IndexOf(':', StringComparison.Ordinal) + 1)..payload.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            Assert.InRange(measured, before - 1, before + 60);
        }
    }

    [Fact]
    public async Task Publishes_through_Mosquitto_within_the_window_it_grants()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(TestContext.Current.CancellationToken);
        PublishCounts counts = await Publish(Options(broker.Port) with { MaxInFlight = 5000 }, this.Positions(3000));

        Assert.Equal((3000, 3000, 0), (counts.Published, counts.Acknowledged, counts.Reconnects));
    }

    private static void AssertEachFirstComesInOrder(LoopbackBroker broker) =>
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"transithub/v1/f/avl/v{i}"), broker.Received.Select(r => r.Topic).Distinct());

    private static PublishOptions Options(LoopbackBroker broker) => Options(broker.Port);

    private static PublishOptions Options(int port) => new()
    {
        Feed = FeedId.Parse("f"),
        Broker = new Uri($"mqtt://127.0.0.1:{port}"),
        Speed = null,
        ReconnectSeconds = 20,
    };

    private static async Task<PublishCounts> Publish(PublishOptions options, string path, string format = "positions-csv")
    {
        using Recording recording = RecordingReader.Open(path, format);
        return await new RecordingPublisher(options, TimeProvider.System).RunAsync(recording, progress: null, TestContext.Current.CancellationToken);
    }

    private string Positions(int count)
    {
        StringBuilder text = new("received_unix,measured_unix,vehicle_id,lat,lon\n");
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{1_700_000_005 + i},{1_700_000_000 + i},v{i},13.75,100.5\n");
        }

        return this.folder.Write("p.csv", text.ToString());
    }
}
