using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Registry;

/// <summary>The devices file of a feed as all processes share it: ingest, fusion and readers must not each have another one.</summary>
public interface IDeviceRegistryStore
{
    /// <summary>Replaces the document, if nobody did since it was read.</summary>
    /// <param name="feed">Whose.</param>
    /// <param name="text">The devices file's text, valid; at most 16 MiB.</param>
    /// <param name="expectedVersion">The version that the writer has seen; 0: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The new version; null: another one was written meanwhile, read it first.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<long?> TryReplaceAsync(FeedId feed, string text, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>The document, when it is of a later version than the known one.</summary>
    /// <param name="feed">Whose.</param>
    /// <param name="knownVersion">What the reader has; 0: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null: there is no later one.</returns>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged.</exception>
    ValueTask<RegistryDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken);
}

/// <summary>A devices file.</summary>
/// <param name="Version">From 1, one more with each replacement.</param>
/// <param name="Text">Its text.</param>
public sealed record RegistryDocument(long Version, string Text)
{
    /// <summary>The longest document, bytes of UTF-8.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The document in UTF-8.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxBytes"/>.</exception>
    public static byte[] Encode(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MaxBytes ? bytes : throw new ArgumentException($"The devices file has {bytes.Length} bytes; at most {MaxBytes} are kept. Split the feed.", nameof(text));
    }
}
