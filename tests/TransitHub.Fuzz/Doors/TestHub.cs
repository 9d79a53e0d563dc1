using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Fuzz.Doors;

/// <summary>A small hub behind a door: gate and fusion of one feed, anew for each input.</summary>
internal static class TestHub
{
    /// <summary>Two minutes after trip T has left stop A.</summary>
    public static readonly Timestamp Now = Timestamp.FromUnixSeconds(1_772_413_320);

    /// <summary>Two stops, and one trip a day between them.</summary>
    public static readonly Schedule Schedule = FeedText.TwoStops().Read().Schedule;

    /// <summary>What the hub knows after some observations.</summary>
    public static HubSnapshot Pass(IEnumerable<Observation> observations)
    {
        var gate = new ObservationGate(new GateOptions(), Schedule.Extent);
        var pipeline = new FusionPipeline(FeedId.Parse("feed"), Schedule, new FusionOptions(), new RejectionLedger());
        foreach (Observation observation in observations)
        {
            if (gate.Check(observation).Accepted is { } accepted)
            {
                pipeline.Process(accepted);
            }
        }

        return pipeline.TakeSnapshot(Now);
    }
}
