using System.IO.Hashing;
using System.Text;

namespace TransitHub.Core.Storage.Records;

/// <summary>
/// Gives the same string for the same bytes where it can: a log says the same vehicle, trip and route thousands of times. A fixed table; a newer text
/// takes the place of an older one with the same slot. One thread uses it.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 8192;
    private const int LongestKept = 64;
    private readonly string?[] slots = new string?[Slots];

    /// <summary>The text of UTF-8 bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return string.Empty;
        }

        if (utf8.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref string? slot = ref this.slots[XxHash3.HashToUInt64(utf8) & (Slots - 1)];
        if (slot is null || !Ascii.Equals(utf8, slot))
        {
            slot = Encoding.UTF8.GetString(utf8);
        }

        return slot;
    }
}
