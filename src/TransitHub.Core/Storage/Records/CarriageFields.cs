using System.Collections.Immutable;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Storage.Records;

/// <summary><c>Carriage</c> of observation.proto in the log.</summary>
internal static class CarriageFields
{
    /// <summary>Tag and length of one, and its numbers.</summary>
    private const int NumbersOfOne = 32;

    /// <summary>Upper bound of all of them, bytes.</summary>
    public static int Size(ImmutableArray<Carriage> carriages)
    {
        int size = 0;
        foreach (Carriage carriage in carriages.IsDefault ? [] : carriages)
        {
            size += NumbersOfOne + WireText.Size(carriage.Id) + WireText.Size(carriage.Label);
        }

        return size;
    }

    /// <summary>Writes them as the repeated field of that number.</summary>
    public static void Write(ref WireWriter writer, int field, ImmutableArray<Carriage> carriages)
    {
        foreach (Carriage carriage in carriages.IsDefault ? [] : carriages)
        {
            writer.Tag(field, 2);
            int start = writer.BeginMessage();
            writer.Text(1, carriage.Id);
            writer.Text(2, carriage.Label);
            if (carriage.OccupancyStatus is { } status)
            {
                writer.Number(3, status);
            }

            if (carriage.OccupancyPercentage is { } percentage)
            {
                writer.Number(4, percentage);
            }

            writer.Number(5, carriage.Sequence);
            writer.EndMessage(start);
        }
    }

    /// <summary>Reads one and adds it; false when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, TextPool texts, ref ImmutableArray<Carriage> carriages)
    {
        Carriage carriage = new();
        bool isValid = true;
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch (field, wireType)
            {
                case (1, 2): carriage = carriage with { Id = texts.Get(reader.Bytes()) }; break;
                case (2, 2): carriage = carriage with { Label = texts.Get(reader.Bytes()) }; break;
                case (3, 0): carriage = carriage with { OccupancyStatus = (byte)Whole(reader.Varint(), byte.MaxValue, ref isValid) }; break;
                case (4, 0): carriage = carriage with { OccupancyPercentage = (short)Whole(reader.Varint(), short.MaxValue, ref isValid) }; break;
                case (5, 0): carriage = carriage with { Sequence = Whole(reader.Varint(), int.MaxValue, ref isValid) }; break;
                default: reader.Skip(wireType); break;
            }
        }

        carriages = carriages.Add(carriage);
        return isValid && !reader.Failed;
    }

    private static int Whole(ulong value, int most, ref bool isValid)
    {
        isValid &= value <= (ulong)most;
        return value <= (ulong)most ? (int)value : 0;
    }
}
