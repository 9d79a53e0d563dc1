using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TransitHub.Server.Security.Devices;

/// <summary>
/// The secrets of devices. The hub makes them, 256 random bits each, and keeps <c>pbkdf2-sha512$ITERATIONS$SALT$HASH</c>: what Mosquitto keeps, too. Nobody
/// finds such a secret by trying, however fast the hash is; so it takes some milliseconds only, and a city of devices is back within a minute.
/// </summary>
internal static class DeviceSecret
{
    private const string Scheme = "pbkdf2-sha512";
    private const int SecretBytes = 32;
    private const int Iterations = 10_000;
    private const int MaxIterations = 10_000_000;

    /// <summary>Mosquitto takes salts of this length alone.</summary>
    private const int SaltBytes = 12;
    private const int HashBytes = 64;

    /// <summary>A hash that no secret gives: checking against it takes as long as against any other.</summary>
    public static string OfNobody { get; } = Text(Iterations, new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>A new secret, in letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Hashes a secret with a new salt.</summary>
    public static string Hash(string secret)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(Iterations, salt, Derive(secret, salt, Iterations));
    }

    /// <summary>True when the text has the form above.</summary>
    public static bool IsWellFormed(string? hash) => TryRead(hash, out _, out _, out _);

    /// <summary>True when the hash was made of this secret; takes the same time for any wrong one.</summary>
    public static bool Verify(string hash, string secret) =>
        TryRead(hash, out int iterations, out byte[] salt, out byte[] expected)
        && CryptographicOperations.FixedTimeEquals(expected, Derive(secret, salt, iterations));

    /// <summary>The hash as a password file of Mosquitto 2 has it.</summary>
    public static string ToMosquitto(string hash) => "$7" + hash[hash.IndexOf('$', StringComparison.Ordinal)..];

    private static string Text(int iterations, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");

    private static byte[] Derive(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, iterations, HashAlgorithmName.SHA512, HashBytes);

    private static bool TryRead(string? text, out int iterations, out byte[] salt, out byte[] hash)
    {
        (iterations, salt, hash) = (0, new byte[SaltBytes], new byte[HashBytes]);
        return text?.Split('$') is [Scheme, var times, var saltText, var hashText]
            && int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out iterations) && iterations is >= 1 and <= MaxIterations
            && Convert.TryFromBase64String(saltText, salt, out int saltLength) && saltLength == SaltBytes
            && Convert.TryFromBase64String(hashText, hash, out int hashLength) && hashLength == HashBytes;
    }
}
