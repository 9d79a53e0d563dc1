using System.IO.Hashing;
using System.Text;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// Gives one string for equal bytes, so that a recording's ids are made once and not once a row. Bounded: beyond
/// <see cref="MaxTexts"/> different texts new ones are made each time.
/// </summary>
internal sealed class Utf8TextPool
{
    /// <summary>How many texts are kept: more than the vehicles and trips of a country's day.</summary>
    public const int MaxTexts = 1 << 19;

    private int[] slots = new int[1024];
    private Entry[] entries = new Entry[512];
    private int count;

    /// <summary>The text; null for no bytes. Bytes that are not UTF-8 become U+FFFD.</summary>
    public string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return null;
        }

        ulong hash = XxHash3.HashToUInt64(utf8);
        int mask = this.slots.Length - 1;
        for (int slot = unchecked((int)hash) & mask; ; slot = (slot + 1) & mask)
        {
            int place = this.slots[slot] - 1;
            if (place < 0)
            {
                return this.Add(utf8, hash, slot);
            }

            if (this.entries[place].Hash == hash && utf8.SequenceEqual(this.entries[place].Bytes))
            {
                return this.entries[place].Text;
            }
        }
    }

    private string Add(ReadOnlySpan<byte> utf8, ulong hash, int slot)
    {
        string text = Encoding.UTF8.GetString(utf8);
        if (this.count == MaxTexts)
        {
            return text;
        }

        if (this.count == this.entries.Length)
        {
            Array.Resize(ref this.entries, this.count * 2);
            this.entries[this.count] = new Entry(hash, utf8.ToArray(), text);
            this.count++;
            this.Rehash();
            return text;
        }

        this.entries[this.count] = new Entry(hash, utf8.ToArray(), text);
        this.count++;
        this.slots[slot] = this.count;
        return text;
    }

    private void Rehash()
    {
        this.slots = new int[this.slots.Length * 2];
        int mask = this.slots.Length - 1;
        for (int place = 0; place < this.count; place++)
        {
            int slot = unchecked((int)this.entries[place].Hash) & mask;
            while (this.slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            this.slots[slot] = place + 1;
        }
    }

    private readonly record struct Entry(ulong Hash, byte[] Bytes, string Text);
}
