using System.IO.Compression;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>A machine's state as it is kept: compressed, since most of it are times and numbers that are much alike, and Redis keeps it in memory.</summary>
public static class PackedState
{
    /// <summary>What to keep of the bytes that <see cref="ShardMachine.Save"/> gave.</summary>
    public static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> state)
    {
        using MemoryStream packed = new();
        using (BrotliStream brotli = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(state.Span);
        }

        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    /// <summary>The bytes again, for <see cref="ShardMachine.TryRestore"/>.</summary>
    /// <exception cref="InvalidDataException">It was not made by <see cref="Pack"/>.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed)
    {
        using MemoryStream state = new();
        using (BrotliStream brotli = new(new MemoryStream(packed.ToArray()), CompressionMode.Decompress))
        {
            brotli.CopyTo(state);
        }

        return state.GetBuffer().AsMemory(0, (int)state.Length);
    }
}
