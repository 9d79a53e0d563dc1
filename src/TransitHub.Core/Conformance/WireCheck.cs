using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Google.Protobuf.Reflection;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>
/// Reads a message's bytes beside its definition, for what decoding does not tell. Unknown fields and values decode without a word; of a text that is no UTF-8
/// the decoder of this platform refuses the whole message, where those of others read on.
/// </summary>
internal sealed class WireCheck
{
    private const int MaxDepth = 32;
    private const int MaxFound = 10_000;

    private readonly List<WireFinding> found = [];

    private WireCheck()
    {
    }

    /// <summary>What is wrong with the bytes of a FeedMessage; the first ten thousand findings.</summary>
    public static IReadOnlyList<WireFinding> Run(ReadOnlySpan<byte> bytes)
    {
        var check = new WireCheck();
        check.Message(bytes, 0, FeedMessage.Descriptor, 0);
        return check.found;
    }

    /// <summary>The bytes with question marks for what is no UTF-8; null if that is not what is wrong.</summary>
    public static byte[]? Repair(ReadOnlySpan<byte> bytes)
    {
        byte[]? repaired = null;
        foreach (WireFinding finding in Run(bytes))
        {
            if (finding.Problem == WireProblem.InvalidText)
            {
                repaired ??= bytes.ToArray();
                Repair(repaired.AsSpan(finding.Offset, finding.Length));
            }
        }

        return repaired;
    }

    private static void Repair(Span<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out _, out int length) != OperationStatus.Done)
            {
                text[..length].Fill((byte)'?');
            }

            text = text[length..];
        }
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads until the end or the first thing that cannot be read: that is the decoder's to tell.</summary>
    private void Message(ReadOnlySpan<byte> bytes, int offset, MessageDescriptor type, int depth)
    {
        int at = 0;
        while (at < bytes.Length && depth <= MaxDepth && this.found.Count < MaxFound && TryVarint(bytes, ref at, out ulong tag))
        {
            int number = (int)(tag >> 3 & int.MaxValue);
            FieldDescriptor? field = type.FindFieldByNumber(number);
            if (field is null && number is not ((>= 1000 and <= 1999) or (>= 9000 and <= 9999)))
            {
                this.found.Add(new WireFinding(WireProblem.UnknownField, type.Name, number, 0, 0));
            }

            if (!this.Value(bytes, offset, ref at, tag & 7, field, depth))
            {
                return;
            }
        }
    }

    private bool Value(ReadOnlySpan<byte> bytes, int offset, ref int at, ulong wire, FieldDescriptor? field, int depth)
    {
        switch (wire)
        {
            case 0 when TryVarint(bytes, ref at, out ulong value):
                if (field?.FieldType == FieldType.Enum && field.EnumType.FindValueByNumber(unchecked((int)value)) is null)
                {
                    this.found.Add(new WireFinding(WireProblem.UnknownValue, field.FullName, unchecked((int)value), 0, 0));
                }

                return true;
            case 1 or 5:
                at += wire == 1 ? 8 : 4;
                return at <= bytes.Length;
            case 2 when TryVarint(bytes, ref at, out ulong length) && length <= (ulong)(bytes.Length - at):
                this.Content(bytes.Slice(at, (int)length), offset + at, field, depth);
                at += (int)length;
                return true;
            default:
                return false;
        }
    }

    private void Content(ReadOnlySpan<byte> bytes, int offset, FieldDescriptor? field, int depth)
    {
        if (field?.FieldType == FieldType.Message)
        {
            this.Message(bytes, offset, field.MessageType, depth + 1);
        }
        else if (field?.FieldType == FieldType.String && !Utf8.IsValid(bytes))
        {
            this.found.Add(new WireFinding(WireProblem.InvalidText, field.FullName, 0, offset, bytes.Length));
        }
    }
}
