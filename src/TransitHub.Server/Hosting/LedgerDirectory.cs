using TransitHub.Core.Observations;

namespace TransitHub.Server.Hosting;

/// <summary>The ledgers of this process: of what its feeds show, and of what its intakes took where that is another one.</summary>
internal sealed class LedgerDirectory(FeedDirectory feeds, IntakeDirectory intakes)
{
    /// <summary>Counts what belongs to no feed.</summary>
    public RejectionLedger Unrouted => intakes.Unrouted;

    /// <summary>Each ledger once, with its feed's id; a feed may have two.</summary>
    public IEnumerable<(string Feed, RejectionLedger Ledger)> All => feeds.All.Select(f => (Feed: f.Id.ToString(), f.Ledger))
        .Concat(intakes.All.Select(i => (Feed: i.Feed.ToString(), i.Ledger)))
        .DistinctBy(of => of.Ledger, ReferenceEqualityComparer.Instance);
}
