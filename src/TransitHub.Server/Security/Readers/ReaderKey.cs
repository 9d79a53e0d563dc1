using System.Security.Cryptography;
using System.Text;

namespace TransitHub.Server.Security.Readers;

/// <summary>
/// A reader's key as it is kept. The key itself, <c>thub_ID_SECRET</c>, is shown once and kept nowhere: the secret is 32 random bytes, so that one round of SHA-256
/// is enough to keep it by; what is slow by design is for passwords that people think up.
/// </summary>
/// <param name="Id">What it is called in lists, logs and metrics: 12 hexadecimal digits.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Tier">How much it may ask for, a name of <see cref="Options.ReaderOptions.Tiers"/>.</param>
/// <param name="Hash">SHA-256 of the secret, hexadecimal.</param>
/// <param name="CreatedAt">When it was made or last rotated, Unix seconds.</param>
/// <param name="ExpiresAt">From when on it is worth nothing, Unix seconds; null: never.</param>
/// <param name="RevokedAt">When it was revoked, Unix seconds; null: it was not.</param>
internal sealed record ReaderKey(string Id, string Name, string Tier, string Hash, long CreatedAt, long? ExpiresAt, long? RevokedAt)
{
    /// <summary>The state of a key that opens.</summary>
    public const string Active = "active";

    private const string Prefix = "thub";
    private const int SecretBytes = 32;
    private const int IdBytes = 6;

    /// <summary>A new key, and the text of it for its holder.</summary>
    public static (ReaderKey Key, string Text) Create(string name, string tier, long now, long? expiresAt)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return new ReaderKey(id, name, tier, string.Empty, now, expiresAt, null).Rotate(now, expiresAt);
    }

    /// <summary>The same key with another secret; the one before is worth nothing from now on.</summary>
    public (ReaderKey Key, string Text) Rotate(long now, long? expiresAt)
    {
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        return (this with { Hash = HashOf(secret), CreatedAt = now, ExpiresAt = expiresAt, RevokedAt = null }, $"{Prefix}_{this.Id}_{secret}");
    }

    /// <summary>Reads the text that a reader sent.</summary>
    public static bool TryRead(string text, out string id, out string secret)
    {
        string[] parts = text.Split('_');
        bool isKey = parts.Length == 3 && parts[0] == Prefix && parts[1].Length == 2 * IdBytes && parts[2].Length == 2 * SecretBytes;
        (id, secret) = isKey ? (parts[1], parts[2]) : (string.Empty, string.Empty);
        return isKey;
    }

    /// <summary>True: the secret is this key's. Takes the same time for any wrong one.</summary>
    public bool Is(string secret) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(this.Hash), Encoding.ASCII.GetBytes(HashOf(secret)));

    /// <summary>How it stands: active, expired or revoked.</summary>
    public string StateAt(long now) => this.RevokedAt is not null ? "revoked" : this.ExpiresAt <= now ? "expired" : Active;

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
