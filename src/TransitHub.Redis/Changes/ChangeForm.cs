using System.Buffers.Binary;
using System.IO.Compression;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;

namespace TransitHub.Redis.Changes;

/// <summary>How an entry stands in its stream: as it is, or as its length (4 bytes, little-endian) and Brotli behind it where that is shorter.</summary>
internal static class ChangeForm
{
    private const int Plain = 0;
    private const int Brotli = 1;

    /// <summary>Below this compressing takes more than it gives, bytes.</summary>
    private const int WorthIt = 1024;

    /// <summary>The fastest quality: each second's changes have to be through before the next ones.</summary>
    private const int Quality = 1;
    private const int Window = 22;

    /// <summary>Brings an entry into a form.</summary>
    public static (int Form, ReadOnlyMemory<byte> Bytes) Pack(ReadOnlyMemory<byte> content)
    {
        if (content.Length < WorthIt)
        {
            return (Plain, content);
        }

        byte[] packed = GC.AllocateUninitializedArray<byte>(content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(packed, content.Length);
        return BrotliEncoder.TryCompress(content.Span, packed.AsSpan(sizeof(int)), out int written, Quality, Window)
            ? (Brotli, packed.AsMemory(0, sizeof(int) + written))
            : (Plain, content);
    }

    /// <summary>The entry; null: it is damaged.</summary>
    /// <exception cref="NewerFormatException">A newer hub wrote it.</exception>
    public static byte[]? Unpack(int form, ReadOnlyMemory<byte> bytes)
    {
        if (form == Plain)
        {
            return bytes.ToArray();
        }

        if (form != Brotli)
        {
            throw new NewerFormatException("An entry of a stream of changes", (uint)form, Brotli);
        }

        int length = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        if (length is < 0 or > IChangeStreams.MaxEntryBytes)
        {
            return null;
        }

        byte[] content = GC.AllocateUninitializedArray<byte>(length);
        return BrotliDecoder.TryDecompress(bytes.Span[sizeof(int)..], content, out int written) && written == length ? content : null;
    }
}
