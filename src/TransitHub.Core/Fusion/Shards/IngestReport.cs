using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>What ingest processes refused before the shards' logs: that of one process, and of those that had its place before. Counts are since the place was first taken.</summary>
public sealed record IngestReport
{
    /// <summary>The name of reports in the store of states.</summary>
    internal const string Name = "refused";

    /// <summary>The version of their place there; the content goes by the names of fields.</summary>
    internal const int Schema = 1;

    /// <summary>When it was made, by the process's clock.</summary>
    public required Timestamp At { get; init; }

    /// <summary>One for each feed, and one for what belongs to none.</summary>
    public IngestTally[] Feeds { get; init; } = [];
}

/// <summary>What was refused of one feed before the logs of its shards.</summary>
/// <param name="Feed">Its id; empty: what could not be told to belong to a feed.</param>
public sealed record IngestTally(string Feed)
{
    /// <summary>By reason, in the order of the flow.</summary>
    public ReasonTally[] Reasons { get; init; } = [];

    /// <summary>The newest of each reason, the oldest first.</summary>
    public Rejection[] Samples { get; init; } = [];

    /// <summary>Observations that were decoded and refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Observations given up for a newer one of the same device.</summary>
    public long Conflated { get; init; }

    /// <summary>Observations that were never acknowledged because a log failed.</summary>
    public long Failed { get; init; }

    /// <summary>Changes with whatever it tells.</summary>
    internal long Total => this.Rejected + this.Conflated + this.Failed + this.Reasons.Sum(r => r.Count);

    /// <summary>Of what an intake has refused so far.</summary>
    internal static IngestTally Of(ObservationIntake intake)
    {
        IntakeCounters counters = intake.Counters;
        return Of(intake.Feed.ToString(), intake.Ledger) with { Rejected = counters.Rejected, Conflated = counters.Conflated, Failed = counters.Failed };
    }

    /// <summary>Of a ledger alone.</summary>
    internal static IngestTally Of(string feed, RejectionLedger ledger)
    {
        IReadOnlyList<KeyValuePair<RejectionReason, long>> reasons = ledger.List();
        return new IngestTally(feed)
        {
            Reasons = [.. reasons.Select(r => new ReasonTally(r.Key, r.Value))],
            Samples = [.. reasons.SelectMany(r => ledger.SamplesOf(r.Key))],
        };
    }

    /// <summary>The sums of several, by feed, with the newest samples of each reason.</summary>
    internal static IngestTally[] Add(IEnumerable<IngestTally> tallies) =>
        [.. tallies.GroupBy(t => t.Feed, StringComparer.Ordinal).Select(of => Combine(of.Key, [.. of])).OrderBy(t => t.Feed, StringComparer.Ordinal)];

    /// <summary>The same with all counts turned round, to be taken off.</summary>
    internal IngestTally Negated() => this with
    {
        Reasons = [.. this.Reasons.Select(r => r with { Count = -r.Count })],
        Samples = [],
        Rejected = -this.Rejected,
        Conflated = -this.Conflated,
        Failed = -this.Failed,
    };

    private static IngestTally Combine(string feed, IngestTally[] of) => new(feed)
    {
        Reasons = [.. of.SelectMany(t => t.Reasons).GroupBy(r => r.Reason).OrderBy(r => r.Key).Select(r => new ReasonTally(r.Key, r.Sum(one => one.Count)))],
        Samples =
        [
            .. of.SelectMany(t => t.Samples).Distinct().GroupBy(s => s.Reason).OrderBy(s => s.Key)
                .SelectMany(s => s.OrderBy(one => one.At).TakeLast(RejectionLedger.SamplesPerReason)),
        ],
        Rejected = of.Sum(t => t.Rejected),
        Conflated = of.Sum(t => t.Conflated),
        Failed = of.Sum(t => t.Failed),
    };
}
