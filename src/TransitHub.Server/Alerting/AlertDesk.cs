using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Time;
using TransitHub.Server.Books;

namespace TransitHub.Server.Alerting;

/// <summary>
/// A feed's alerts as operators see and change them. Who changes something sees the newest document first, so that two operators, or two processes, never
/// undo each other's work unseen. Safe for many threads.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="options">The operator's settings.</param>
/// <param name="episodes">The automatic ones of now.</param>
/// <param name="upstream">Those of other agencies.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class AlertDesk(FeedId feed, IBookStore store, AlertOptions options, Func<ImmutableArray<AlertEpisode>> episodes, Func<ImmutableArray<ServiceAlert>> upstream, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private readonly Lock sync = new();
    private readonly AlertBoard board = new(options);
    private readonly SharedBook<AlertBook> shared = new(feed, store, AlertBook.Empty, static b => b.Version, AlertBook.Decode);
    private ImmutableArray<ServiceAlert> told = [];
    private long? toldAt;

    /// <summary>What operators wrote, as far as is known here.</summary>
    public AlertBook Book => this.shared.Current;

    /// <summary>The automatic ones of now.</summary>
    public ImmutableArray<AlertEpisode> Episodes => episodes();

    /// <summary>What other agencies tell now.</summary>
    public ImmutableArray<ServiceAlert> Upstream => upstream();

    /// <summary>The hub's clock, Unix seconds.</summary>
    public long Now => Timestamp.Now(clock).UnixSeconds;

    /// <summary>What riders are told now.</summary>
    public ImmutableArray<ServiceAlert> Published => this.Word.Alerts;

    /// <summary>The same with the detours that they tell of.</summary>
    public RiderWord Word => new AlertBoard(options).Tell(this.Book, this.Episodes, this.Upstream, this.Now);

    /// <summary>The same, made once a second for all who follow it; what did not change stays the same object.</summary>
    public ImmutableArray<ServiceAlert> Told
    {
        get
        {
            lock (this.sync)
            {
                if (this.toldAt is not { } at || clock.GetElapsedTime(at) >= Kept)
                {
                    this.told = this.board.Compose(this.Book, this.Episodes, this.Upstream, this.Now);
                    this.toldAt = clock.GetTimestamp();
                }

                return this.told;
            }
        }
    }

    /// <summary>Whether riders are told of an automatic alert.</summary>
    public bool IsPublished(AlertEpisode episode) => new AlertBoard(options).IsPublished(episode, this.Book);

    /// <summary>Reads what is new.</summary>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; what was read before stands.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => this.shared.RefreshAsync(cancellationToken);

    /// <summary>Changes the book.</summary>
    /// <param name="who">The operator.</param>
    /// <param name="change">Makes the change of the newest book; called again where another one was written meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The change that was made, or refused.</returns>
    /// <exception cref="IOException">The storage failed, or others write without a pause.</exception>
    public Task<AlertChange> ChangeAsync(string who, Func<AlertBook, AlertChange> change, CancellationToken cancellationToken) => this.shared.ChangeAsync(
        change,
        (before, made) => made.Next is not { } next ? null : new WrittenBook<AlertBook>(
            next.Encode(),
            AlertBook.EncodeAudit(new AuditEntry(before.Version + 1, this.Now, who, made.What, made.Alert, made.Before, made.After)),
            version => next with { Version = version }),
        cancellationToken);

    /// <summary>The newest entries of the audit, the newest first.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(int count, CancellationToken cancellationToken) =>
        this.shared.ReadAuditAsync(count, AlertBook.DecodeAudit, cancellationToken);
}

/// <summary>A change of the book, or why there is none.</summary>
/// <param name="Next">The book with it; null: refused.</param>
/// <param name="What">create, edit, end, confirm, dismiss.</param>
/// <param name="Alert">The alert's id.</param>
/// <param name="Before">What it said; null: nothing.</param>
/// <param name="After">What it says; null: nothing.</param>
/// <param name="Refusal">The answer to who asked for it, when refused.</param>
internal sealed record AlertChange(AlertBook? Next, string What, string Alert, AlertDraft? Before, AlertDraft? After, IResult? Refusal = null)
{
    /// <summary>None.</summary>
    public static AlertChange Refused(IResult refusal) => new(null, string.Empty, string.Empty, null, null, refusal);
}
