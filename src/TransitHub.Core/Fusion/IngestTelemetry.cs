using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>
/// What the writer of a log measures. For one append at a time, so logs that are written beside each other have one each; allocates only for observations
/// that are followed.
/// </summary>
public sealed class IngestTelemetry
{
    private readonly TimeProvider clock;
    private readonly KeyValuePair<string, object?> feed;
    private readonly KeyValuePair<string, object?> feedAttribute;
    private long appendStarted;
    private DateTimeOffset appendStartedAt;

    /// <summary>Starts with nothing measured.</summary>
    public IngestTelemetry(FeedId feed, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        this.feed = TelemetryNames.FeedTag(feed);
        this.feedAttribute = new(ObservationTracing.FeedAttribute, this.feed.Value);
    }

    /// <summary>An observation that is followed was taken out of the intake.</summary>
    public void Taken(ObservationTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ObservationTracing.Write(StageName.Queue, trace, trace.HandedOver, this.clock.GetUtcNow(), this.feedAttribute);
    }

    /// <summary>Lets the gate judge an observation that is followed.</summary>
    public GateVerdict Judge(ObservationTrace trace, Observation observation, Func<Observation, GateVerdict> check)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(check);
        DateTimeOffset began = this.clock.GetUtcNow();
        GateVerdict verdict = check(observation);
        ObservationTracing.Write(
            StageName.Gate, trace, began, this.clock.GetUtcNow(), this.feedAttribute, new(ObservationTracing.VerdictAttribute, TextOf(verdict)));
        return verdict;
    }

    /// <summary>An append begins.</summary>
    public void BeginAppend()
    {
        this.appendStarted = this.clock.GetTimestamp();
        this.appendStartedAt = this.clock.GetUtcNow();
    }

    /// <summary>The append is durable.</summary>
    /// <param name="observations">What it has.</param>
    public void EndAppend(IReadOnlyList<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        HubInstruments.AppendDuration.Record(this.clock.GetElapsedTime(this.appendStarted).TotalSeconds, this.feed);
        HubInstruments.AppendSize.Record(observations.Count, this.feed);
        if (FollowedObservations.In(observations) is { Count: > 0 } followed)
        {
            ObservationTracing.WriteShared(
                StageName.Append, [.. followed.Select(f => f.Trace)], this.appendStartedAt, this.clock.GetUtcNow(),
                this.feedAttribute, new(ObservationTracing.BatchSizeAttribute, observations.Count));
        }
    }

    /// <summary>What the gate said, as spans tell it.</summary>
    internal static string TextOf(GateVerdict verdict) => verdict.Accepted is null ? verdict.Reason.Name() : "accepted";

    /// <summary>A batch of messages is settled: all their observations are durable or refused.</summary>
    internal void Settled(List<IntakeSubmission> submissions)
    {
        if (!HubInstruments.DurableDelay.Enabled)
        {
            return;
        }

        Timestamp now = Timestamp.Now(this.clock);
        foreach (IntakeSubmission submission in submissions)
        {
            HubInstruments.DurableDelay.Record(Math.Max(0, now.SecondsSince(submission.Observations[0].ReceivedAt)), this.feed);
        }
    }
}
