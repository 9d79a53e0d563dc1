using TransitHub.Core.Observations;

namespace TransitHub.Server.Hosting;

/// <summary>The ledgers of this process: those that its feeds show, and those of its intakes where another process shows the feed.</summary>
internal sealed class LedgerDirectory(FeedDirectory feeds, IntakeDirectory intakes)
{
    /// <summary>Counts what belongs to no feed.</summary>
    public RejectionLedger Unrouted => feeds.Unrouted ?? intakes.Unrouted;

    /// <summary>One ledger of each feed, with the feed's id.</summary>
    public IEnumerable<(string Feed, RejectionLedger Ledger)> All => feeds.All.Select(f => (Feed: f.Id.ToString(), f.Ledger))
        .Concat(intakes.All.Select(i => (Feed: i.Feed.ToString(), i.Ledger)))
        .DistinctBy(of => of.Feed, StringComparer.Ordinal);
}
