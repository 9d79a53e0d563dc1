using System.Runtime.InteropServices;
using System.Text;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Gives the same string for the same UTF-8 bytes as long as it is remembered, so that ids and signs
/// which come again with every report are made once. Bounded by its slots: a newcomer takes the slot of
/// the text that was there. Safe for many threads without a lock.
/// </summary>
internal sealed class Utf8Interner(int slots)
{
    /// <summary>Longer texts are seldom repeated and would let a few senders hold much memory.</summary>
    private const int LongestRemembered = 128;

    private readonly Entry?[] entries = new Entry?[slots];

    /// <param name="utf8">Valid UTF-8.</param>
    public string Intern(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestRemembered)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref Entry? slot = ref this.entries[(int)(Hash(utf8) % (uint)this.entries.Length)];
        Entry? entry = Volatile.Read(ref slot);
        if (entry is not null && utf8.SequenceEqual(entry.Utf8))
        {
            return entry.Text;
        }

        string text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, new Entry(utf8.ToArray(), text));
        return text;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        unchecked
        {
            ulong hash = (ulong)utf8.Length * 0x9E3779B97F4A7C15;
            while (utf8.Length >= 8)
            {
                hash = (hash ^ MemoryMarshal.Read<ulong>(utf8)) * 0xBF58476D1CE4E5B9;
                hash ^= hash >> 29;
                utf8 = utf8[8..];
            }

            foreach (byte b in utf8)
            {
                hash = (hash ^ b) * 0x94D049BB133111EB;
            }

            return (uint)(hash >> 32) ^ (uint)hash;
        }
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
