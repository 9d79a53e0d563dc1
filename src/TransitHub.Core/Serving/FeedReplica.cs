using System.Globalization;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Telemetry;
using TransitHub.Gtfs;

namespace TransitHub.Core.Serving;

/// <summary>
/// A feed's state as every process has it that follows the feed's stream: the same under each sequence of an epoch, whenever it began and wherever it runs.
/// One thread uses it; the states it gives are for all.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="schedule">Its static feed to begin with.</param>
/// <param name="storage">Where the stream and the whole state are.</param>
/// <param name="form">How shards' changes stand there.</param>
/// <param name="others">Finds another static feed to which all shards went over; null: there is none.</param>
/// <param name="followed">Told which states have observations in them that are followed, before they are given; null: nobody is.</param>
public sealed class FeedReplica(
    FeedId feed, Schedule schedule, IHubStorage storage, ChangesForm form, FollowedStates? followed = null, Func<ShardChanges, FoundSchedule>? others = null)
{
    /// <summary>The name of the whole state, from which whoever cannot follow the stream begins.</summary>
    private const string WholeName = "whole";
    private const int Schema = 1;

    /// <summary>Entries read by one call.</summary>
    private const int PageSize = 64;

    private readonly LeaseName stream = LeaseName.OfEncoder(feed);
    private readonly Func<ShardChanges, FoundSchedule> others = others ?? FoundSchedule.Nowhere;
    private MergedState merged = new(feed, schedule);

    /// <summary>Names the count of states; empty: nothing was found yet.</summary>
    public string Epoch { get; private set; } = string.Empty;

    /// <summary>The newest state; its sequence is the place in the feed's stream.</summary>
    public HubSnapshot Current => this.merged.Current;

    /// <summary>The static feed that the newest state is of.</summary>
    public Schedule Schedule { get; private set; } = schedule;

    /// <summary>The version of the static feed that the next state is of, and that this process does not have yet; null: it has it. It follows no further until then.</summary>
    public string? WaitsFor { get; private set; }

    /// <summary>The shards that have told something, in order.</summary>
    internal IEnumerable<int> Shards => this.merged.Shards;

    /// <summary>
    /// Which shards stand on which other version of the static feed, for an operator; null: none does. They are left out until they tell of this
    /// one, and the others are shown.
    /// </summary>
    public string? Lagging { get; private set; }

    /// <summary>Whether shards have told something, and all of them of another version: nothing can be shown.</summary>
    public bool IsOnNoVersion => this.Lagging is not null && this.merged.OnOtherVersions.Count == this.merged.Shards.Count();

    /// <summary>Takes in what is new.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The new states in order. The first one follows none that was given before where <see cref="FeedStates.IsRestart"/> says so.</returns>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; the state stands.</exception>
    public async ValueTask<FeedStates> FollowAsync(CancellationToken cancellationToken)
    {
        ChangePage page = this.Epoch.Length == 0
            ? ChangePage.Gone
            : await storage.Changes.ReadAfterAsync(this.stream, this.Current.Sequence, PageSize, cancellationToken).ConfigureAwait(false);
        if (page.IsGone)
        {
            return await this.RestartAsync(cancellationToken).ConfigureAwait(false);
        }

        List<HubSnapshot> states = [];
        foreach (ChangeEntry entry in page.Entries)
        {
            FeedEntry step = FeedEntry.Decode(entry.Content);
            if (step.Epoch != this.Epoch)
            {
                return states.Count > 0 ? new FeedStates(states, IsRestart: false) : await this.RestartAsync(cancellationToken).ConfigureAwait(false);
            }

            IReadOnlyList<ShardTold> told = this.Read(step);
            if (this.GoesOver(told, all: false))
            {
                // It follows none that was given before, so it is given alone.
                return states.Count > 0 ? new FeedStates(states, IsRestart: false) : this.GoOver(entry.Id, told);
            }

            states.Add(this.Apply(entry.Id, told));
        }

        return new FeedStates(states, IsRestart: false);
    }

    /// <summary>Begins a new count of states, of which nothing is known yet.</summary>
    internal void Begin(string epoch, long sequence)
    {
        this.merged = new MergedState(feed, this.Schedule);
        this.merged.Apply(sequence, []);
        this.Lagging = null;
        this.Epoch = epoch;
    }

    /// <summary>How far a shard was taken in.</summary>
    internal long PlaceOf(int shard) => this.merged.PlaceOf(shard);

    /// <summary>Whether what a shard told follows what was taken in.</summary>
    internal bool CanTake(ShardTold told) => this.merged.CanTake(told);

    /// <summary>Takes in one step.</summary>
    internal HubSnapshot Apply(long sequence, IReadOnlyList<ShardTold> told)
    {
        if (this.GoesOver(told, all: false) && this.others(told[0].Changes).Schedule is { } next)
        {
            this.Stand(next);
        }

        HubSnapshot state = this.merged.Apply(sequence, told);
        this.Lagging = this.merged.OnOtherVersions is { Count: > 0 } others ? this.TextOf(others) : null;
        followed?.Note(sequence, ShardTrace.In(told));
        return state;
    }

    /// <summary>Keeps the whole state, so that others can begin with it.</summary>
    internal ValueTask SaveAsync(Lease lease, CancellationToken cancellationToken)
    {
        FeedEntry whole = new(this.Epoch, [.. this.merged.Save().Select(s => new FeedPart(s.Shard, s.Number, form.Encode(s.Changes)))]);
        return storage.States.SaveAsync(WholeName, new StoredState(Schema, this.Current.Sequence, whole.Encode()), lease, cancellationToken);
    }

    private string TextOf(IReadOnlyList<(int Shard, string ScheduleVersion)> others)
    {
        IEnumerable<string> versions = others.GroupBy(o => o.ScheduleVersion, StringComparer.Ordinal).Select(v => string.Create(
            CultureInfo.InvariantCulture, $"{string.Join(", ", v.Select(o => o.Shard))} on static version {v.Key}"));
        return $"Feed {feed} leaves out its shards {string.Join("; ", versions)}: this process has {this.Schedule.Version}. Give all processes the same GTFS, and start those anew that have the older one.";
    }

    private async ValueTask<FeedStates> RestartAsync(CancellationToken cancellationToken)
    {
        StateReading read = await storage.States.ReadAsync(this.stream, WholeName, cancellationToken).ConfigureAwait(false);
        if (read.State is not { } state)
        {
            return read.Problem is null ? FeedStates.None : throw new IOException(read.Problem);
        }

        if (state.Schema > Schema)
        {
            throw new NewerFormatException($"The whole state of {feed}", (uint)state.Schema, Schema);
        }

        FeedEntry whole = FeedEntry.Decode(state.Content);
        if (whole.Epoch == this.Epoch && state.Sequence <= this.Current.Sequence)
        {
            // The storage lost what came after: what is known here stands until it has come so far again, or a new epoch begins.
            return FeedStates.None;
        }

        IReadOnlyList<ShardTold> told = this.Read(whole);
        if (this.GoesOver(told, all: true))
        {
            FoundSchedule found = this.others(told[0].Changes);
            if (found is { Schedule: null, IsComing: true })
            {
                this.WaitsFor = told[0].Changes.ScheduleVersion;
                return FeedStates.None;
            }

            this.Schedule = found.Schedule ?? this.Schedule;
        }

        this.WaitsFor = null;
        this.Begin(whole.Epoch, 0);
        return new FeedStates([this.Apply(state.Sequence, told)], IsRestart: true);
    }

    private IReadOnlyList<ShardTold> Read(FeedEntry entry) => [.. entry.Parts.Select(p => new ShardTold(p.Shard, p.Number, form.Decode(p.Content)))];

    /// <summary>
    /// Whether a step lets the feed go over to another static feed: every shard tells of it, and wholes first. What single shards tell of another one does
    /// not count until then.
    /// </summary>
    /// <param name="told">The step.</param>
    /// <param name="all">It is all that there is, so no shard that was heard of before needs to be in it.</param>
    private bool GoesOver(IReadOnlyList<ShardTold> told, bool all)
    {
        if (told.Count == 0 || told[0].Changes.IsOf(this.Schedule))
        {
            return false;
        }

        (string version, string? hash) = (told[0].Changes.ScheduleVersion, told[0].Changes.ScheduleHash);
        return hash is not null && told.All(t => t.Changes.ScheduleVersion == version && t.Changes.ScheduleHash == hash)
            && told.DistinctBy(t => t.Shard).All(t => t.Changes.IsWhole)
            && (all || this.Shards.All(s => told.Any(t => t.Shard == s)));
    }

    private FeedStates GoOver(long sequence, IReadOnlyList<ShardTold> told)
    {
        FoundSchedule found = this.others(told[0].Changes);
        if (found is { Schedule: null, IsComing: true })
        {
            this.WaitsFor = told[0].Changes.ScheduleVersion;
            return FeedStates.None;
        }

        bool isKnown = found.Schedule is not null;
        this.WaitsFor = null;
        return new FeedStates([this.Apply(sequence, told)], IsRestart: isKnown);
    }

    /// <summary>Nothing of the former static feed's state holds, since indexes mean other things.</summary>
    private void Stand(Schedule next)
    {
        this.WaitsFor = null;
        this.Schedule = next;
        this.merged = new MergedState(feed, next);
    }
}
