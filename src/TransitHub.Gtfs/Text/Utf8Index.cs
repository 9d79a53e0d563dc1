using System.IO.Hashing;
using System.Text;

namespace TransitHub.Gtfs.Text;

/// <summary>
/// Gives each distinct UTF-8 key a dense number, in the order of first appearance, and finds it again without making
/// a string. The keys lie one after the other in one array; ids of ten million rows cost no allocation to look up.
/// </summary>
internal sealed class Utf8Index
{
    private byte[] _bytes = new byte[256];
    private int[] _ends = new int[16];
    private uint[] _hashes = new uint[16];
    private int[] _slots = new int[32];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Key(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
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
        _slots[slot] = index + 1;
        if (Count * 2 > _slots.Length)
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
        var mask = _slots.Length - 1;
        var slot = unchecked((int)hash) & mask;
        while (_slots[slot] != 0)
        {
            index = _slots[slot] - 1;
            if (_hashes[index] == hash && Key(index).SequenceEqual(key))
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
        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (start + key.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + key.Length));
        }

        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }

        key.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + key.Length;
        _hashes[Count] = hash;
        return Count++;
    }

    private void GrowSlots()
    {
        var slots = new int[_slots.Length * 2];
        var mask = slots.Length - 1;
        for (var index = 0; index < Count; index++)
        {
            var slot = unchecked((int)_hashes[index]) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = index + 1;
        }

        _slots = slots;
    }
}
