using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>What the writer of a feed's log measures. For one thread at a time; allocates only for observations that are followed.</summary>
public sealed class IngestTelemetry
{
    private readonly TimeProvider clock;
    private readonly KeyValuePair<string, object?> feed;
    private readonly List<ObservationTrace> followed = [];
    private long appendStarted;
    private DateTimeOffset appendStartedAt;

    /// <summary>Starts with nothing measured.</summary>
    public IngestTelemetry(FeedId feed, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        this.feed = TelemetryNames.FeedTag(feed);
    }

    /// <summary>Lets the gate judge an observation that is followed, and writes the spans of its wait before and of the judgment.</summary>
    public GateVerdict Follow(ObservationTrace trace, Observation observation, Func<Observation, GateVerdict> check)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(check);
        DateTimeOffset began = this.clock.GetUtcNow();
        GateVerdict verdict = check(observation);
        KeyValuePair<string, object?> named = new(ObservationTracing.FeedAttribute, this.feed.Value);
        ObservationTracing.Write(StageName.Queue, trace, trace.HandedOver, began, named);
        ObservationTracing.Write(
            StageName.Gate, trace, began, this.clock.GetUtcNow(), named, new("transithub.verdict", verdict.Accepted is null ? verdict.Reason.Name() : "accepted"));
        if (verdict.Accepted is not null)
        {
            this.followed.Add(trace);
        }

        return verdict;
    }

    /// <summary>An append begins.</summary>
    public void BeginAppend()
    {
        this.appendStarted = this.clock.GetTimestamp();
        this.appendStartedAt = this.clock.GetUtcNow();
    }

    /// <summary>The append is durable.</summary>
    /// <param name="observations">How many it has.</param>
    public void EndAppend(int observations)
    {
        HubInstruments.AppendDuration.Record(this.clock.GetElapsedTime(this.appendStarted).TotalSeconds, this.feed);
        HubInstruments.AppendSize.Record(observations, this.feed);
        if (this.followed.Count > 0)
        {
            ObservationTracing.WriteShared(
                StageName.Append, this.followed, this.appendStartedAt, this.clock.GetUtcNow(),
                new(ObservationTracing.FeedAttribute, this.feed.Value), new(ObservationTracing.BatchSizeAttribute, observations));
        }
    }

    /// <summary>A batch of messages is settled: all their observations are durable or refused.</summary>
    internal void Settled(List<IntakeSubmission> submissions)
    {
        this.followed.Clear();
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
