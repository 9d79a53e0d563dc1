using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TransitHub.Server.Security;

/// <summary>
/// Passwords at rest: <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c>, salt (16 bytes) and hash (32 bytes)
/// in base64, the password as UTF-8. PBKDF2 is RFC 8018; the iteration count is stored so that it can
/// grow without making old hashes worthless.
/// </summary>
internal static class PasswordHash
{
    private const string Scheme = "pbkdf2-sha256";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int MinIterations = 10_000;
    private const int MaxIterations = 10_000_000;

    /// <summary>OWASP's advice of 2023 for PBKDF2 with SHA-256.</summary>
    public const int DefaultIterations = 600_000;

    /// <summary>Hashes a password with a new random salt.</summary>
    public static string Create(string password, int iterations = DefaultIterations)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Derive(password, salt, iterations);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>True when the text has the form above, so that <see cref="Verify"/> can say yes to some password.</summary>
    public static bool IsWellFormed(string? text) => TryRead(text, out _, out _, out _);

    /// <summary>How costly a hash is; 0: it is none.</summary>
    public static int IterationsOf(string hash) => TryRead(hash, out int iterations, out _, out _) ? iterations : 0;

    /// <summary>True when the hash was made of this password; takes the same time for any wrong one.</summary>
    public static bool Verify(string hash, string password) =>
        TryRead(hash, out int iterations, out byte[] salt, out byte[] expected)
        && CryptographicOperations.FixedTimeEquals(expected, Derive(password, salt, iterations));

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, HashBytes);

    private static bool TryRead(string? text, out int iterations, out byte[] salt, out byte[] hash)
    {
        iterations = 0;
        salt = [];
        hash = [];
        string[] parts = (text ?? string.Empty).Split('$');
        if (parts.Length != 4
            || parts[0] != Scheme
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out iterations)
            || iterations is < MinIterations or > MaxIterations)
        {
            return false;
        }

        salt = new byte[SaltBytes];
        hash = new byte[HashBytes];
        return Convert.TryFromBase64String(parts[2], salt, out int saltLength) && saltLength == SaltBytes
            && Convert.TryFromBase64String(parts[3], hash, out int hashLength) && hashLength == HashBytes;
    }
}
