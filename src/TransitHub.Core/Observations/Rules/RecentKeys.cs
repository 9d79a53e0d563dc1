using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TransitHub.Core.Observations.Rules;

/// <summary>The keys of the last things accepted, as many as the bound; a newer one takes the place of the oldest. Grows only as it is used.</summary>
/// <param name="bound">How many are kept.</param>
internal sealed class RecentKeys(int bound)
{
    private const int FirstSize = 4;
    private ulong[] keys = [];
    private int count;
    private int next;

    /// <summary>Whether it is among those kept.</summary>
    public bool Contains(ulong key) => this.keys.AsSpan(0, this.count).Contains(key);

    /// <summary>Keeps it.</summary>
    public void Add(ulong key)
    {
        if (this.next == this.keys.Length && this.keys.Length < bound)
        {
            Array.Resize(ref this.keys, Math.Min(bound, Math.Max(FirstSize, this.keys.Length * 2)));
        }

        this.next %= this.keys.Length;
        this.keys[this.next++] = key;
        this.count = Math.Max(this.count, this.next);
    }

    /// <summary>A key of two numbers; two different pairs give the same one by chance once in 2^64.</summary>
    public static ulong Of(long first, long second) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes<long>([first, second]));

    /// <summary>A key of a text and a number.</summary>
    public static ulong Of(string? text, long number) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(text), number);
}
