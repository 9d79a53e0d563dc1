using System.Buffers.Binary;

namespace TransitHub.Core.Storage.Records;

/// <summary>Reads protobuf's wire form. After the first thing that is no protobuf <see cref="Failed"/> is true and all reads give nothing.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> rest = source;

    /// <summary>True once something was malformed.</summary>
    public bool Failed { get; private set; }

    /// <summary>The next field's number and wire type; false at the end.</summary>
    public bool TryReadTag(out int field, out int wireType)
    {
        field = 0;
        wireType = 0;
        if (this.rest.IsEmpty)
        {
            return false;
        }

        ulong tag = this.Varint();
        if (tag is < 8 or > uint.MaxValue)
        {
            this.Fail();
            return false;
        }

        field = (int)(tag >> 3);
        wireType = (int)(tag & 7);
        return true;
    }

    /// <summary>A varint's value.</summary>
    public ulong Varint()
    {
        ReadOnlySpan<byte> span = this.rest;
        ulong value = 0;
        for (int i = 0; i < span.Length && i < 10; i++)
        {
            value |= unchecked((ulong)(span[i] & 0x7F) << (7 * i));
            if (span[i] < 0x80)
            {
                this.rest = span[(i + 1)..];
                return value;
            }
        }

        this.Fail();
        return 0;
    }

    /// <summary>Eight bytes as a double.</summary>
    public double Double()
    {
        ReadOnlySpan<byte> bytes = this.Take(sizeof(double));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    /// <summary>Four bytes as a float.</summary>
    public float Float()
    {
        ReadOnlySpan<byte> bytes = this.Take(sizeof(float));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadSingleLittleEndian(bytes);
    }

    /// <summary>A length and as many bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        ulong length = this.Varint();
        if (length > (ulong)this.rest.Length)
        {
            this.Fail();
            return default;
        }

        return this.Take((int)length);
    }

    /// <summary>Passes over the value of a field that is not known.</summary>
    public void Skip(int wireType)
    {
        switch (wireType)
        {
            case 0:
                this.Varint();
                break;
            case 1:
                this.Take(8);
                break;
            case 2:
                this.Bytes();
                break;
            case 5:
                this.Take(4);
                break;
            default:
                this.Fail();
                break;
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (this.rest.Length < count)
        {
            this.Fail();
            return default;
        }

        ReadOnlySpan<byte> taken = this.rest[..count];
        this.rest = this.rest[count..];
        return taken;
    }

    private void Fail()
    {
        this.Failed = true;
        this.rest = default;
    }
}
