using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Time;

namespace TransitHub.Core.Serving;

/// <summary>
/// Publishes a feed's GTFS-Realtime under the encoder's lease. Header times never fall, whoever published before by whatever clock: where this one is behind,
/// the header goes on from what was published by half the clock's pace until the clock has caught up. One thread uses it.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="options">The operator's settings.</param>
/// <param name="store">Where every replica finds the bytes.</param>
/// <param name="lease">The encoder's.</param>
public sealed class FeedIssuer(FeedId feed, FeedOptions options, IFeedStore store, Lease lease)
{
    private readonly FeedSetEncoder encoder = new(options);
    private volatile FeedSet? issued;
    private long notBefore = long.MinValue;
    private Timestamp behindSince;

    /// <summary>What was published last under this lease; null: nothing yet. Any thread may ask.</summary>
    public FeedSet? Issued => this.issued;

    /// <summary>The name under which a message is published.</summary>
    public static string NameOf(FeedKind kind, FeedCut cut) => kind switch
    {
        FeedKind.VehiclePositions => cut == FeedCut.Google ? "vehicle-positions-google" : "vehicle-positions",
        FeedKind.TripUpdates => cut == FeedCut.Google ? "trip-updates-google" : "trip-updates",
        FeedKind.Alerts => "alerts",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such feed."),
    };

    /// <summary>The messages of an edition as a set; null: one of them is missing.</summary>
    public static FeedSet? SetOf(FeedEdition edition)
    {
        ArgumentNullException.ThrowIfNull(edition);
        return Find(FeedKind.VehiclePositions, FeedCut.All) is { } positions && Find(FeedKind.VehiclePositions, FeedCut.Google) is { } onTrips
            && Find(FeedKind.TripUpdates, FeedCut.All) is { } updates && Find(FeedKind.Alerts, FeedCut.All) is { } alerts
            ? new FeedSet(positions, onTrips, updates, Find(FeedKind.TripUpdates, FeedCut.Google) ?? updates, alerts) : null;

        FeedBytes? Find(FeedKind kind, FeedCut cut) => edition.Feeds.FirstOrDefault(f => f.Name == NameOf(kind, cut))?.Bytes;
    }

    /// <summary>Publishes a state if there is anything new to be told; call it once a second also where no state is new.</summary>
    /// <param name="state">The newest state.</param>
    /// <param name="now">This process's clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there was.</returns>
    /// <exception cref="LeaseLostException">The lease is no longer held; nothing was published.</exception>
    /// <exception cref="IOException">The storage failed; the next call tries again.</exception>
    public Task<bool> IssueAsync(HubSnapshot state, Timestamp now, CancellationToken cancellationToken) => this.IssueAsync(state, RiderWord.None, now, cancellationToken);

    /// <summary>The same with what riders are told.</summary>
    public async Task<bool> IssueAsync(HubSnapshot state, RiderWord told, Timestamp now, CancellationToken cancellationToken)
    {
        FeedSet set = this.encoder.Encode(state, told, this.HeaderTime(now));
        if (ReferenceEquals(set, this.issued))
        {
            return false;
        }

        try
        {
            await store.PublishAsync(feed, ListOf(set), lease, cancellationToken).ConfigureAwait(false);
        }
        catch (FeedTimeException exception)
        {
            this.behindSince = now;
            this.notBefore = exception.Published + options.MinIntervalSeconds;
            set = this.encoder.Encode(state, told, this.HeaderTime(now));
            await store.PublishAsync(feed, ListOf(set), lease, cancellationToken).ConfigureAwait(false);
        }

        this.issued = set;
        return true;
    }

    /// <summary>A cut that is no other than the whole is not kept twice.</summary>
    private static PublishedFeed[] ListOf(FeedSet set) =>
    [
        Of(set, FeedKind.VehiclePositions, FeedCut.All),
        Of(set, FeedKind.VehiclePositions, FeedCut.Google),
        Of(set, FeedKind.TripUpdates, FeedCut.All),
        .. ReferenceEquals(set.Get(FeedKind.TripUpdates), set.Get(FeedKind.TripUpdates, FeedCut.Google)) ? [] : new[] { Of(set, FeedKind.TripUpdates, FeedCut.Google) },
        Of(set, FeedKind.Alerts, FeedCut.All),
    ];

    private static PublishedFeed Of(FeedSet set, FeedKind kind, FeedCut cut) => new(NameOf(kind, cut), set.Get(kind, cut));

    private Timestamp HeaderTime(Timestamp now)
    {
        if (this.notBefore == long.MinValue)
        {
            return now;
        }

        var from = Timestamp.FromUnixSeconds(this.notBefore).AddSeconds(Math.Max(0, now.SecondsSince(this.behindSince)) / 2);
        return from.CompareTo(now) > 0 ? from : now;
    }
}
