using System.Buffers.Binary;

namespace TransitHub.Load.Readers;

/// <summary>Walks over the fields of an encoded message.</summary>
internal static class ProtoWalk
{
    /// <summary>Takes the next field off; false at the end.</summary>
    /// <param name="message">What is left.</param>
    /// <param name="field">Its number.</param>
    /// <param name="number">Its value where it is a number.</param>
    /// <param name="content">Its value where it is text or a message.</param>
    public static bool TryNext(ref ReadOnlySpan<byte> message, out int field, out ulong number, out ReadOnlySpan<byte> content)
    {
        field = 0;
        number = 0;
        content = default;
        if (message.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint(ref message);
        field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                number = Varint(ref message);
                return true;
            case 1:
                number = BinaryPrimitives.ReadUInt64LittleEndian(message);
                message = message[8..];
                return true;
            case 5:
                number = BinaryPrimitives.ReadUInt32LittleEndian(message);
                message = message[4..];
                return true;
            default:
                int length = (int)Varint(ref message);
                content = message[..length];
                message = message[length..];
                return true;
        }
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0, i = 0; ; shift += 7, i++)
        {
            value |= (ulong)(message[i] & 0x7F) << shift;
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return value;
            }
        }
    }
}
