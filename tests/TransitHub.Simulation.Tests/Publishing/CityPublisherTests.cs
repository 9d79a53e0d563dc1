using System.Text;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Tests.City;
using TransitHub.Simulation.Truth;
using TransitHub.Testing;

namespace TransitHub.Simulation.Tests.Publishing;

public sealed class CityPublisherTests
{
    private static readonly Schedule City = TestNetwork.Whole();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Everything_the_city_says_arrives_in_each_devices_order(int connections)
    {
        SimulationOptions options = CityRun.FaultFree(8);
        Timestamp until = options.StartAt.AddSeconds(120);
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();

        CityPublishCounts counts = await PublishAsync(broker.Url, options, until, connections);

        using CitySimulation same = new(City, SimulatedTraits.ByMode(City), options, NoTruth.Instance);
        List<SimulatedMessage> expected = [];
        same.Advance(until, expected);
        same.SwitchOff(expected);
        Assert.Equal(expected.Count, counts.Acknowledged);
        Assert.Equal(0, counts.Repeated);
        Assert.Equal(until, counts.Until);
        var arrived = broker.Received.ToLookup(m => m.Topic, m => m.Payload);
        foreach (var topic in expected.GroupBy(m => m.Topic))
        {
            Assert.Equal(topic.Select(m => Encoding.UTF8.GetString(m.Payload)), arrived[topic.Key]);
        }
    }

    [Fact]
    public async Task A_lost_connection_loses_no_message()
    {
        SimulationOptions options = CityRun.FaultFree(8);
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        bool isRestarted = false;
        TaskCompletionSource restarted = new();
        broker.AfterPublish = count =>
        {
            if (count > 100 && !Volatile.Read(ref isRestarted))
            {
                Volatile.Write(ref isRestarted, true);
                _ = Task.Run(async () =>
                {
                    await broker.RestartAsync();
                    restarted.SetResult();
                });
            }

            return Task.CompletedTask;
        };

        CityPublishCounts counts = await PublishAsync(broker.Url, options, options.StartAt.AddSeconds(600), 3);

        await restarted.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(counts.Reconnects > 0);
        Assert.Equal(counts.Published, counts.Acknowledged);
        Assert.Equal(counts.Acknowledged, broker.Received.Distinct().Count());
    }

    [Fact]
    public async Task A_broker_that_does_not_keep_up_makes_the_city_late_and_loses_nothing()
    {
        SimulationOptions options = CityRun.FaultFree(8);
        Timestamp until = options.StartAt.AddSeconds(300);
        StoppedClock clock = new(until);
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        TaskCompletionSource stuck = new();
        TaskCompletionSource goOn = new();
        broker.AfterPublish = async count =>
        {
            if (count >= 60)
            {
                stuck.TrySetResult();
                await goOn.Task;
            }
        };
        using CitySimulation city = new(City, SimulatedTraits.ByMode(City), options, NoTruth.Instance);
        CityPublisher publisher = new(city, new CityPublishOptions { Feed = options.Feed, Broker = broker.Url, Until = until, Connections = 1, MaxInFlight = 20 }, clock);
        Task<CityPublishCounts> publishing = publisher.RunAsync(TestContext.Current.CancellationToken);
        await stuck.Task.WaitAsync(TestContext.Current.CancellationToken);

        // The queue and what may be unanswered hold some seconds of the city; it cannot have gone on to the end.
        double lag = publisher.Counts.LagSeconds;
        goOn.SetResult();
        CityPublishCounts counts = await publishing;

        Assert.True(lag > 60, $"{lag}");
        Assert.InRange(counts.MaxLagSeconds, 290, 310);
        Assert.Equal(counts.Published, counts.Acknowledged);
        Assert.Equal(counts.Published, broker.Received.Count);
        Assert.Equal(0, counts.LagSeconds);
    }

    [Fact]
    public async Task Without_a_broker_it_says_so()
    {
        Uri nobody = new($"mqtt://127.0.0.1:{TestPorts.Free()}");

        PublishException refused = await Assert.ThrowsAsync<PublishException>(
            () => PublishAsync(nobody, CityRun.FaultFree(8), CityRun.At(8.1), 2));

        Assert.Contains(nobody.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }

    private static async Task<CityPublishCounts> PublishAsync(Uri broker, SimulationOptions options, Timestamp until, int connections)
    {
        using CitySimulation city = new(City, SimulatedTraits.ByMode(City), options, NoTruth.Instance);
        CityPublisher publisher = new(
            city, new CityPublishOptions { Feed = options.Feed, Broker = broker, Until = until, AsFastAsPossible = true, Connections = connections }, TimeProvider.System);
        return await publisher.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Always the same moment; its timers are real.</summary>
    private sealed class StoppedClock(Timestamp now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMilliseconds);
    }
}
