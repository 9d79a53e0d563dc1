using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary><c>TrafficCount</c> of observation.proto in the log.</summary>
internal static class CountFields
{
    /// <summary>Upper bound of its texts, bytes.</summary>
    public static int Size(TrafficCount count) => WireText.Size(count.Channel) + WireText.Size(count.Class) + WireText.Size(count.Direction);

    /// <summary>Writes the fields in the order of their numbers.</summary>
    public static void Write(ref WireWriter writer, TrafficCount count)
    {
        writer.Text(1, count.Channel);
        writer.Text(2, count.Class);
        writer.Text(3, count.Direction);
        if (count.From is { } from)
        {
            writer.Double(4, WireText.Seconds(from));
            writer.Double(5, WireText.Seconds(count.To));
            writer.Number(6, count.Count);
        }
        else
        {
            writer.Double(7, WireText.Seconds(count.To));
            if (!count.IsPresent)
            {
                writer.Number(8, count.Count);
            }
        }

        if (count.Uptime is { } uptime)
        {
            writer.Float(9, uptime);
        }

        if (count.IsPresent)
        {
            writer.Number(10, count.Count);
        }
    }

    /// <summary>Reads them; null when they are none.</summary>
    public static TrafficCount? Read(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt, long correction, TextPool texts)
    {
        string channel = string.Empty;
        string what = string.Empty;
        string? direction = null;
        double? from = null;
        double? to = null;
        long? count = null;
        float? uptime = null;
        bool isPresent = false;
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch ((field, wireType))
            {
                case (1, 2): channel = texts.Get(reader.Bytes()); break;
                case (2, 2): what = texts.Get(reader.Bytes()); break;
                case (3, 2): direction = texts.Get(reader.Bytes()); break;
                case (4, 1): from = reader.Double(); break;
                case (5 or 7, 1): to = reader.Double(); break;
                case (6 or 8, 0): count = unchecked((long)reader.Varint()); break;
                case (9, 5): uptime = reader.Float(); break;
                case (10, 0): (count, isPresent) = (unchecked((long)reader.Varint()), true); break;
                default: reader.Skip(wireType); break;
            }
        }

        bool isWhole = !reader.Failed && to is { } end && WireText.IsTime(end) && count is >= 0 && (from is not { } start || WireText.IsTime(start));
        return !isWhole ? null : new TrafficCount
        {
            Device = device,
            ReceivedAt = receivedAt,
            ClockCorrectionMilliseconds = correction,
            Channel = channel,
            Class = what,
            Direction = direction,
            From = from is { } first ? Timestamp.FromUnixSeconds(first) : null,
            To = Timestamp.FromUnixSeconds(to!.Value),
            Count = count!.Value,
            Uptime = uptime,
            IsPresent = isPresent,
        };
    }
}
