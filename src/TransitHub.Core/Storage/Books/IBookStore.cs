using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Books;

/// <summary>What operators wrote of one matter of a feed (its alerts, the changes of its service), as one document that all processes share, and who did what to it.</summary>
public interface IBookStore
{
    /// <summary>Replaces the document, if nobody did since it was read, and notes it in the audit.</summary>
    /// <param name="feed">Whose; default: the hub's own.</param>
    /// <param name="text">The document; at most <see cref="BookDocument.MaxBytes"/> of UTF-8.</param>
    /// <param name="audit">What was done, one line, at most <see cref="BookDocument.MaxBytes"/>.</param>
    /// <param name="expectedVersion">The version that the writer has seen; 0: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The new version; null: another one was written meanwhile, read it first.</returns>
    /// <exception cref="IOException">The storage failed; either document may stand.</exception>
    ValueTask<long?> TryReplaceAsync(FeedId feed, string text, string audit, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>The document, when it is of a later version than the known one.</summary>
    /// <param name="feed">Whose; default: the hub's own.</param>
    /// <param name="knownVersion">What the reader has; 0: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null: there is no later one.</returns>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged.</exception>
    ValueTask<BookDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken);

    /// <summary>The newest lines of the audit, the newest first.</summary>
    /// <param name="feed">Whose; default: the hub's own.</param>
    /// <param name="count">How many at most, from 1.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<IReadOnlyList<AuditLine>> ReadAuditAsync(FeedId feed, int count, CancellationToken cancellationToken);
}

/// <summary>What operators wrote.</summary>
/// <param name="Version">From 1, one more with each replacement.</param>
/// <param name="Text">Its text.</param>
public sealed record BookDocument(long Version, string Text)
{
    /// <summary>The longest document, bytes of UTF-8.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The oldest lines of the audit go when there are more: years of a busy control room.</summary>
    public const int MostAuditLines = 10_000;

    /// <summary>The document in UTF-8.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxBytes"/>.</exception>
    public static byte[] Encode(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MaxBytes ? bytes : throw new ArgumentException($"The document has {bytes.Length} bytes; at most {MaxBytes} are kept. End some of what is in it.", nameof(text));
    }
}

/// <summary>A line of the audit.</summary>
/// <param name="Version">The document's version that came of it.</param>
/// <param name="Text">What was done.</param>
public sealed record AuditLine(long Version, string Text);
