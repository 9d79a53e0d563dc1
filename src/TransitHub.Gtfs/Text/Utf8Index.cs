using System.IO.Hashing;
using System.Text;

namespace TransitHub.Gtfs.Text;

/// <summary>
/// Gives each distinct UTF-8 key a dense number, in the order of first appearance, and finds it again without making
/// a string. The keys lie one after the other in one array; ids of ten million rows cost no allocation to look up.
/// </summary>
internal sealed class Utf8Index
{
    private byte[] bytes = new byte[256];
    private int[] ends = new int[16];
    private uint[] hashes = new uint[16];
    private int[] slots = new int[32];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Key(int index)
    {
        var start = index == 0 ? 0 : this.ends[index - 1];
        return this.bytes.AsSpan(start, this.ends[index] - start);
    }

    /// <summary>Adds the key if it is new; false if it was there. <paramref name="index"/> is its number in both cases.</summary>
    public bool TryAdd(ReadOnlySpan<byte> key, out int index)
    {
        var hash = Hash(key);
        var slot = Probe(key, hash, out index);
        if (index >= 0)
        {
            return false;
        }

        index = Append(key, hash);
        this.slots[slot] = index + 1;
        if (Count * 2 > this.slots.Length)
        {
            GrowSlots();
        }

        return true;
    }

    public bool TryFind(ReadOnlySpan<byte> key, out int index)
    {
        Probe(key, Hash(key), out index);
        return index >= 0;
    }

    public bool TryFind(string key, out int index)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(key.Length);
        Span<byte> bytes = longest <= 512 ? stackalloc byte[512] : new byte[longest];
        return TryFind(bytes[..Encoding.UTF8.GetBytes(key, bytes)], out index);
    }

    private static uint Hash(ReadOnlySpan<byte> key) => unchecked((uint)XxHash3.HashToUInt64(key));

    private int Probe(ReadOnlySpan<byte> key, uint hash, out int index)
    {
        var mask = this.slots.Length - 1;
        var slot = unchecked((int)hash) & mask;
        while (this.slots[slot] != 0)
        {
            index = this.slots[slot] - 1;
            if (this.hashes[index] == hash && Key(index).SequenceEqual(key))
            {
                return slot;
            }

            slot = (slot + 1) & mask;
        }

        index = -1;
        return slot;
    }

    private int Append(ReadOnlySpan<byte> key, uint hash)
    {
        var start = Count == 0 ? 0 : this.ends[Count - 1];
        if (start + key.Length > this.bytes.Length)
        {
            Array.Resize(ref this.bytes, Math.Max(this.bytes.Length * 2, start + key.Length));
        }

        if (Count == this.ends.Length)
        {
            Array.Resize(ref this.ends, Count * 2);
            Array.Resize(ref this.hashes, Count * 2);
        }

        key.CopyTo(this.bytes.AsSpan(start));
        this.ends[Count] = start + key.Length;
        this.hashes[Count] = hash;
        return Count++;
    }

    private void GrowSlots()
    {
        var slots = new int[this.slots.Length * 2];
        var mask = slots.Length - 1;
        for (var index = 0; index < Count; index++)
        {
            var slot = unchecked((int)this.hashes[index]) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = index + 1;
        }

        this.slots = slots;
    }
}
