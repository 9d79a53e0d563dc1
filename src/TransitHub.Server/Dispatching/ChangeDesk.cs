using TransitHub.Core.Dispatching;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Time;
using TransitHub.Server.Books;

namespace TransitHub.Server.Dispatching;

/// <summary>A feed's changes of the service as operators see and write them. Safe for many threads.</summary>
/// <param name="feed">The feed.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class ChangeDesk(FeedId feed, IBookStore store, TimeProvider clock)
{
    private readonly SharedBook<ChangeBook> shared = new(feed, store, ChangeBook.Empty, static b => b.Version, ChangeBook.Decode);

    /// <summary>Lets what was written count, and returns when it is sure to; by default the shards' owners see to it.</summary>
    public Func<CancellationToken, Task> Announce { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What operators wrote, as far as is known here.</summary>
    public ChangeBook Book => this.shared.Current;

    /// <summary>The hub's clock, Unix seconds.</summary>
    public long Now => Timestamp.Now(clock).UnixSeconds;

    /// <summary>Reads what is new.</summary>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; what was read before stands.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => this.shared.RefreshAsync(cancellationToken);

    /// <summary>Changes the book, and lets it count.</summary>
    /// <param name="who">The operator.</param>
    /// <param name="change">Makes the change of the newest book; called again where another one was written meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The change that was made, or refused.</returns>
    /// <exception cref="IOException">The storage failed, or others write without a pause.</exception>
    public async Task<MadeChange> ChangeAsync(string who, Func<ChangeBook, MadeChange> change, CancellationToken cancellationToken)
    {
        MadeChange made = await this.shared.ChangeAsync(
            change,
            (before, one) => one.Next is not { } next ? null : new WrittenBook<ChangeBook>(
                next.Encode(),
                ChangeBook.EncodeAudit(new ChangeAuditEntry(before.Version + 1, this.Now, who, one.What, one.Change, one.Before, one.After)),
                version => next with { Version = version }),
            cancellationToken).ConfigureAwait(false);
        if (made.Next is not null)
        {
            await this.Announce(cancellationToken).ConfigureAwait(false);
        }

        return made;
    }

    /// <summary>The newest entries of the audit, the newest first.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public Task<IReadOnlyList<ChangeAuditEntry>> ReadAuditAsync(int count, CancellationToken cancellationToken) =>
        this.shared.ReadAuditAsync(count, ChangeBook.DecodeAudit, cancellationToken);
}

/// <summary>A change of the book, or why there is none.</summary>
/// <param name="Next">The book with it; null: refused.</param>
/// <param name="What">create, edit, end.</param>
/// <param name="Change">The change's id.</param>
/// <param name="Before">What it said; null: nothing.</param>
/// <param name="After">What it says; null: nothing.</param>
/// <param name="Refusal">The answer to who asked for it, when refused.</param>
internal sealed record MadeChange(ChangeBook? Next, string What, string Change, ChangeDraft? Before, ChangeDraft? After, IResult? Refusal = null)
{
    /// <summary>None.</summary>
    public static MadeChange Refused(IResult refusal) => new(null, string.Empty, string.Empty, null, null, refusal);
}
