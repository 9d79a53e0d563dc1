using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Realtime;

namespace TransitHub.Server.Roles.Serving;

/// <summary>
/// A feed as a process has it that only serves: the states of the feed's stream and the published bytes, the same as on every other. While the storage is
/// away the last ones stand with their own times.
/// </summary>
internal sealed class ServedFeed
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);
    private readonly FeedReplica replica;
    private readonly RoleContext context;
    private readonly FeedId feed;
    private volatile string epoch = string.Empty;
    private volatile string? problem;
    private FeedEdition? edition;

    /// <summary>Begins with nothing.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed.</param>
    /// <param name="context">What the process works with.</param>
    /// <param name="form">How shards' changes stand in their streams.</param>
    public ServedFeed(FeedId feed, Schedule schedule, RoleContext context, ChangesForm form)
    {
        this.feed = feed;
        this.context = context;
        this.replica = new FeedReplica(feed, schedule, context.Storage, form);
        this.Snapshots = new SnapshotPublisher(feed, schedule, Timestamp.Now(context.Clock), context.Options.Fusion.ResumableStates);
    }

    /// <summary>Its states.</summary>
    public SnapshotPublisher Snapshots { get; }

    /// <summary>Its published GTFS-Realtime.</summary>
    public RealtimeFeeds Realtime { get; } = new();

    /// <summary>Names the feed's count of states in cursors, the same on every replica; empty: no state was found yet.</summary>
    public string Epoch => this.epoch;

    /// <summary>Whether it has what the others have.</summary>
    public FeedReadiness Readiness => this.problem is { } reason ? FeedReadiness.NotReady(reason)
        : this.epoch.Length == 0 || this.Realtime.Current is null ? FeedReadiness.NotReady("no fusion process has told a state of this feed yet")
        : FeedReadiness.Ready;

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
        FeedStates found;
        while ((found = await this.replica.FollowAsync(stop).ConfigureAwait(false)).States.Count > 0)
        {
            this.Show(found);
        }

        FeedEdition? newest = await this.context.Storage.Feeds.FindAsync(this.feed, this.edition, stop).ConfigureAwait(false);
        if (newest is not null && newest != this.edition && FeedIssuer.SetOf(newest) is { } set)
        {
            this.Realtime.Renew(set, TimeSpan.Zero);
        }

        this.edition = newest;
    }

    private void Show(FeedStates found)
    {
        foreach (HubSnapshot state in found.States)
        {
            if (!found.IsRestart)
            {
                this.Snapshots.Publish(state);
            }
            else if (state.Sequence >= this.Snapshots.Current.Sequence)
            {
                this.Snapshots.Restart(state);
            }
            else
            {
                throw new InvalidOperationException(
                    $"The states of {this.feed} go on from {state.Sequence}, and this process has given out {this.Snapshots.Current.Sequence}: the storage lost some. Start it again.");
            }
        }

        this.epoch = this.replica.Epoch;
    }
}
