using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace TransitHub.Fuzz;

/// <summary>
/// Which edges of the instrumented code an input ran over, and how often in powers of two. The memory is the process's: instrumented code
/// writes to it without asking, so it is never given back.
/// </summary>
internal sealed unsafe class EdgeMap
{
    private const int Size = 1 << 16;
    private readonly byte* counts = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] seen = new byte[Size];

    /// <summary>Starts to take what instrumented code tells.</summary>
    public EdgeMap() => Trace.SharedMem = this.counts;

    /// <summary>Edges that any input ran over; two that fall on one place count once.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets the input before.</summary>
    public void Clear()
    {
        new Span<byte>(this.counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>True: the input ran over an edge, or as often over one, as none before.</summary>
    public bool TakeNew()
    {
        bool isNew = false;
        ReadOnlySpan<ulong> words = new(this.counts, Size / sizeof(ulong));
        for (int w = 0; w < words.Length; w++)
        {
            if (words[w] == 0)
            {
                continue;
            }

            for (int i = w * sizeof(ulong); i < (w + 1) * sizeof(ulong); i++)
            {
                byte bucket = this.counts[i] == 0 ? (byte)0 : (byte)(1 << BitOperations.Log2(this.counts[i]));
                if ((this.seen[i] & bucket) != bucket)
                {
                    this.Edges += this.seen[i] == 0 ? 1 : 0;
                    this.seen[i] |= bucket;
                    isNew = true;
                }
            }
        }

        return isNew;
    }
}
