namespace TransitHub.Fuzz;

/// <summary>Changes one field of a protobuf message, also of one deep within, and writes the lengths around it anew.</summary>
internal static class ProtobufTree
{
    private const int MaxDepth = 12;
    private static readonly ulong[] Values = [0, 1, 2, 127, 128, 255, 65_535, int.MaxValue, 1UL << 31, uint.MaxValue, long.MaxValue, 1UL << 63, ulong.MaxValue, 253_402_300_800];

    /// <summary>The message stands behind the first line; what is no message comes back as it is.</summary>
    public static byte[] Mutate(byte[] input, Random chance)
    {
        int line = Array.IndexOf(input, (byte)'\n') + 1;
        if (Parse(input.AsSpan(line), 0) is not { Count: > 0 } fields)
        {
            return input;
        }

        List<Field> owner = fields;
        int at = chance.Next(owner.Count);
        while (owner[at].Inner is { Count: > 0 } inner && chance.Next(4) != 0)
        {
            (owner, at) = (inner, chance.Next(inner.Count));
        }

        Change(owner, at, chance);
        List<byte> made = [.. input.AsSpan(0, line)];
        Write(made, fields);
        return [.. made];
    }

    private static void Change(List<Field> owner, int at, Random chance)
    {
        Field field = owner[at];
        switch (chance.Next(6))
        {
            case 0:
                owner.RemoveAt(at);
                break;
            case 1:
                owner.Insert(chance.Next(owner.Count + 1), field);
                break;
            case 2:
                int other = chance.Next(owner.Count);
                (owner[at], owner[other]) = (owner[other], owner[at]);
                break;
            case 3:
                owner[at] = field with { Number = (uint)chance.Next(1, 40) };
                break;
            case 4:
                // A value of another wire type, or empty.
                owner[at] = chance.Next(2) == 0 ? field with { Wire = 0, Value = Values[chance.Next(Values.Length)], Inner = null } : field with { Wire = 2, Bytes = [], Inner = null };
                break;
            default:
                byte[] random = new byte[field.Wire == 1 ? 8 : field.Wire == 5 ? 4 : chance.Next(64)];
                chance.NextBytes(random);
                owner[at] = field.Wire == 0 ? field with { Value = Values[chance.Next(Values.Length)] } : field with { Bytes = random, Inner = null };
                break;
        }
    }

    private static List<Field>? Parse(ReadOnlySpan<byte> bytes, int depth)
    {
        List<Field> fields = [];
        int at = 0;
        while (at < bytes.Length)
        {
            if (!TryVarint(bytes, ref at, out ulong tag) || tag >> 3 is 0 or > 10_000)
            {
                return null;
            }

            uint wire = (uint)(tag & 7);
            ulong value = 0;
            if ((wire is 0 or 2 && !TryVarint(bytes, ref at, out value)) || wire is 3 or 4 or > 5)
            {
                return null;
            }

            ulong length = wire switch { 0 => 0, 1 => 8, 5 => 4, _ => value };
            if (length > (ulong)(bytes.Length - at))
            {
                return null;
            }

            byte[] content = bytes.Slice(at, (int)length).ToArray();
            at += (int)length;
            fields.Add(new Field((uint)(tag >> 3), wire, value, content, wire == 2 && content.Length > 1 && depth < MaxDepth ? Parse(content, depth + 1) : null));
        }

        return fields;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static void Write(List<byte> to, List<Field> fields)
    {
        foreach (Field field in fields)
        {
            WriteVarint(to, (field.Number << 3) | field.Wire);
            if (field.Wire == 0)
            {
                WriteVarint(to, field.Value);
                continue;
            }

            List<byte> content = [];
            if (field.Inner is { } inner)
            {
                Write(content, inner);
            }
            else
            {
                content.AddRange(field.Bytes);
            }

            if (field.Wire == 2)
            {
                WriteVarint(to, (ulong)content.Count);
            }

            to.AddRange(content);
        }
    }

    private static void WriteVarint(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            to.Add((byte)(value & 0x7f | 0x80));
        }

        to.Add((byte)value);
    }

    private sealed record Field(uint Number, uint Wire, ulong Value, byte[] Bytes, List<Field>? Inner);
}
