using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary><c>PassageReport</c> of observation.proto in the log.</summary>
internal static class PassageFields
{
    /// <summary>Upper bound of its texts, bytes.</summary>
    public static int Size(PassageReport passage) =>
        WireText.Size(passage.EventId) + WireText.Size(passage.Channel) + WireText.Size(passage.Class) + WireText.Size(passage.Direction)
        + WireText.Size(passage.RouteText);

    /// <summary>Writes the fields in the order of their numbers.</summary>
    public static void Write(ref WireWriter writer, PassageReport passage)
    {
        writer.Text(1, passage.EventId);
        if (passage.MeasuredAt.UnixMilliseconds != 0)
        {
            writer.Double(2, WireText.Seconds(passage.MeasuredAt));
        }

        writer.Text(3, passage.Channel);
        writer.Text(4, passage.Class);
        writer.Text(5, passage.Direction);
        writer.Text(6, passage.RouteText);
        if (passage.RouteConfidence is { } routeConfidence)
        {
            writer.Float(7, routeConfidence);
        }

        if (passage.Confidence is { } confidence)
        {
            writer.Float(8, confidence);
        }
    }

    /// <summary>Reads them; null when they are none.</summary>
    public static PassageReport? Read(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt, long correction, TextPool texts)
    {
        string? eventId = null;
        double measuredAt = 0;
        string channel = string.Empty;
        string what = string.Empty;
        string? direction = null;
        string? routeText = null;
        float? routeConfidence = null;
        float? confidence = null;
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch ((field, wireType))
            {
                // Every passage has another id: keeping them in the pool would push out what comes again.
                case (1, 2): eventId = System.Text.Encoding.UTF8.GetString(reader.Bytes()); break;
                case (2, 1): measuredAt = reader.Double(); break;
                case (3, 2): channel = texts.Get(reader.Bytes()); break;
                case (4, 2): what = texts.Get(reader.Bytes()); break;
                case (5, 2): direction = texts.Get(reader.Bytes()); break;
                case (6, 2): routeText = texts.Get(reader.Bytes()); break;
                case (7, 5): routeConfidence = reader.Float(); break;
                case (8, 5): confidence = reader.Float(); break;
                default: reader.Skip(wireType); break;
            }
        }

        return reader.Failed || !WireText.IsTime(measuredAt) ? null : new PassageReport
        {
            Device = device,
            ReceivedAt = receivedAt,
            ClockCorrectionMilliseconds = correction,
            EventId = eventId,
            MeasuredAt = Timestamp.FromUnixSeconds(measuredAt),
            Channel = channel,
            Class = what,
            Direction = direction,
            RouteText = routeText,
            RouteConfidence = routeConfidence,
            Confidence = confidence,
        };
    }
}
