using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Simulation.Cities;

namespace TransitHub.Simulation.Tests.City;

/// <summary>A shard of the sample city, with all that is sent there, from machine to machine.</summary>
public sealed class ShardStateTests
{
    private static readonly SampleCity Bangkok = SampleCity.Load();

    private static readonly ShardSetup Setup = new(ShardId.From(FeedId.Parse("city"), 0), 2, Bangkok.Schedule, new FeedRuntimeOptions { Gate = new GateOptions { MaxSpeedMps = 60 } })
    {
        Devices = Bangkok.Cameras,
    };

    [Fact]
    public void A_machine_that_takes_over_goes_on_as_the_one_before_would_have()
    {
        List<LoggedRecord> log = Log(0.35);
        ShardMachine undisturbed = new(Setup);
        ShardMachine current = new(Setup);
        int states = 0;
        foreach (LoggedRecord record in log)
        {
            ShardOutput? expected = undisturbed.Take(record);
            ShardOutput? actual = current.Take(record);
            Assert.Equal(expected is null, actual is null);
            if (expected is null)
            {
                continue;
            }

            Assert.Equal(Bytes(expected.State), Bytes(actual!.State));
            if (++states % 250 == 0)
            {
                // Whoever looks at the devices leaves no trace in the state.
                Assert.NotEmpty(current.Devices.List());
                byte[] state = current.Save();
                Assert.Equal(undisturbed.Save(), state);
                current = new ShardMachine(Setup);
                string? problem = current.TryRestore(state);
                Assert.True(problem is null, problem);
                Assert.Equal(state, current.Save());
            }
        }

        Assert.True(states > 1000);
        Assert.True(undisturbed.Accepted > 5000);
    }

    private static byte[] Bytes(HubSnapshot state) => GraphCodec.Encode((state.Sequence, state.CreatedAt, state.Vehicles, state.Trips, state.Unseen, state.Headways, state.Crowding));

    private static List<LoggedRecord> Log(double hours)
    {
        SimulationOptions options = new() { Feed = FeedId.Parse("city"), StartAt = CityRun.At(7.5) };
        Timestamp start = options.StartAt;
        List<SimulatedMessage> messages = CityRun.Of(Bangkok.Schedule, options, hours, traits: _ => Bangkok.Traits, cameras: Bangkok.Cameras).Messages;
        MessageDecoder decoder = new(new DecoderOptions());
        IEnumerable<Observation> sent = messages.SelectMany(m => decoder.Decode(m.Topic, m.Payload, contentType: null, m.SendAt).Observations);
        IEnumerable<Observation> ticks = Enumerable.Range(1, (int)(hours * 3600)).Select(i => TimerTick.At(start.AddSeconds(i)));
        return [.. sent.Concat(ticks).OrderBy(o => o.ReceivedAt).Select((o, i) => new LoggedRecord(i + 1, o))];
    }
}
