using TransitHub.Server.Options;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Views;

/// <summary>The keys of readers, and what there is to have.</summary>
/// <param name="Tiers">The tiers of the hub; empty: nobody is counted.</param>
/// <param name="Anonymous">The tier of who has no key; null: they get nothing, if there are tiers.</param>
/// <param name="Keys">The keys, in the order in which they were made.</param>
internal sealed record KeyList(IReadOnlyList<TierView> Tiers, string? Anonymous, IReadOnlyList<KeyView> Keys);

/// <summary>How much a tier has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RequestsPerMinute">Requests a minute over time.</param>
/// <param name="Burst">Requests at once after a pause.</param>
/// <param name="Streams">Streams at one time.</param>
internal sealed record TierView(string Name, int RequestsPerMinute, int Burst, int Streams);

/// <summary>A key, without what opens.</summary>
/// <param name="Id">What it is called here and in the metrics.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Tier">How much it may ask for.</param>
/// <param name="State">active, expired, revoked, or no_such_tier: the hub has none of that name, and the key opens nothing.</param>
/// <param name="CreatedAt">When it was made or last rotated, Unix seconds.</param>
/// <param name="ExpiresAt">When it expires, Unix seconds; null: never.</param>
/// <param name="RevokedAt">When it was revoked, Unix seconds; null: it was not.</param>
/// <param name="Served">Requests answered since the hub's start.</param>
/// <param name="Limited">Requests refused since then because they were too many.</param>
/// <param name="LastAt">The last one since then, Unix seconds; null: none.</param>
internal sealed record KeyView(
    string Id, string Name, string Tier, string State, long CreatedAt, long? ExpiresAt, long? RevokedAt, long Served, long Limited, long? LastAt)
{
    /// <summary>Of a key as it stands now.</summary>
    public static KeyView Of(ReaderKey key, ReaderOptions options, ReaderUsage usage, TimeProvider clock)
    {
        string state = key.StateAt(clock.GetUtcNow().ToUnixTimeSeconds());
        (long served, long limited, long? lastAt) = usage.Of(key.Id);
        return new KeyView(
            key.Id, key.Name, key.Tier, state == ReaderKey.Active && options.Find(key.Tier) is null ? "no_such_tier" : state, key.CreatedAt, key.ExpiresAt, key.RevokedAt, served, limited, lastAt);
    }
}

/// <summary>A new key: the only answer with what opens.</summary>
/// <param name="Id">What it is called.</param>
/// <param name="Key">The key itself, for its holder.</param>
/// <param name="Tier">How much it may ask for.</param>
/// <param name="ExpiresAt">When it expires, Unix seconds; null: never.</param>
internal sealed record NewKeyView(string Id, string Key, string Tier, long? ExpiresAt);

/// <summary>What an operator says of a key to make.</summary>
/// <param name="Name">Whose it is, 1 to 100 characters.</param>
/// <param name="Tier">A tier of the hub.</param>
/// <param name="ExpiresAt">When it expires, Unix seconds; null: never.</param>
internal sealed record KeyDraft(string? Name, string? Tier, long? ExpiresAt);
