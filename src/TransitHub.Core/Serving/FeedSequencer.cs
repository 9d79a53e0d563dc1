using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Telemetry;
using TransitHub.Gtfs;

namespace TransitHub.Core.Serving;

/// <summary>
/// Gives what a feed's shards tell one order for all: the work of the one that has the encoder's lease. The place in all shards' streams stands in the
/// feed's stream itself, so the next one goes on exactly where this one was. One thread uses it.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="schedule">Its static feed to begin with.</param>
/// <param name="shards">How many shards it has.</param>
/// <param name="storage">Where the streams are.</param>
/// <param name="form">How shards' changes stand there.</param>
/// <param name="lease">The encoder's.</param>
/// <param name="resumable">How many steps stay in the feed's stream for those who are behind, from 1.</param>
/// <param name="others">Finds another static feed to which all shards went over; null: there is none.</param>
public sealed class FeedSequencer(
    FeedId feed, Schedule schedule, int shards, IHubStorage storage, ChangesForm form, Lease lease, int resumable, Func<ShardChanges, FoundSchedule>? others = null)
{
    /// <summary>Entries of one shard that go into one step.</summary>
    private const int MostOfShard = 16;

    private readonly Func<ShardChanges, FoundSchedule> others = others ?? FoundSchedule.Nowhere;
    private readonly FeedReplica replica = new(feed, schedule, storage, form, others: others);
    private readonly LeaseName stream = LeaseName.OfEncoder(feed);

    /// <summary>Which states made here have observations in them that are followed; those of whoever worked before are its own to tell.</summary>
    public FollowedStates Followed { get; } = new();

    /// <summary>Names the count of states.</summary>
    public string Epoch => this.replica.Epoch;

    /// <summary>The static feed that the newest state is of.</summary>
    public Schedule Schedule => this.replica.Schedule;

    /// <summary>As <see cref="FeedReplica.WaitsFor"/>: nothing can be made until it is there.</summary>
    public string? WaitsFor => this.replica.WaitsFor;

    /// <summary>As <see cref="FeedReplica.Lagging"/>.</summary>
    public string? Lagging => this.replica.Lagging;

    /// <summary>The newest state.</summary>
    public HubSnapshot Current => this.replica.Current;

    /// <summary>Goes on where the last one was; where nothing of it is left, a new epoch begins.</summary>
    /// <param name="epoch">Names it then: 1 to 64 characters that no other epoch had, without a dot.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LeaseLostException">The lease is no longer held.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task BeginAsync(string epoch, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(epoch);
        FeedStates found;
        do
        {
            found = await this.replica.FollowAsync(cancellationToken).ConfigureAwait(false);
        }
        while (found.States.Count > 0);

        if (this.WaitsFor is { } version)
        {
            throw new IOException($"The states of {feed} are of static version {version}, which this process is reading.");
        }

        ChangeExtent extent = await storage.Changes.ExtentAsync(this.stream, cancellationToken).ConfigureAwait(false);
        if (this.Epoch.Length == 0 || extent.Last != this.Current.Sequence)
        {
            this.replica.Begin(epoch, extent.Last);
            await this.replica.SaveAsync(lease, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes in what the shards told since, as the next step.</summary>
    /// <returns>The new state; null: they told nothing.</returns>
    /// <exception cref="LeaseLostException">The lease is no longer held: another goes on.</exception>
    /// <exception cref="IOException">The storage failed; begin with a new one.</exception>
    public async Task<HubSnapshot?> StepAsync(CancellationToken cancellationToken)
    {
        List<FeedPart> parts = [];
        List<ShardTold> told = [];
        List<(FeedPart Part, ShardTold Told)> waiting = [];
        for (int shard = 0; shard < shards; shard++)
        {
            await this.ReadAsync(shard, parts, told, waiting, cancellationToken).ConfigureAwait(false);
        }

        // Only when all have told of the other static feed it counts, in one step: nobody ever sees a part of the feed on each.
        if (parts.Count == 0 && waiting.Count > 0 && waiting.DistinctBy(w => w.Told.Changes.ScheduleHash).Count() == 1
            && waiting.DistinctBy(w => w.Told.Shard).Count() == shards && this.others(waiting[0].Told.Changes).Schedule is not null)
        {
            parts.AddRange(waiting.Select(w => w.Part));
            told.AddRange(waiting.Select(w => w.Told));
        }

        if (parts.Count == 0)
        {
            return null;
        }

        FeedEntry entry = new(this.Epoch, parts);
        long sequence = this.Current.Sequence + 1;
        await storage.Changes.AppendAsync(sequence, entry.Encode(), lease, cancellationToken).ConfigureAwait(false);
        HubSnapshot state = this.replica.Apply(sequence, told);
        this.Followed.Note(sequence, ShardTrace.In(told));
        return state;
    }

    /// <summary>Keeps the whole state, and lets go of what nobody needs any more then.</summary>
    /// <exception cref="LeaseLostException">The lease is no longer held.</exception>
    /// <exception cref="IOException">The storage failed; the former whole state stands.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        await this.replica.SaveAsync(lease, cancellationToken).ConfigureAwait(false);
        await storage.Changes.TrimAsync(this.stream, this.Current.Sequence - resumable + 1, cancellationToken).ConfigureAwait(false);
        for (int shard = 0; shard < shards; shard++)
        {
            await storage.Changes.TrimAsync(this.StreamOf(shard), this.replica.PlaceOf(shard) + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private LeaseName StreamOf(int shard) => LeaseName.OfShard(ShardId.From(feed, shard));

    /// <summary>Adds what a shard told that follows. Where something is missing between, what is behind it waits for the shard's next whole.</summary>
    private async Task ReadAsync(
        int shard, List<FeedPart> parts, List<ShardTold> told, List<(FeedPart Part, ShardTold Told)> waiting, CancellationToken cancellationToken)
    {
        ChangePage page = await storage.Changes.ReadAfterAsync(this.StreamOf(shard), this.replica.PlaceOf(shard), MostOfShard, cancellationToken).ConfigureAwait(false);
        if (page.IsGone)
        {
            ChangeExtent extent = await storage.Changes.ExtentAsync(this.StreamOf(shard), cancellationToken).ConfigureAwait(false);
            long place = this.replica.PlaceOf(shard);
            long from = extent.Last < place ? extent.First - 1 : Math.Max(extent.First - 1, place + 1);
            page = await storage.Changes.ReadAfterAsync(this.StreamOf(shard), from, IChangeStreams.MaxEntries, cancellationToken).ConfigureAwait(false);
        }

        ShardTold? before = null;
        foreach (ChangeEntry entry in page.Entries)
        {
            ShardTold one = new(shard, entry.Id, form.Decode(entry.Content));
            if (!one.Changes.IsOf(this.Schedule) && this.others(one.Changes) is ({ Schedule: not null } or { IsComing: true }))
            {
                if (waiting.Exists(w => w.Told.Shard == shard) || one.Changes.IsWhole)
                {
                    waiting.Add((new FeedPart(shard, entry.Id, entry.Content), one));
                }

                continue;
            }

            bool follows = before is { } last
                ? one.Changes.IsWhole || !one.Changes.IsOf(this.Schedule) || last.Changes.IsOf(this.Schedule)
                : this.replica.CanTake(one);
            if (follows)
            {
                parts.Add(new FeedPart(shard, entry.Id, entry.Content));
                told.Add(one);
                before = one;
            }
        }
    }
}
