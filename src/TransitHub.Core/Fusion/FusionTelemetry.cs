using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;

namespace TransitHub.Core.Fusion;

/// <summary>What the one writer of a feed's states measures. For one thread at a time; allocates only for observations that are followed.</summary>
public sealed class FusionTelemetry
{
    /// <summary>Batches of one state whose delay is measured at most; more are as good as these.</summary>
    private const int MeasuredBatches = 1000;

    private readonly TimeProvider clock;
    private readonly KeyValuePair<string, object?> feed;
    private readonly FollowedStates states;
    private readonly List<long> durableAt = [];
    private readonly List<FollowedObservation> ofState = [];
    private long started;
    private DateTimeOffset startedAt;

    /// <summary>Starts with nothing measured.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="states">Where whoever encodes states finds what they have in them.</param>
    /// <param name="clock">The hub's clock.</param>
    public FusionTelemetry(FeedId feed, FollowedStates states, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(clock);
        this.feed = TelemetryNames.FeedTag(feed);
        this.states = states;
        this.clock = clock;
    }

    /// <summary>The pipeline begins with a batch, or with a state.</summary>
    public void Begin()
    {
        this.started = this.clock.GetTimestamp();
        this.startedAt = this.clock.GetUtcNow();
    }

    /// <summary>The pipeline has taken a batch.</summary>
    /// <param name="observations">What it has.</param>
    /// <param name="durable">When it was durable, as <see cref="TimeProvider.GetTimestamp"/> gives it.</param>
    public void EndBatch(IReadOnlyList<Observation> observations, long durable)
    {
        ArgumentNullException.ThrowIfNull(observations);
        HubInstruments.FuseDuration.Record(this.clock.GetElapsedTime(this.started).TotalSeconds, this.feed);
        if (this.durableAt.Count < MeasuredBatches)
        {
            this.durableAt.Add(durable);
        }

        if (FollowedObservations.In(observations) is { Count: > 0 } followed)
        {
            this.WriteShared(StageName.Fuse, followed, new(ObservationTracing.BatchSizeAttribute, observations.Count));
            this.ofState.AddRange(followed);
        }
    }

    /// <summary>A state was made of all the batches so far, and is about to be published.</summary>
    public void EndState(long sequence)
    {
        HubInstruments.StateDuration.Record(this.clock.GetElapsedTime(this.started).TotalSeconds, this.feed);
        foreach (long durable in this.durableAt)
        {
            HubInstruments.StateDelay.Record(this.clock.GetElapsedTime(durable).TotalSeconds, this.feed);
        }

        this.durableAt.Clear();
        if (this.ofState.Count > 0)
        {
            this.WriteShared(StageName.State, this.ofState, new(ObservationTracing.StateAttribute, sequence));
            this.states.Note(sequence, this.ofState);
            this.ofState.Clear();
        }
    }

    private void WriteShared(string stage, IReadOnlyList<FollowedObservation> followed, KeyValuePair<string, object?> attribute) => ObservationTracing.WriteShared(
        stage, [.. followed.Select(f => f.Trace)], this.startedAt, this.clock.GetUtcNow(), new(ObservationTracing.FeedAttribute, this.feed.Value), attribute);
}
