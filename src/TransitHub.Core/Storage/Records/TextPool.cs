using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Records;

/// <summary>
/// Gives the same string for the same bytes where it can: a log says the same vehicle, trip and route thousands of times. A fixed table; a newer text
/// takes the place of an older one with the same slot. One thread uses it.
/// </summary>
internal sealed class TextPool
{
    private const int SlotBits = 13;
    private const int Slots = 1 << SlotBits;
    private const int LongestKept = 64;
    private readonly string?[] slots = new string?[Slots];
    private readonly (string Text, DeviceId Id)[] devices = new (string, DeviceId)[Slots];

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

        ref string? slot = ref this.slots[Slot(utf8)];
        if (slot is null || !Ascii.Equals(utf8, slot))
        {
            slot = Encoding.UTF8.GetString(utf8);
        }

        return slot;
    }

    /// <summary>The id that UTF-8 bytes spell; <c>default</c> when they spell none.</summary>
    public DeviceId GetDevice(ReadOnlySpan<byte> utf8)
    {
        ref (string Text, DeviceId Id) slot = ref this.devices[Slot(utf8)];
        if (slot.Text is null || !Ascii.Equals(utf8, slot.Text))
        {
            string text = Encoding.UTF8.GetString(utf8);
            slot = (text, DeviceId.TryParse(text, out DeviceId id) ? id : default);
        }

        return slot.Id;
    }

    /// <summary>Most ids are short: two words hold them, and mixing those costs less than a hash of any length.</summary>
    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is < sizeof(ulong) or > 2 * sizeof(ulong))
        {
            return (int)(XxHash3.HashToUInt64(utf8) % Slots);
        }

        ulong mixed = unchecked(
            (BinaryPrimitives.ReadUInt64LittleEndian(utf8) * 0x9E3779B97F4A7C15)
            ^ (BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]) * 0xD6E8FEB86659FD93));

        // The topmost bits: the only ones on which every bit of both words has an effect.
        return (int)(mixed >> (64 - SlotBits));
    }
}
