using System.Globalization;
using System.IO.Hashing;

namespace TransitHub.Server.Endpoints;

/// <summary>Names bytes by what they are.</summary>
internal static class ContentTag
{
    /// <summary>32 hexadecimal digits, equal for equal bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes).ToString("x32", CultureInfo.InvariantCulture);
}
