using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// What a shard's owner writes of observations that are followed. It waits until the state that has them is published: where an owner makes again what
/// another has published, nothing is written twice. One thread uses it; it costs nothing for all other records.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="clock">The owner's clock.</param>
internal sealed class ShardTelemetry(ShardId shard, TimeProvider clock)
{
    /// <summary>Followed in one state at most; as many as are kept of a feed's states.</summary>
    private const int Most = 256;

    private readonly KeyValuePair<string, object?> feed = TelemetryNames.FeedTag(shard.Feed);
    private readonly KeyValuePair<string, object?> feedAttribute = new(ObservationTracing.FeedAttribute, shard.Feed.ToString());
    private readonly List<Followed> waiting = [];
    private DateTimeOffset begunAt;
    private long begun;
    private Followed? current;

    /// <summary>What of the next state is followed; null: nothing.</summary>
    public ShardTrace[]? Told => this.waiting.Any(f => f.IsAccepted) ? [.. this.waiting.Where(f => f.IsAccepted).Select(f => ShardTrace.Of(f.Observation))] : null;

    /// <summary>The machine is about to take a record in.</summary>
    public void Begin(Observation observation)
    {
        if (observation.Trace is not null || observation is TimerTick)
        {
            this.begunAt = clock.GetUtcNow();
            this.begun = clock.GetTimestamp();
        }
    }

    /// <summary>The gate has judged it.</summary>
    public void Judged(Observation observation, GateVerdict verdict)
    {
        if (observation.Trace is { } trace && this.waiting.Count < Most)
        {
            this.current = new Followed(
                new(observation.Device, trace), verdict.Accepted is not null, IngestTelemetry.TextOf(verdict), this.begunAt, clock.GetUtcNow());
        }
    }

    /// <summary>The machine has taken it in.</summary>
    public void End()
    {
        if (this.current is { } followed)
        {
            this.waiting.Add(followed with { FusedAt = clock.GetUtcNow() });
            this.current = null;
        }
    }

    /// <summary>What waits is of a state that was published before, or of none.</summary>
    public void Forget()
    {
        this.current = null;
        this.waiting.Clear();
    }

    /// <summary>The state that has what waits is published; its making began with the last tick.</summary>
    public void Published(long sequence)
    {
        HubInstruments.StateDuration.Record(clock.GetElapsedTime(this.begun).TotalSeconds, this.feed);
        foreach (Followed one in this.waiting)
        {
            ObservationTracing.Write(
                StageName.Gate, one.Observation.Trace, one.TakenAt, one.JudgedAt, this.feedAttribute, new(ObservationTracing.VerdictAttribute, one.Verdict));
            if (one.IsAccepted)
            {
                ObservationTracing.Write(StageName.Fuse, one.Observation.Trace, one.JudgedAt, one.FusedAt, this.feedAttribute);
            }
        }

        ObservationTracing.WriteShared(
            StageName.State, [.. this.waiting.Where(f => f.IsAccepted).Select(f => f.Observation.Trace)], this.begunAt, clock.GetUtcNow(),
            this.feedAttribute, new(ObservationTracing.StateAttribute, sequence));
        this.waiting.Clear();
    }

    private sealed record Followed(FollowedObservation Observation, bool IsAccepted, string Verdict, DateTimeOffset TakenAt, DateTimeOffset JudgedAt)
    {
        public DateTimeOffset FusedAt { get; init; }
    }
}
