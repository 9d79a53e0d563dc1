using System.Buffers.Binary;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Reads the protobuf wire format from a span. A failure is kept, not thrown: every read after it gives a
/// default, and the caller asks <see cref="Failed"/> once at the end.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxGroupDepth = 16;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    /// <summary>What the low three bits of a tag say.</summary>
    public enum Wire
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        StartGroup = 3,
        EndGroup = 4,
        Fixed32 = 5,
    }

    public bool Failed { get; private set; }

    /// <summary>The next field; false at the end or after a failure.</summary>
    public bool TryReadTag(out uint field, out Wire wire)
    {
        field = 0;
        wire = default;
        if (this.Failed || this.position == this.bytes.Length)
        {
            return false;
        }

        uint tag = unchecked((uint)this.ReadVarint());
        field = tag >> 3;
        wire = (Wire)(tag & 7);
        if (field == 0 || wire == Wire.EndGroup || wire > Wire.Fixed32)
        {
            this.Failed = true;
        }

        return !this.Failed;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (this.position >= this.bytes.Length)
            {
                break;
            }

            byte b = this.bytes[this.position++];
            value |= unchecked((ulong)(b & 0x7F) << shift);
            if (b < 0x80)
            {
                return value;
            }
        }

        this.Failed = true;
        return 0;
    }

    public double ReadDouble() => this.TryTake(8, out ReadOnlySpan<byte> taken) ? BinaryPrimitives.ReadDoubleLittleEndian(taken) : 0;

    public float ReadFloat() => this.TryTake(4, out ReadOnlySpan<byte> taken) ? BinaryPrimitives.ReadSingleLittleEndian(taken) : 0;

    public ReadOnlySpan<byte> ReadBytes()
    {
        ulong length = this.ReadVarint();
        if (length > (ulong)(this.bytes.Length - this.position))
        {
            this.Failed = true;
            return [];
        }

        this.TryTake((int)length, out ReadOnlySpan<byte> taken);
        return taken;
    }

    /// <summary>Passes over a field that is not known, or that has another wire type than its own.</summary>
    public void Skip(uint field, Wire wire) => this.Skip(field, wire, 0);

    private void Skip(uint field, Wire wire, int depth)
    {
        switch (wire)
        {
            case Wire.Varint:
                this.ReadVarint();
                break;
            case Wire.Fixed64:
                this.TryTake(8, out _);
                break;
            case Wire.Bytes:
                this.ReadBytes();
                break;
            case Wire.Fixed32:
                this.TryTake(4, out _);
                break;
            default:
                this.SkipGroup(field, depth);
                break;
        }
    }

    // Groups are long out of use, but a parser must pass over an unknown one.
    private void SkipGroup(uint group, int depth)
    {
        while (!this.Failed)
        {
            uint tag = unchecked((uint)this.ReadVarint());
            Wire wire = (Wire)(tag & 7);
            if (wire == Wire.EndGroup)
            {
                this.Failed |= tag >> 3 != group;
                return;
            }

            if (tag >> 3 == 0 || wire > Wire.Fixed32 || depth == MaxGroupDepth)
            {
                this.Failed = true;
                return;
            }

            this.Skip(tag >> 3, wire, depth + 1);
        }
    }

    private bool TryTake(int length, out ReadOnlySpan<byte> taken)
    {
        if (this.Failed || this.bytes.Length - this.position < length)
        {
            this.Failed = true;
            taken = [];
            return false;
        }

        taken = this.bytes.Slice(this.position, length);
        this.position += length;
        return true;
    }
}
