using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>The static feed and devices with which shards of a feed are taken up, and those to which they are to go over. Any thread.</summary>
/// <param name="feed">The feed.</param>
/// <param name="context">What the process works with.</param>
/// <param name="logger">Hears what was found.</param>
internal sealed class ShardStatics(FeedId feed, RoleContext context, ILogger logger)
{
    private readonly SharedStatics shared = context.StaticsOf(feed);
    private readonly Lock sync = new();
    private readonly Dictionary<string, ShardDevices> devices = [];

    /// <summary>Looks at what all processes share.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public Task RefreshAsync(CancellationToken cancellation) => this.shared.RefreshAsync(cancellation);

    /// <summary>
    /// What a shard is taken up with now, and while all shards go over to another static feed that one too: the kept state may be of either. Ask under the
    /// shard's lease: nobody else keeps its state from there on.
    /// </summary>
    /// <exception cref="IOException">The storage failed, or it cannot be read.</exception>
    public (LoadedSchedule Served, LoadedSchedule? Also) Newest(CancellationToken cancellation)
    {
        this.shared.RefreshAsync(cancellation).GetAwaiter().GetResult();
        StaticBook book = this.shared.Book;
        LoadedSchedule served = this.Get(book.InService?.ContentHash ?? this.shared.Own.Schedule.ContentHash, cancellation);
        return (served, book.Turn is { IsGoing: true } turn ? this.Get(turn.Version.ContentHash, cancellation) : null);
    }

    /// <summary>What the shards of one owner are to go over to, asked for on the shard's thread.</summary>
    /// <param name="setup">Makes a setup of a static feed, with models of its own.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Func<ShardNext?> NextOf(Func<LoadedSchedule, ShardSetup> setup, CancellationToken cancellation)
    {
        (string Id, ShardSetup Setup)? made = null;
        return () =>
        {
            if (this.shared.Book.Turn is not { } turn)
            {
                made = null;
                return null;
            }

            if (made?.Id != turn.Id)
            {
                if (this.shared.Look(turn.Version.ContentHash, out string? problem) is not { } loaded)
                {
                    return new ShardNext(turn.Id, null, turn.IsGoing ? null : problem, turn.IsGoing);
                }

                try
                {
                    made = (turn.Id, setup(this.WithDevices(loaded, cancellation)));
                }
                catch (IOException exception)
                {
                    return new ShardNext(turn.Id, null, turn.IsGoing ? null : exception.Message, turn.IsGoing);
                }
            }

            return new ShardNext(turn.Id, made.Value.Setup, null, turn.IsGoing);
        };
    }

    private LoadedSchedule Get(string contentHash, CancellationToken cancellation) =>
        this.WithDevices(this.shared.GetAsync(contentHash, cancellation).GetAwaiter().GetResult(), cancellation);

    private LoadedSchedule WithDevices(LoadedSchedule loaded, CancellationToken cancellation)
    {
        ShardDevices? found;
        lock (this.sync)
        {
            string hash = loaded.Schedule.ContentHash;
            if (!this.devices.TryGetValue(hash, out found))
            {
                foreach (string gone in this.devices.Keys.Where(h => h != this.shared.InService && h != this.shared.Book.Turn?.Version.ContentHash).ToList())
                {
                    this.devices.Remove(gone);
                }

                this.devices[hash] = found = new ShardDevices(feed, loaded, context, logger);
            }
        }

        return found.Newest(cancellation);
    }
}
