using TransitHub.Core.Alerting;
using TransitHub.Core.Conformance;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Simulation.Cities;

namespace TransitHub.Simulation.Tests.City;

/// <summary>What the hub publishes of the sample city in the rush hour, held against all rules at every half minute.</summary>
public sealed class SampleCityConformanceTests
{
    private const int EverySeconds = 30;

    /// <summary>benchmarks/results/conformance.md has the whole hour.</summary>
    private const double Hours = 0.4;
    private static readonly FeedId Feed = FeedId.Parse("city");
    private static readonly SampleCity Bangkok = SampleCity.Load();

    [Fact]
    public void The_rush_hour_with_vehicles_cameras_and_alerts_breaks_no_rule()
    {
        SimulationOptions options = new() { Feed = Feed, StartAt = CityRun.At(7.25) };
        FusionPipeline pipeline = new(Feed, Bangkok.Schedule, new FusionOptions(), new RejectionLedger(), devices: Bangkok.Cameras);
        ObservationGate gate = new(new GateOptions { MaxSpeedMps = 60 }, Bangkok.Schedule.Extent, Bangkok.Cameras.IsZone);
        FeedSetEncoder encoder = new(new FeedOptions());
        AlertWatch alerts = new(new AlertOptions());
        RealtimeValidator validator = new(Bangkok.Schedule);
        Dictionary<string, string> broken = [];
        (int Moments, int Vehicles, int Runs, int CameraOnly, int Alerts) seen = default;
        Timestamp next = options.StartAt.AddSeconds(EverySeconds);
        foreach (Observation observation in Sent(options, Hours))
        {
            for (; observation.ReceivedAt > next; next = next.AddSeconds(EverySeconds))
            {
                HubSnapshot state = pipeline.TakeSnapshot(next);
                alerts.Observe(state);
                FeedSet feeds = encoder.Encode(state, [.. alerts.Episodes.Select(e => e.Alert)], next);
                RealtimeFindings found = validator.Check(next.UnixMilliseconds, [.. Enum.GetValues<FeedKind>().Select(kind => RealtimeFeed.Decode($"{kind}", feeds.Get(kind).Protobuf.Bytes))]);
                foreach (RealtimeNotice notice in found.Notices)
                {
                    broken.TryAdd(notice.Code, $"{notice.Code} at {next.UnixSeconds}, {notice.Feed} {notice.Entity}: {notice.Message}");
                }

                seen = (seen.Moments + 1, Math.Max(seen.Vehicles, state.Vehicles.Length), Math.Max(seen.Runs, state.Trips.Length), seen.CameraOnly + state.Trips.Count(t => !t.HasVehicle), Math.Max(seen.Alerts, alerts.Episodes.Length));
            }

            if (gate.Check(observation).Accepted is { } accepted)
            {
                pipeline.Process(accepted);
            }
        }

        Assert.Empty(broken.Values);
        Assert.InRange(seen.Moments, (int)(Hours * 3600 / EverySeconds) - 1, int.MaxValue);

        Assert.True(seen is { Vehicles: > 200, Runs: > 200, CameraOnly: > 0, Alerts: > 0 }, $"too little to judge: {seen}");
    }

    private static IEnumerable<Observation> Sent(SimulationOptions options, double hours)
    {
        MessageDecoder decoder = new(new DecoderOptions());
        return CityRun.Of(Bangkok.Schedule, options, hours, traits: _ => Bangkok.Traits, cameras: Bangkok.Cameras).Messages
            .SelectMany(m => decoder.Decode(m.Topic, m.Payload, contentType: null, m.SendAt).Observations)
            .OrderBy(o => o.ReceivedAt);
    }
}
