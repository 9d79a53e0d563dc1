using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;

namespace TransitHub.Core.Serving;

/// <summary>What all ingest processes refused before the shards' logs, those that are gone with them. One thread refreshes it, any thread reads.</summary>
/// <param name="storage">Where they tell it.</param>
public sealed class IngestReports(IHubStorage storage)
{
    /// <summary>Places in a row without a report behind which no other is looked for: processes take the lowest, but may not have told anything there yet.</summary>
    private const int MostEmpty = 4;

    private readonly IngestReport?[] reports = new IngestReport?[IngestReporter.Places];
    private readonly long[] sequences = new long[IngestReporter.Places];
    private volatile Dictionary<string, IngestTally> sums = new(StringComparer.Ordinal);

    /// <summary>What could not be told to belong to a feed.</summary>
    public RejectionLedger Unrouted { get; } = new();

    /// <summary>The sums of a feed, the same object until something is new; null: nothing of it was told.</summary>
    public IngestTally? Find(FeedId feed) => this.sums.GetValueOrDefault(feed.ToString());

    /// <summary>Reads what is new.</summary>
    /// <exception cref="IOException">The storage failed, or a newer hub wrote it; what was read before stands.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        bool isNew = false;
        for (int number = 0, empty = 0; number < IngestReporter.Places && empty < MostEmpty; number++)
        {
            StateReading read = await storage.States.ReadAsync(LeaseName.OfIngest(number), IngestReport.Name, cancellationToken).ConfigureAwait(false);
            empty = read.State is null ? empty + 1 : 0;
            if (read.State is { } state && state.Sequence != this.sequences[number])
            {
                this.reports[number] = IngestReporter.ReportIn(state);
                this.sequences[number] = state.Sequence;
                isNew = true;
            }
        }

        if (isNew)
        {
            this.sums = IngestTally.Add(this.reports.OfType<IngestReport>().SelectMany(r => r.Feeds)).ToDictionary(t => t.Feed, StringComparer.Ordinal);
            foreach (ReasonTally reason in this.sums.GetValueOrDefault(string.Empty)?.Reasons ?? [])
            {
                this.Unrouted.Show(reason.Reason, reason.Count, this.sums[string.Empty].Samples.Where(s => s.Reason == reason.Reason));
            }
        }
    }
}
