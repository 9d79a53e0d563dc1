using System.Globalization;
using System.Security.Cryptography;

namespace TransitHub.Core.Storage.Statics;

/// <summary>What every store of zips asks of one.</summary>
public static class StaticZip
{
    /// <summary>The longest zip, bytes: twice the largest national feed. Redis keeps it in memory.</summary>
    public const int MaxBytes = 512 << 20;

    /// <summary>Its SHA-256, lower-case hexadecimal digits.</summary>
    public static string Checksum(ReadOnlySpan<byte> zip) => Convert.ToHexStringLower(SHA256.HashData(zip));

    /// <summary>Checks a name and a length.</summary>
    /// <exception cref="ArgumentException">One of them is wrong; the message says how.</exception>
    public static void ThrowIfInvalid(string contentHash, long length)
    {
        StorageName.ThrowIfInvalid(contentHash);
        if (length > MaxBytes)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The zip has {length} bytes; at most {MaxBytes} are shared. Split the feed, or leave out what nobody needs, shapes.txt first."), nameof(length));
        }
    }
}
