using System.Globalization;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Encoding;

/// <summary>
/// Leads a feed's shards from one static feed to another, as the holder of the encoder's lease: lets them go over when all are ready, gives it up when one
/// cannot or it takes too long, and says that it is done once the feed's states are of the new one.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="context">What the process works with.</param>
internal sealed class StaticConductor(FeedId feed, RoleContext context)
{
    /// <summary>How long shards may take to be ready: a full log of a large shard is read in a few minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly SharedStatics statics = context.StaticsOf(feed);

    /// <summary>Looks at what is wanted, and does what is to be done.</summary>
    /// <param name="standing">The static feed that the newest state is of.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">The storage failed; the next call tries again.</exception>
    public async Task LookAsync(Schedule standing, CancellationToken cancellation)
    {
        await this.statics.RefreshAsync(cancellation).ConfigureAwait(false);
        if (this.statics.Book.Turn is not { } turn)
        {
            return;
        }

        if (standing.ContentHash == turn.Version.ContentHash)
        {
            await this.FinishAsync(turn, cancellation).ConfigureAwait(false);
        }
        else if (!turn.IsGoing)
        {
            await this.PrepareAsync(turn, cancellation).ConfigureAwait(false);
        }
    }

    private async Task PrepareAsync(StaticTurn turn, CancellationToken cancellation)
    {
        List<int> unready = [];
        string? problem = null;
        for (int shard = 0; shard < context.ShardsOf(feed) && problem is null; shard++)
        {
            ShardWord? word = ShardWord.Of(await context.Storage.States.ReadAsync(ShardId.From(feed, shard), ShardWord.Name, cancellation).ConfigureAwait(false));
            word = word?.Id == turn.Id ? word : null;
            problem = word?.Problem;
            if (word is not { IsReady: true })
            {
                unready.Add(shard);
            }
        }

        bool isRead = this.statics.Look(turn.Version.ContentHash, out string? unread) is not null;
        problem ??= unread;
        if (problem is null && (unready.Count > 0 || !isRead) && Timestamp.Now(context.Clock).UnixSeconds - turn.At > Patience.TotalSeconds)
        {
            problem = unready.Count == 0 ? "The process that encodes has not read it in time."
                : string.Create(CultureInfo.InvariantCulture, $"Not all shards were ready within {Patience.TotalMinutes:0} minutes; without a word are {string.Join(", ", unready)}. Does a process with the role fusion run, and does it keep up?");
        }

        if (problem is not null)
        {
            await this.statics.ChangeAsync(
                book => book.Turn?.Id == turn.Id && !book.Turn.IsGoing ? book.GiveUp(turn, problem, Timestamp.Now(context.Clock).UnixSeconds) : null,
                $"Static version {turn.Version.Version} was given up: {problem}",
                cancellation).ConfigureAwait(false);
        }
        else if (unready.Count == 0 && isRead)
        {
            await this.statics.ChangeAsync(
                book => book.Turn?.Id == turn.Id && !book.Turn.IsGoing ? book with { Turn = turn with { IsGoing = true } } : null,
                $"All shards go over to static version {turn.Version.Version}.",
                cancellation).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync(StaticTurn turn, CancellationToken cancellation)
    {
        IReadOnlyList<StaticVersion> before = this.statics.Book.Versions;
        bool isDone = await this.statics.ChangeAsync(
            book => book.Turn?.Id == turn.Id ? book.Finish(turn, Timestamp.Now(context.Clock).UnixSeconds) : null,
            $"Static version {turn.Version.Version} is in service.",
            cancellation).ConfigureAwait(false);
        if (isDone)
        {
            foreach (StaticVersion dropped in before.Where(v => !this.statics.Book.Mentions(v.ContentHash)))
            {
                await context.Storage.StaticZips.RemoveAsync(feed, dropped.ContentHash, cancellation).ConfigureAwait(false);
            }
        }
    }
}
