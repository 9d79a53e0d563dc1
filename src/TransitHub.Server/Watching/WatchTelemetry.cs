using System.Diagnostics.Metrics;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Server.Watching;

/// <summary>What one reader's stream measures.</summary>
/// <param name="publisher">The feed's states.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class WatchTelemetry(SnapshotPublisher publisher, TimeProvider clock)
{
    private static readonly Meter Meter = new(TelemetryNames.Meter);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "transithub.watch.steps", "{step}", "Snapshots and changes written to readers' streams.");

    private static readonly Counter<long> Skipped = Meter.CreateCounter<long>(
        "transithub.watch.skipped", "{state}", "States that readers did not get by themselves because they were too slow, or asked for fewer.");

    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "transithub.watch.dropped", "{stream}", "Streams that were cut off because their reader took nothing for too long.");

    private static readonly Histogram<double> Delay = Meter.CreateHistogram(
        "transithub.watch.delay", "s", "From the making of a state until its changes were written to a reader's stream.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    private readonly KeyValuePair<string, object?> feed = TelemetryNames.FeedTag(publisher.Current.Feed);
    private DateTimeOffset begun;

    /// <summary>A stream was cut off.</summary>
    public static void CountDropped(KeyValuePair<string, object?> feed) => Dropped.Add(1, feed);

    /// <summary>A step is about to be written.</summary>
    public void Begin() => this.begun = clock.GetUtcNow();

    /// <summary>The reader has taken it.</summary>
    public void End(WatchStep step)
    {
        if (step.Kind == WatchStepKind.Heartbeat)
        {
            return;
        }

        Steps.Add(1, this.feed);
        Skipped.Add(step.ConflatedStates, this.feed);
        if (step.Kind == WatchStepKind.Changes)
        {
            Delay.Record(Math.Max(0, Timestamp.Now(clock).SecondsSince(step.State.CreatedAt)), this.feed);
            IReadOnlyList<ObservationTrace> first = publisher.Followed.TakeUnsent(step.From, step.To, device => step.Delta.Vehicles.Any(v => v.Id == device));
            ObservationTracing.WriteShared(
                StageName.Watch, first, this.begun, clock.GetUtcNow(), new(ObservationTracing.FeedAttribute, this.feed.Value), new(ObservationTracing.StateAttribute, step.To));
        }
    }
}
