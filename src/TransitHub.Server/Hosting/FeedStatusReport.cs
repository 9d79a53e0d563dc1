using System.Collections.Immutable;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Hosting;

/// <summary>A reason and how often it came.</summary>
/// <param name="Stage">decode, queue, gate or match.</param>
/// <param name="Reason">The reason in snake_case.</param>
/// <param name="Count">How often, since the hub started.</param>
internal readonly record struct ReasonCount(string Stage, string Reason, long Count);

/// <summary>A feed's figures at one moment.</summary>
internal sealed record FeedFigures(
    HubFeed Feed,
    long Sequence,
    string? StaticVersion,
    int Vehicles,
    int MatchedVehicles,
    int Trips,
    IntakeCounters Counters,
    IReadOnlyList<ReasonCount> Rejections,
    Timestamp? LastReceivedAt,
    double StateAgeSeconds,
    ImmutableArray<ModelShare> ModelShares,
    UnseenCounts Unseen)
{
    /// <summary>Refused by the decoders, so never in <see cref="Counters"/>.</summary>
    public long Undecoded => this.CountAt("decode");

    /// <summary>Refused before the log, at whatever stage: all that was published is this, or accepted, or still queued.</summary>
    public long Refused => this.Undecoded + this.CountAt("queue") + this.CountAt("gate");

    /// <summary>Accepted reports that have no trip, or were held back from it.</summary>
    public long WithoutTrip => this.CountAt("match");

    private long CountAt(string stage) => this.Rejections.Where(r => r.Stage == stage).Sum(r => r.Count);
}

/// <summary>Gathers a feed's figures, the same for gRPC, JSON and the status page.</summary>
internal sealed class FeedStatusReport(TimeProvider clock)
{
    /// <summary>The figures now.</summary>
    public FeedFigures Of(HubFeed feed)
    {
        SnapshotIndex index = feed.Newest;
        HubSnapshot state = index.State;
        return new FeedFigures(
            feed,
            state.Sequence,
            StaticVersionOf(feed),
            state.Vehicles.Length,
            index.MatchedVehicles,
            state.Trips.Length,
            feed.Counters(),
            ReasonsOf(feed.Ledger),
            state.Vehicles.IsEmpty ? null : new Timestamp(state.Vehicles.Max(v => v.ReceivedAt.UnixMilliseconds)),
            Math.Max(0, Timestamp.Now(clock).SecondsSince(state.CreatedAt)),
            state.ModelShares,
            UnseenCounts.Of(state));
    }

    /// <summary>A ledger's reasons in the order of the flow.</summary>
    public static IReadOnlyList<ReasonCount> ReasonsOf(RejectionLedger ledger) =>
        [.. ledger.List().Select(p => new ReasonCount(p.Key.Stage(), p.Key.Name(), p.Value))];

    /// <summary>The version of the static feed; null for a feed without one.</summary>
    public static string? StaticVersionOf(HubFeed feed) => feed.Schedule == Gtfs.Schedule.Empty ? null : feed.Schedule.Version;
}
