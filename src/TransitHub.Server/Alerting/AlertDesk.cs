using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Alerts;
using TransitHub.Core.Time;

namespace TransitHub.Server.Alerting;

/// <summary>
/// A feed's alerts as operators see and change them. Who changes something sees the newest document first, so that two operators, or two processes, never
/// undo each other's work unseen. Safe for many threads.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="options">The operator's settings.</param>
/// <param name="episodes">The automatic ones of now.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class AlertDesk(FeedId feed, IAlertStore store, AlertOptions options, Func<ImmutableArray<AlertEpisode>> episodes, TimeProvider clock)
{
    private const int Attempts = 10;
    private readonly Lock sync = new();
    private volatile AlertBook book = AlertBook.Empty;

    /// <summary>What operators wrote, as far as is known here.</summary>
    public AlertBook Book => this.book;

    /// <summary>The automatic ones of now.</summary>
    public ImmutableArray<AlertEpisode> Episodes => episodes();

    /// <summary>The hub's clock, Unix seconds.</summary>
    public long Now => Timestamp.Now(clock).UnixSeconds;

    /// <summary>What riders are told now.</summary>
    public ImmutableArray<ServiceAlert> Published => new AlertBoard(options).Compose(this.book, this.Episodes, this.Now);

    /// <summary>Whether riders are told of an automatic alert.</summary>
    public bool IsPublished(AlertEpisode episode) => new AlertBoard(options).IsPublished(episode, this.book);

    /// <summary>Reads what is new.</summary>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; what was read before stands.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await store.FindAsync(feed, this.book.Version, cancellationToken).ConfigureAwait(false) is { } document)
        {
            this.Take(AlertBook.Decode(document.Version, document.Text));
        }
    }

    /// <summary>Changes the book.</summary>
    /// <param name="who">The operator.</param>
    /// <param name="change">Makes the change of the newest book; called again where another one was written meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The change that was made, or refused.</returns>
    /// <exception cref="IOException">The storage failed, or others write without a pause.</exception>
    public async Task<AlertChange> ChangeAsync(string who, Func<AlertBook, AlertChange> change, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Attempts; i++)
        {
            await this.RefreshAsync(cancellationToken).ConfigureAwait(false);
            AlertBook before = this.book;
            AlertChange made = change(before);
            if (made.Next is not { } next)
            {
                return made;
            }

            string audit = AlertBook.EncodeAudit(new AuditEntry(before.Version + 1, this.Now, who, made.What, made.Alert, made.Before, made.After));
            if (await store.TryReplaceAsync(feed, next.Encode(), audit, before.Version, cancellationToken).ConfigureAwait(false) is { } version)
            {
                this.Take(next with { Version = version });
                return made;
            }
        }

        throw new IOException("Others change the alerts without a pause. Try again.");
    }

    /// <summary>The newest entries of the audit, the newest first.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(int count, CancellationToken cancellationToken)
    {
        IReadOnlyList<AuditLine> lines = await store.ReadAuditAsync(feed, count, cancellationToken).ConfigureAwait(false);
        return [.. lines.Select(l => AlertBook.DecodeAudit(l.Text)).OfType<AuditEntry>()];
    }

    private void Take(AlertBook next)
    {
        lock (this.sync)
        {
            this.book = next.Version > this.book.Version ? next : this.book;
        }
    }
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
