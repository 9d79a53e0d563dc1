using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security;

/// <summary>
/// Checks user names and passwords of operators, and of whoever publishes over HTTP. PBKDF2 is slow by design, some 100 ms, and
/// HTTP gives the password with each request; so a password that was right is remembered as a keyed
/// hash, under a key that lives only in this process, and checking it again is quick. Unknown passwords are
/// checked one after another, so that guessing cannot take all processors.
/// </summary>
internal sealed class UserCredentials
{
    private readonly Dictionary<string, string> hashes;
    private readonly ConcurrentDictionary<string, byte[]> proven = new(StringComparer.Ordinal);
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock slow = new();

    /// <summary>Starts with the configured users.</summary>
    public UserCredentials(IEnumerable<NamedUser> users) =>
        this.hashes = users.ToDictionary(u => u.Name, u => u.PasswordHash, StringComparer.Ordinal);

    /// <summary>True when no user is configured, so that whoever connects may publish.</summary>
    public bool AllowsAnyone => this.hashes.Count == 0;

    /// <summary>True when the user exists and the password is theirs.</summary>
    public bool Accepts(string? userName, string? password)
    {
        if (this.AllowsAnyone)
        {
            return true;
        }

        if (userName is null || password is null || !this.hashes.TryGetValue(userName, out string? hash))
        {
            return false;
        }

        byte[] proof = HMACSHA256.HashData(this.key, Encoding.UTF8.GetBytes(password));
        if (this.proven.TryGetValue(userName, out byte[]? known) && CryptographicOperations.FixedTimeEquals(known, proof))
        {
            return true;
        }

        lock (this.slow)
        {
            if (!PasswordHash.Verify(hash, password))
            {
                return false;
            }
        }

        this.proven[userName] = proof;
        return true;
    }
}
