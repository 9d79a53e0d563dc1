using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TransitHub.Server.Security.Readers;

/// <summary>The readers' keys by their ids, looked at again at most once a second. Where they cannot be read, those that were read before hold.</summary>
internal sealed partial class KeyRing(IKeyStore store, TimeProvider clock, ILogger<KeyRing> log)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Lock reading = new();
    private FrozenDictionary<string, ReaderKey> keys = FrozenDictionary<string, ReaderKey>.Empty;
    private ImmutableArray<ReaderKey> seen = [];
    private long? lookedAt;

    /// <summary>The key of what a reader sent; null: it is none, with the same words whatever is wrong, so that nothing is told to who guesses.</summary>
    public ReaderKey? Find(string text)
    {
        this.Refresh();
        return ReaderKey.TryRead(text, out string id, out string secret)
            && Volatile.Read(ref this.keys).TryGetValue(id, out ReaderKey? key)
            && key.Is(secret)
            && key.StateAt(clock.GetUtcNow().ToUnixTimeSeconds()) == ReaderKey.Active
                ? key
                : null;
    }

    private void Refresh()
    {
        lock (this.reading)
        {
            if (this.lookedAt is { } before && clock.GetElapsedTime(before) < LookAgain)
            {
                return;
            }

            this.lookedAt = clock.GetTimestamp();
            try
            {
                ImmutableArray<ReaderKey> known = store.Known();
                if (known != this.seen)
                {
                    Volatile.Write(ref this.keys, known.ToFrozenDictionary(k => k.Id, StringComparer.Ordinal));
                    this.seen = known;
                }
            }
            catch (Exception exception) when (exception is KeyStoreException or ArgumentException)
            {
                // Told again with each look until it is mended.
                this.LogUnreadable(exception.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} Until then the keys that were read before hold.")]
    private partial void LogUnreadable(string problem);
}
