using System.Collections.Immutable;

namespace TransitHub.Server.Security.Readers;

/// <summary>What can be done to readers' keys, wherever they are kept.</summary>
internal static class KeyChanges
{
    /// <summary>More keys than this are refused: each has a line of its own in the metrics.</summary>
    public const int MostKeys = 10_000;

    private const int MostNameLength = 100;

    /// <summary>Adds a key; <c>who</c> is the operator, or null: whoever uses the command line.</summary>
    /// <returns>What is kept, and the text for its holder.</returns>
    /// <exception cref="KeyStoreException">The keys cannot be changed, or what is asked for cannot be.</exception>
    public static async Task<(ReaderKey Key, string Text)> AddAsync(
        this IKeyStore store, string name, string tier, long now, long? expiresAt, string? who = null, CancellationToken cancellation = default)
    {
        Check(name, now, expiresAt);
        (ReaderKey Key, string Text) made = ReaderKey.Create(name, tier, now, expiresAt);
        await store.ChangeAsync(who, now, keys => new KeyEdit("add", null, WithRoom(keys, made.Key)), cancellation).ConfigureAwait(false);
        return made;
    }

    /// <summary>Gives a key another secret, and another name and tier if they are given; one that was revoked or is expired is good again.</summary>
    /// <exception cref="KeyStoreException">There is no such key, or the keys cannot be changed.</exception>
    public static async Task<(ReaderKey Key, string Text)> RotateAsync(
        this IKeyStore store, string id, long now, long? expiresAt, string? name = null, string? tier = null, string? who = null, CancellationToken cancellation = default)
    {
        (ReaderKey Key, string Text) made = default;
        await store.ChangeAsync(who, now, keys =>
        {
            ReaderKey key = Get(keys, id);
            Check(name ?? key.Name, now, expiresAt);
            made = (key with { Name = name ?? key.Name, Tier = tier ?? key.Tier }).Rotate(now, expiresAt);
            return new KeyEdit("rotate", key, made.Key);
        }, cancellation).ConfigureAwait(false);
        return made;
    }

    /// <summary>Makes a key worth nothing; it stays in the list.</summary>
    /// <exception cref="KeyStoreException">There is no such key, or the keys cannot be changed.</exception>
    public static async Task<ReaderKey> RevokeAsync(this IKeyStore store, string id, long now, string? who = null, CancellationToken cancellation = default)
    {
        ReaderKey? revoked = null;
        await store.ChangeAsync(who, now, keys =>
        {
            ReaderKey key = Get(keys, id);
            return new KeyEdit("revoke", key, revoked = key with { RevokedAt = key.RevokedAt ?? now });
        }, cancellation).ConfigureAwait(false);
        return revoked!;
    }

    /// <summary>Takes a key over as it is kept elsewhere.</summary>
    /// <exception cref="KeyStoreException">The keys cannot be changed, there are too many, or there is one of its id.</exception>
    public static Task ImportAsync(this IKeyStore store, ReaderKey key, long now, CancellationToken cancellation) => store.ChangeAsync(
        null, now, keys => new KeyEdit("import", null, WithRoom(keys, key)), cancellation);

    private static ReaderKey WithRoom(ImmutableArray<ReaderKey> keys, ReaderKey key) =>
        keys.Any(k => k.Id == key.Id) ? throw new KeyStoreException($"There is a key '{key.Id}' already.")
        : keys.Length < MostKeys ? key
        : throw new KeyStoreException($"There are {MostKeys} keys, which is all there may be. Rotate a revoked one for its new holder.");

    private static ReaderKey Get(ImmutableArray<ReaderKey> keys, string id) => keys.FirstOrDefault(k => k.Id == id)
        ?? throw new KeyStoreException($"There is no key '{id}'. 'transithub key list' shows those there are.") { Missing = id };

    private static void Check(string name, long now, long? expiresAt)
    {
        if (name.Trim().Length == 0 || name.Length > MostNameLength || name.Any(char.IsControl))
        {
            throw new KeyStoreException($"A key needs the name of its holder: 1 to {MostNameLength} characters, none of them a control character.");
        }

        if (expiresAt <= now)
        {
            throw new KeyStoreException("The key would be expired before it is used: give a later time.");
        }
    }
}
