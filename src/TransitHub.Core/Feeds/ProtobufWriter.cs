using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Writes protobuf fields one after the other into a buffer that is used again for the next entity. Every varint is as
/// short as it can be and fields go out in the order of the calls, so that bytes equal Google.Protobuf's when a caller
/// writes in the order of field numbers. Why not Google.Protobuf: benchmarks/results/feed-encoding.md.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int LongestVarint = 10;
    private byte[] buffer = new byte[1024];
    private int length;

    /// <summary>What was written since <see cref="Clear"/>; valid until the next call.</summary>
    public ReadOnlySpan<byte> Written => this.buffer.AsSpan(0, this.length);

    /// <summary>Starts anew.</summary>
    public void Clear() => this.length = 0;

    /// <summary>A field of type int32, int64, uint32, uint64, bool or enum; negative values take ten bytes, as the format has it.</summary>
    public void WriteVarint(byte tag, long value)
    {
        this.Reserve(1 + LongestVarint);
        this.buffer[this.length++] = tag;
        this.PutVarint(unchecked((ulong)value));
    }

    /// <summary>A field of type float.</summary>
    public void WriteFloat(byte tag, float value)
    {
        this.Reserve(1 + sizeof(float));
        this.buffer[this.length++] = tag;
        BinaryPrimitives.WriteSingleLittleEndian(this.buffer.AsSpan(this.length), value);
        this.length += sizeof(float);
    }

    /// <summary>Bytes as they are, within a message or text that <see cref="BeginMessage"/> opened.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        this.Reserve(bytes.Length);
        bytes.CopyTo(this.buffer.AsSpan(this.length));
        this.length += bytes.Length;
    }

    /// <summary>A field of type string, given as UTF-8.</summary>
    public void WriteText(byte tag, ReadOnlySpan<byte> utf8)
    {
        this.Reserve(1 + LongestVarint + utf8.Length);
        this.buffer[this.length++] = tag;
        this.PutVarint((ulong)utf8.Length);
        this.Append(utf8);
    }

    /// <summary>A field of type string.</summary>
    public void WriteText(byte tag, string text)
    {
        int start = this.BeginMessage(tag);
        this.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        this.length += Encoding.UTF8.GetBytes(text, this.buffer.AsSpan(this.length));
        this.EndMessage(start);
    }

    /// <summary>
    /// Opens a nested message, or a text made of parts. Its length is not known yet: one byte is kept for it, which holds for all that is shorter
    /// than 128 bytes; what turns out longer moves on by a byte or more in <see cref="EndMessage"/>.
    /// </summary>
    /// <returns>What <see cref="EndMessage"/> needs.</returns>
    public int BeginMessage(byte tag)
    {
        this.Reserve(2);
        this.buffer[this.length] = tag;
        this.length += 2;
        return this.length;
    }

    /// <summary>The same for a tag of any field number up to 2,047, whose bytes are one or two.</summary>
    public int BeginFarMessage(int tag)
    {
        if (tag < 0x80)
        {
            return this.BeginMessage((byte)tag);
        }

        this.Reserve(1);
        this.buffer[this.length++] = (byte)(tag | 0x80);
        return this.BeginMessage((byte)(tag >> 7));
    }

    /// <summary>Closes the nested message opened last.</summary>
    public void EndMessage(int start)
    {
        int size = this.length - start;
        int extra = VarintSize((ulong)size) - 1;
        if (extra > 0)
        {
            this.Reserve(extra);
            this.buffer.AsSpan(start, size).CopyTo(this.buffer.AsSpan(start + extra));
        }

        this.length = start - 1;
        this.PutVarint((ulong)size);
        this.length += size;
    }

    private static int VarintSize(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) >> 6;

    private void PutVarint(ulong value)
    {
        while (value >= 0x80)
        {
            this.buffer[this.length++] = unchecked((byte)(value | 0x80));
            value >>= 7;
        }

        this.buffer[this.length++] = (byte)value;
    }

    private void Reserve(int more)
    {
        if (this.buffer.Length - this.length < more)
        {
            Array.Resize(ref this.buffer, Math.Max(this.buffer.Length * 2, this.length + more));
        }
    }
}
