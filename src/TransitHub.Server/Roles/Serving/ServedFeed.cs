using System.Globalization;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Realtime;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Serving;

/// <summary>
/// A feed as a process has it that only serves: the states of the feed's stream and the published bytes, the same as on every other. While the storage is
/// away the last ones stand with their own times.
/// </summary>
internal sealed class ServedFeed
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);

    /// <summary>A storage that has not answered for longer is told of as gone, though the call may still be tried again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>States that wait for their edition, in pages of the stream: it follows within a moment, or its encoder is gone and the next one makes it.</summary>
    private const int MostHeld = 100;

    private readonly FeedReplica replica;
    private readonly SharedStatics statics;
    private readonly Action<LoadedSchedule> goneOver;
    private readonly List<FeedStates> held = [];
    private readonly RoleContext context;
    private readonly FeedId feed;
    private volatile string epoch = string.Empty;
    private volatile string? problem;
    private volatile string? otherVersion;
    private long answeredAt;
    private bool isCut;
    private FeedEdition? edition;

    /// <summary>Begins with nothing.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed.</param>
    /// <param name="context">What the process works with.</param>
    /// <param name="form">How shards' changes stand in their streams.</param>
    /// <param name="goneOver">Told of another static feed right before readers see the first state of it.</param>
    public ServedFeed(FeedId feed, Schedule schedule, RoleContext context, ChangesForm form, Action<LoadedSchedule> goneOver)
    {
        this.statics = context.StaticsOf(feed);
        this.goneOver = goneOver;
        this.feed = feed;
        this.context = context;
        this.answeredAt = context.Clock.GetTimestamp();
        ILogger logger = context.Loggers.CreateLogger<ServedFeed>();
        this.Realtime = new RealtimeFeeds(context.Options.Realtime, message => ServerLog.FeedCollapses(logger, feed, message));
        this.Snapshots = new SnapshotPublisher(feed, schedule, Timestamp.Now(context.Clock), context.Options.Fusion.ResumableStates);
        this.replica = new FeedReplica(feed, schedule, context.Storage, form, this.Snapshots.Followed, this.statics.Find);
    }

    /// <summary>Its states.</summary>
    public SnapshotPublisher Snapshots { get; }

    /// <summary>Its published GTFS-Realtime.</summary>
    public RealtimeFeeds Realtime { get; }

    /// <summary>Names the feed's count of states in cursors, the same on every replica; empty: no state was found yet.</summary>
    public string Epoch => this.epoch;

    /// <summary>Whether it has what the others have.</summary>
    public FeedReadiness Readiness => (this.Trouble ?? this.otherVersion ?? this.Reading) is { } reason ? FeedReadiness.NotReady(reason)
        : this.epoch.Length == 0 || this.Realtime.Current is null ? FeedReadiness.NotReady("no fusion process has told a state of this feed yet")
        : FeedReadiness.Ready;

    /// <summary>What is wrong with the storage, since when, and how old what is served is by now; null: nothing.</summary>
    private string? Trouble
    {
        get
        {
            double silent = this.context.Clock.GetElapsedTime(Interlocked.Read(ref this.answeredAt)).TotalSeconds;
            string? reason = this.problem ?? (silent >= Patience.TotalSeconds ? "The storage does not answer." : null);
            return reason is null ? null : string.Create(CultureInfo.InvariantCulture, $"{reason} Last answer {silent:F0} s ago; {this.Served}");
        }
    }

    /// <summary>The others have gone over to a static feed that this process does not have yet; null: they have not.</summary>
    private string? Reading => this.replica.WaitsFor is { } version ? $"The feed went over to static version {version}, which this process is reading; {this.Served}" : null;

    private string Served => this.epoch.Length == 0 ? "there is no state yet."
        : string.Create(CultureInfo.InvariantCulture, $"the last state is served, which is {Math.Max(0, Timestamp.Now(this.context.Clock).SecondsSince(this.Snapshots.Current.CreatedAt)):F0} s old.");

    /// <summary>Follows until told to stop.</summary>
    /// <exception cref="InvalidOperationException">The storage lost states that were given out here: readers' cursors would lie, so the process is to begin anew.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await this.FollowAsync(stop).ConfigureAwait(false);
                this.problem = null;
                Interlocked.Exchange(ref this.answeredAt, this.context.Clock.GetTimestamp());
            }
            catch (IOException exception)
            {
                this.problem = exception.Message;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Round, this.context.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        await this.statics.RefreshAsync(stop).ConfigureAwait(false);

        // Before the states: those that it is made of were in the stream before it was published.
        FeedEdition? newest = await this.context.Storage.Feeds.FindAsync(this.feed, this.edition, stop).ConfigureAwait(false);
        FeedStates found;
        while ((found = await this.replica.FollowAsync(stop).ConfigureAwait(false)).States.Count > 0)
        {
            this.held.Add(found);
            this.ShowHeld(newest);
            Interlocked.Exchange(ref this.answeredAt, this.context.Clock.GetTimestamp());
        }

        this.ShowHeld(newest);

        // A shard that lags behind is told of where it is left out; here only what leaves nothing to show, so that readers are sent to others.
        this.otherVersion = this.replica.IsOnNoVersion ? this.replica.Lagging : null;
        if (this.replica.WaitsFor is not null)
        {
            return;
        }

        if (newest is not null && newest != this.edition && FeedIssuer.SetOf(newest) is { } set)
        {
            this.Realtime.Renew(set, TimeSpan.Zero);
        }

        this.edition = newest;
    }

    /// <summary>Shows what can be shown. The first state of another static feed waits for the edition that was made of it, so that readers of both see one change.</summary>
    private void ShowHeld(FeedEdition? newest)
    {
        while (this.held.Count > 0)
        {
            FeedStates next = this.held[0];
            Schedule schedule = next.States[0].Schedule;
            if (schedule.ContentHash != this.Snapshots.Current.Schedule.ContentHash)
            {
                if (this.epoch.Length > 0 && this.held.Count < MostHeld && newest is not null && !IsOf(newest, schedule))
                {
                    return;
                }

                LoadedSchedule? loaded = this.statics.Look(schedule.ContentHash, out string? trouble);
                if (loaded is null && trouble is null)
                {
                    return;
                }

                if (loaded is not null)
                {
                    this.goneOver(loaded);
                }
            }

            this.held.RemoveAt(0);
            this.Show(next);
        }
    }

    /// <summary>Whether an edition was made of a static feed, as far as its header tells.</summary>
    private static bool IsOf(FeedEdition edition, Schedule schedule) => FeedIssuer.SetOf(edition) is not { } set || set.Get(FeedKind.TripUpdates).FeedVersion == schedule.Version;

    private void Show(FeedStates found)
    {
        foreach (HubSnapshot state in found.States)
        {
            HubSnapshot current = this.Snapshots.Current;
            if (found.IsRestart && state.Sequence < current.Sequence)
            {
                throw new InvalidOperationException(
                    $"The states of {this.feed} go on from {state.Sequence}, and this process has given out {current.Sequence}: the storage lost some. Start it again.");
            }

            if (!found.IsRestart && !this.isCut)
            {
                this.Snapshots.Publish(state);
            }
            else if (state.Sequence > current.Sequence || this.epoch.Length == 0)
            {
                this.Snapshots.Restart(state);
                this.isCut = false;
            }
            else
            {
                // Another state under the same sequence: readers who have the former one learn of it with the next.
                this.isCut = true;
                return;
            }
        }

        this.epoch = this.replica.Epoch;
    }
}
