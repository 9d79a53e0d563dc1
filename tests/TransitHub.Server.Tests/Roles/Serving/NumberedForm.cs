using System.Buffers.Binary;

namespace TransitHub.Server.Tests.Roles.Serving;

/// <summary>Values that stand in the storage as numbers of a list, which all processes that the test plays share.</summary>
internal sealed class NumberedForm<T>
{
    private readonly List<T> values = [];

    public byte[] Encode(T value)
    {
        lock (this.values)
        {
            byte[] bytes = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, this.values.Count);
            this.values.Add(value);
            return bytes;
        }
    }

    public T Decode(ReadOnlyMemory<byte> bytes)
    {
        lock (this.values)
        {
            return this.values[BinaryPrimitives.ReadInt32LittleEndian(bytes.Span)];
        }
    }
}
