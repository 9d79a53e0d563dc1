using System.Buffers;
using Google.Protobuf;

namespace TransitHub.Training.Export;

/// <summary>One protobuf message being written field by field: all of ONNX's schema that a small network needs.</summary>
internal sealed class OnnxMessage
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>A number.</summary>
    public OnnxMessage Number(int field, long value) => this.Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    /// <summary>A text.</summary>
    public OnnxMessage Text(int field, string value) => this.Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    });

    /// <summary>Bytes.</summary>
    public OnnxMessage Bytes(int field, byte[] value) => this.Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    });

    /// <summary>A message within this one.</summary>
    public OnnxMessage Message(int field, OnnxMessage inner) => this.Bytes(field, inner.ToArray());

    /// <summary>What was written.</summary>
    public byte[] ToArray() => this.bytes.WrittenSpan.ToArray();

    private OnnxMessage Write(Action<CodedOutputStream> write)
    {
        using MemoryStream field = new();
        using (CodedOutputStream output = new(field, leaveOpen: true))
        {
            write(output);
        }

        this.bytes.Write(field.GetBuffer().AsSpan(0, (int)field.Length));
        return this;
    }
}
