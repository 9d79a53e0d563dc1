using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Books;

namespace TransitHub.Server.Books;

/// <summary>
/// What operators wrote of one matter, as far as is known here. Who changes something sees the newest document first, so that two operators, or two processes,
/// never undo each other's work unseen. Safe for many threads.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="store">Where it is kept.</param>
/// <param name="empty">Nothing.</param>
/// <param name="versionOf">A book's version.</param>
/// <param name="decode">Reads a document of a version.</param>
internal sealed class SharedBook<TBook>(FeedId feed, IBookStore store, TBook empty, Func<TBook, long> versionOf, Func<long, string, TBook> decode)
    where TBook : class
{
    private const int Attempts = 10;
    private readonly Lock sync = new();
    private volatile TBook book = empty;

    /// <summary>The newest that is known here.</summary>
    public TBook Current => this.book;

    /// <summary>Reads what is new; true: something was.</summary>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; what was read before stands.</exception>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (await store.FindAsync(feed, versionOf(this.book), cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return false;
        }

        this.Take(decode(document.Version, document.Text));
        return true;
    }

    /// <summary>Changes the book.</summary>
    /// <param name="change">Makes the change of the newest book; called again where another one was written meanwhile.</param>
    /// <param name="encode">The document of a change, the line of the audit, and the book as of a version; null: it was refused.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The change that was made, or refused.</returns>
    /// <exception cref="IOException">The storage failed, or others write without a pause.</exception>
    public async Task<TMade> ChangeAsync<TMade>(Func<TBook, TMade> change, Func<TBook, TMade, WrittenBook<TBook>?> encode, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Attempts; i++)
        {
            await this.RefreshAsync(cancellationToken).ConfigureAwait(false);
            TBook before = this.book;
            TMade made = change(before);
            if (encode(before, made) is not { } written)
            {
                return made;
            }

            if (await store.TryReplaceAsync(feed, written.Text, written.Audit, versionOf(before), cancellationToken).ConfigureAwait(false) is { } version)
            {
                this.Take(written.As(version));
                return made;
            }
        }

        throw new IOException("Others write at the same time without a pause. Try again.");
    }

    /// <summary>The newest lines of the audit, the newest first.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<IReadOnlyList<TEntry>> ReadAuditAsync<TEntry>(int count, Func<string, TEntry?> decodeLine, CancellationToken cancellationToken)
        where TEntry : class
    {
        IReadOnlyList<AuditLine> lines = await store.ReadAuditAsync(feed, count, cancellationToken).ConfigureAwait(false);
        return [.. lines.Select(l => decodeLine(l.Text)).OfType<TEntry>()];
    }

    private void Take(TBook next)
    {
        lock (this.sync)
        {
            this.book = versionOf(next) > versionOf(this.book) ? next : this.book;
        }
    }
}

/// <summary>A book as it is to be stored.</summary>
/// <param name="Text">The document.</param>
/// <param name="Audit">The line of the audit.</param>
/// <param name="As">The book as of a version.</param>
internal sealed record WrittenBook<TBook>(string Text, string Audit, Func<long, TBook> As);
