using System.Buffers.Binary;
using System.Text;

namespace TransitHub.Core.Storage.Records;

/// <summary>Writes protobuf's wire form into a span that the caller has made large enough.</summary>
internal ref struct WireWriter(Span<byte> destination)
{
    private readonly Span<byte> destination = destination;

    /// <summary>Bytes written.</summary>
    public int Position { get; private set; }

    /// <summary>A number of seven bits a byte, lowest first.</summary>
    public void Varint(ulong value)
    {
        Span<byte> span = this.destination;
        int at = this.Position;
        while (value >= 0x80)
        {
            span[at++] = unchecked((byte)(value | 0x80));
            value >>= 7;
        }

        span[at++] = (byte)value;
        this.Position = at;
    }

    /// <summary>A field's number with its wire type: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes. Numbers up to 15 take one byte.</summary>
    public void Tag(int field, int wireType) => this.Varint((uint)((field << 3) | wireType));

    /// <summary>A varint field; negative numbers take ten bytes.</summary>
    public void Number(int field, long value)
    {
        this.Tag(field, 0);
        this.Varint(unchecked((ulong)value));
    }

    /// <summary>A double field.</summary>
    public void Double(int field, double value)
    {
        this.Tag(field, 1);
        BinaryPrimitives.WriteDoubleLittleEndian(this.destination[this.Position..], value);
        this.Position += sizeof(double);
    }

    /// <summary>A float field.</summary>
    public void Float(int field, float value)
    {
        this.Tag(field, 5);
        BinaryPrimitives.WriteSingleLittleEndian(this.destination[this.Position..], value);
        this.Position += sizeof(float);
    }

    /// <summary>A text field; null and empty are left out, as proto3 does.</summary>
    public void Text(int field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            this.Tag(field, 2);
            this.Varint((uint)Encoding.UTF8.GetByteCount(value));
            this.Position += Encoding.UTF8.GetBytes(value, this.destination[this.Position..]);
        }
    }

    /// <summary>A text field that is UTF-8 already.</summary>
    public void Utf8(int field, scoped ReadOnlySpan<byte> value)
    {
        this.Tag(field, 2);
        this.Varint((uint)value.Length);
        value.CopyTo(this.destination[this.Position..]);
        this.Position += value.Length;
    }

    /// <summary>Passes over bytes that were written into the span by another.</summary>
    public void Advance(int bytes) => this.Position += bytes;

    /// <summary>Starts a message whose length is known only at its end; gives what <see cref="EndMessage"/> needs.</summary>
    public int BeginMessage()
    {
        this.Position++;
        return this.Position;
    }

    /// <summary>Writes the length before the message, moving it up where one byte is not enough.</summary>
    public void EndMessage(int start)
    {
        int length = this.Position - start;
        int extra = 0;
        for (int rest = length >> 7; rest > 0; rest >>= 7)
        {
            extra++;
        }

        if (extra > 0)
        {
            this.destination[start..this.Position].CopyTo(this.destination[(start + extra)..]);
        }

        this.Position = start - 1;
        this.Varint((uint)length);
        this.Position += length;
    }
}
