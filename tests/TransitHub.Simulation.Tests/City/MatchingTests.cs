using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Mqtt.Decoding;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

/// <summary>The hub's own decoders and fusion on what a simulated city says: both are wrong, or neither.</summary>
public sealed class MatchingTests
{
    private static readonly Schedule City = TestNetwork.Whole();

    [Fact]
    public void Every_message_is_understood()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(8) with { Service = new(), Devices = new() }, 0.5);
        MessageDecoder decoder = new(new DecoderOptions());
        foreach (SimulatedMessage message in run.Messages)
        {
            DecodedMessage decoded = decoder.Decode(message.Topic, message.Payload, null, message.SendAt);
            Assert.Empty(decoded.Rejections);
            Observation observation = Assert.Single(decoded.Observations);
            Assert.True(observation is not AvlReport report || report.Label!.StartsWith("SIM ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(SignOnHabit.Trip, 0.99)]
    [InlineData(SignOnHabit.Route, 0.95)]
    [InlineData(SignOnHabit.Sign, 0.95)]
    [InlineData(SignOnHabit.Nothing, 0.95)]
    public void The_hub_finds_the_right_trip_of_vehicles_without_faults(SignOnHabit habit, double least)
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(7.5), 1, traits: t => t.WithAll(l => l with { SignOn = habit }));
        Dictionary<string, int[]> byLine = Score(run);
        int[] all = [byLine.Values.Sum(c => c[0]), byLine.Values.Sum(c => c[1])];
        string told = string.Join("; ", byLine.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {100.0 * l.Value[1] / l.Value[0]:F1} %")));

        Assert.True(all[1] >= least * all[0], $"{habit}: {100.0 * all[1] / all[0]:F1} % of {all[0]} ({told})");
        TestContext.Current.TestOutputHelper?.WriteLine($"{habit}: {100.0 * all[1] / all[0]:F1} % of {all[0]} ({told})");
    }

    /// <summary>By line: positions on a run, and of these how many the hub has on that trip (of one by headway: on that trip's pattern).</summary>
    private static Dictionary<string, int[]> Score(CityRun run)
    {
        MessageDecoder decoder = new(new DecoderOptions());
        FusionPipeline pipeline = new(FeedId.Parse("test"), City, new FusionOptions(), new RejectionLedger());
        var truth = run.Truth.Positions.ToDictionary(p => (p.VehicleId, p.At.UnixMilliseconds));
        Dictionary<string, int[]> scores = new(StringComparer.Ordinal);
        Dictionary<string, TruePosition> last = new(StringComparer.Ordinal);
        long due = 0;
        foreach (SimulatedMessage message in run.Messages)
        {
            foreach (AvlReport report in decoder.Decode(message.Topic, message.Payload, null, message.SendAt).Observations.OfType<AvlReport>())
            {
                pipeline.Process(report);
                last[report.Device.ToString()] = truth[(report.Device.ToString(), report.MeasuredAt.UnixMilliseconds)];
            }

            if (message.SendAt.UnixSeconds >= due)
            {
                due = message.SendAt.UnixSeconds + 30;
                Count(pipeline.TakeSnapshot(message.SendAt), last, scores, isCounted: message.SendAt >= CityRun.At(7.5).AddSeconds(600));
            }
        }

        return scores;
    }

    private static void Count(HubSnapshot snapshot, Dictionary<string, TruePosition> last, Dictionary<string, int[]> scores, bool isCounted)
    {
        foreach (VehicleSnapshot vehicle in snapshot.Vehicles)
        {
            if (!isCounted || !last.TryGetValue(vehicle.Id.ToString(), out TruePosition truth) || truth.TripId is null)
            {
                continue;
            }

            string line = vehicle.Id.ToString()[4..^4];
            scores.TryAdd(line, new int[2]);
            scores[line][0]++;
            scores[line][1] += vehicle.Trip is { } trip && City.Trips.Id(trip.TripIndex) == truth.TripId ? 1 : 0;
        }
    }
}
