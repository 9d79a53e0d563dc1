using System.Collections.Immutable;
using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.States;
using TransitHub.Gtfs;

namespace TransitHub.Core.Serving;

/// <summary>
/// What a feed's shards report besides their states, together: sums, and of each device what its shard has; and what was refused before them. One thread refreshes it, any thread reads.
/// What a shard reported last stands until it reports again.
/// </summary>
public sealed class FeedReports
{
    private readonly FeedId feed;
    private readonly IHubStorage storage;
    private readonly ReportForm form;
    private readonly Func<CountBook> newBook;
    private readonly IngestReports? ingest;
    private readonly ShardReport?[] reports;
    private readonly ShardDetails?[] details;
    private volatile Sums sums = new([], null);
    private volatile Parts parts;

    /// <summary>Begins with nothing.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed.</param>
    /// <param name="shards">How many shards it has.</param>
    /// <param name="storage">Where shards report.</param>
    /// <param name="form">How reports stand there.</param>
    /// <param name="devices">Its counting devices; null: none.</param>
    /// <param name="fewestTold">Counts above none and below this are small. 1 to 1,000.</param>
    /// <param name="ingest">What was refused before the shards' logs, refreshed by another; null: that is not known.</param>
    public FeedReports(
        FeedId feed, Schedule schedule, int shards, IHubStorage storage, ReportForm form, DeviceRegistry? devices, int fewestTold, IngestReports? ingest = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        this.feed = feed;
        this.storage = storage;
        this.form = form;
        this.ingest = ingest;
        ImmutableArray<NeighborPair> neighbors = devices is null ? [] : NeighborLines.Find(devices);
        this.newBook = () => new CountBook(fewestTold, new WeekClock(schedule.TimeZone), neighbors);
        this.reports = new ShardReport?[shards];
        this.details = new ShardDetails?[shards];
        this.parts = new Parts([], [], this.newBook());
    }

    /// <summary>Whether every shard has reported all.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Everything refused or left without a run, by reason.</summary>
    public RejectionLedger Ledger { get; } = new();

    /// <summary>What became of the observations that were decoded. Those that wait in ingest processes are in none of the figures.</summary>
    public IntakeCounters Counters => this.sums.Counters;

    /// <summary>What fusion has done.</summary>
    public FusionCounters Fusion => this.sums.Fusion;

    /// <summary>What is counted.</summary>
    public CountBook Counting => this.parts.Book;

    /// <summary>The devices heard of, in the order of their ids.</summary>
    public IReadOnlyList<DeviceId> DeviceIds => this.parts.Ids;

    /// <summary>The newest report of each shard, at its number; null: none.</summary>
    public IReadOnlyList<ShardReport?> Shards => this.sums.Of;

    /// <summary>Size of the shards' logs, bytes; null: none has told it.</summary>
    public long? LogBytes => this.sums.Of.Any(r => r?.LogBytes is not null) ? this.sums.Of.Sum(r => r?.LogBytes ?? 0) : null;

    /// <summary>How many observations of a kind the gates let through.</summary>
    public long AcceptedOf(ObservationKind kind) => this.sums.Of.Sum(r => r is not null && (int)kind < r.AcceptedOf.Length ? r.AcceptedOf[(int)kind] : 0);

    /// <summary>A device; null: nothing was heard of it.</summary>
    public DeviceHealth? FindDevice(DeviceId id) => this.parts.Devices.GetValueOrDefault(id);

    /// <summary>Reads what is new.</summary>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; what was read before stands.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        bool hasDetails = false;
        for (int shard = 0; shard < this.reports.Length; shard++)
        {
            var id = ShardId.From(this.feed, shard);
            if (await this.ReadAsync(id, ReportForm.Name, cancellationToken).ConfigureAwait(false) is not { } kept)
            {
                continue;
            }

            ShardReport report = this.form.Decode(kept.Content);
            this.reports[shard] = report;
            if (report.DetailsAt != (this.details[shard]?.At ?? default)
                && await this.ReadAsync(id, ReportForm.DetailsName, cancellationToken).ConfigureAwait(false) is { } more)
            {
                this.details[shard] = this.form.DecodeDetails(more.Content);
                hasDetails = true;
            }
        }

        IngestTally? before = this.sums.Before;
        this.sums = new Sums([.. this.reports], this.ingest?.Find(this.feed));
        this.parts = hasDetails ? this.Join() : this.parts;
        this.ShowReasons(hasDetails || before != this.sums.Before);
        this.IsComplete = Array.TrueForAll(this.details, d => d is not null);
    }

    private async Task<StoredState?> ReadAsync(ShardId shard, string name, CancellationToken cancellationToken)
    {
        StateReading read = await this.storage.States.ReadAsync(shard, name, cancellationToken).ConfigureAwait(false);
        if (read.Problem is { } problem)
        {
            throw new IOException(problem);
        }

        return read.State is { Schema: > ReportForm.Schema and var schema }
            ? throw new NewerFormatException($"What {shard} reports", (uint)schema, ReportForm.Schema)
            : read.State;
    }

    private Parts Join()
    {
        Dictionary<DeviceId, DeviceHealth> devices = [];
        CountBook book = this.newBook();
        foreach (ShardDetails of in this.details.OfType<ShardDetails>())
        {
            foreach (DeviceHealth device in of.Devices)
            {
                if (!devices.TryGetValue(device.Device, out DeviceHealth? other) || device.LastSeen > other.LastSeen)
                {
                    devices[device.Device] = device;
                }
            }

            if (!book.TryRestore(of.Counts))
            {
                throw new IOException($"What a shard of {this.feed} counts is of another form: let all processes of the hub be of one version.");
            }

            foreach (DeviceVerdict verdict in of.Verdicts)
            {
                book.Watch.Show(verdict);
            }
        }

        return new Parts([.. devices.Keys.Order()], devices, book);
    }

    private void ShowReasons(bool hasSamples)
    {
        IngestTally? before = this.sums.Before;
        ILookup<RejectionReason, Rejection>? samples = hasSamples
            ? this.details.OfType<ShardDetails>().SelectMany(d => d.Samples).Concat(before?.Samples ?? []).ToLookup(s => s.Reason) : null;
        foreach (IGrouping<RejectionReason, ReasonTally> reason in
            this.reports.OfType<ShardReport>().SelectMany(r => r.Reasons).Concat(before?.Reasons ?? []).GroupBy(r => r.Reason))
        {
            this.Ledger.Show(reason.Key, reason.Sum(r => r.Count), samples?[reason.Key].OrderBy(s => s.At));
        }
    }

    /// <summary>What may be added up.</summary>
    private sealed class Sums(ShardReport?[] of, IngestTally? before)
    {
        public IngestTally? Before => before;

        public ShardReport?[] Of => of;

        public IntakeCounters Counters { get; } = new(
            of.Sum(r => r is null ? 0 : r.Accepted + r.Rejected) + (before is null ? 0 : before.Rejected + before.Conflated + before.Failed),
            of.Sum(r => r?.Accepted ?? 0),
            of.Sum(r => r?.Rejected ?? 0) + (before?.Rejected ?? 0),
            before?.Conflated ?? 0,
            before?.Failed ?? 0,
            0);

        public FusionCounters Fusion { get; } = of.Aggregate(default(FusionCounters), static (sum, r) => Add(sum, r?.Fusion ?? default));

        private static FusionCounters Add(FusionCounters a, FusionCounters b) => new(
            a.Processed + b.Processed, a.Matched + b.Matched, a.HeldBack + b.HeldBack, a.Unmatched + b.Unmatched, a.Ignored + b.Ignored,
            a.StopsPassed + b.StopsPassed, a.Vehicles + b.Vehicles, a.Trips + b.Trips)
        {
            Canceled = a.Canceled + b.Canceled,
            Withdrawn = a.Withdrawn + b.Withdrawn,
            Overruled = a.Overruled + b.Overruled,
        };
    }

    private sealed record Parts(DeviceId[] Ids, Dictionary<DeviceId, DeviceHealth> Devices, CountBook Book);
}
