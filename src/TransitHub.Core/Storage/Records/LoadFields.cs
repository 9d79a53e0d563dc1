using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary><c>PassengerCount</c> of observation.proto in the log, by the numbers of its fields.</summary>
internal struct LoadFields()
{
    private double measuredAt;
    private int? load;
    private int? boardings;
    private int? alightings;
    private string? door;
    private string? what;
    private string? tripId;
    private string? routeId;
    private byte? directionId;
    private ServiceDate? startDate;
    private ServiceTime? startTime;
    private string? stopId;
    private byte? occupancyStatus;
    private short? occupancyPercentage;
    private ImmutableArray<Carriage> carriages = [];
    private bool isValid = true;

    /// <summary>Upper bound of its texts, bytes.</summary>
    public static int Size(PassengerCount count) =>
        WireText.Size(count.Door) + WireText.Size(count.Class) + WireText.Size(count.TripId) + WireText.Size(count.RouteId) + WireText.Size(count.StopId)
        + CarriageFields.Size(count.Carriages);

    /// <summary>Writes the fields in the order of their numbers.</summary>
    public static void Write(ref WireWriter writer, PassengerCount count)
    {
        if (count.MeasuredAt.UnixMilliseconds != 0)
        {
            writer.Double(1, WireText.Seconds(count.MeasuredAt));
        }

        WriteIfGiven(ref writer, 2, count.Load);
        WriteIfGiven(ref writer, 3, count.Boardings);
        WriteIfGiven(ref writer, 4, count.Alightings);
        writer.Text(5, count.Door);
        writer.Text(6, count.Class);
        writer.Text(7, count.TripId);
        writer.Text(8, count.RouteId);
        WriteIfGiven(ref writer, 9, count.DirectionId);
        if (count.StartDate is { } date)
        {
            Span<byte> text = stackalloc byte[8];
            writer.Utf8(10, text[..date.WriteUtf8(text)]);
        }

        if (count.StartTime is { } time)
        {
            Span<byte> text = stackalloc byte[9];
            writer.Utf8(11, text[..time.WriteUtf8(text)]);
        }

        writer.Text(12, count.StopId);
        WriteIfGiven(ref writer, 13, count.OccupancyStatus);
        WriteIfGiven(ref writer, 14, count.OccupancyPercentage);
        CarriageFields.Write(ref writer, 16, count.Carriages);
    }

    /// <summary>Reads them; null when they are none.</summary>
    public static PassengerCount? Read(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt, long correction, TextPool texts)
    {
        var fields = new LoadFields();
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            fields.Read(ref reader, field, wireType, texts);
        }

        return reader.Failed || !fields.isValid || !WireText.IsTime(fields.measuredAt) ? null : new PassengerCount
        {
            Device = device,
            ReceivedAt = receivedAt,
            ClockCorrectionMilliseconds = correction,
            MeasuredAt = Timestamp.FromUnixSeconds(fields.measuredAt),
            Load = fields.load,
            Boardings = fields.boardings,
            Alightings = fields.alightings,
            Door = fields.door,
            Class = fields.what,
            TripId = fields.tripId,
            RouteId = fields.routeId,
            DirectionId = fields.directionId,
            StartDate = fields.startDate,
            StartTime = fields.startTime,
            StopId = fields.stopId,
            OccupancyStatus = fields.occupancyStatus,
            OccupancyPercentage = fields.occupancyPercentage,
            Carriages = fields.carriages,
        };
    }

    private static void WriteIfGiven(ref WireWriter writer, int field, int? value)
    {
        if (value is { } given)
        {
            writer.Number(field, given);
        }
    }

    private void Read(ref WireReader reader, int field, int wireType, TextPool texts)
    {
        switch ((field, wireType))
        {
            case (1, 1): this.measuredAt = reader.Double(); break;
            case (2, 0): this.load = this.Whole(reader.Varint(), int.MaxValue); break;
            case (3, 0): this.boardings = this.Whole(reader.Varint(), int.MaxValue); break;
            case (4, 0): this.alightings = this.Whole(reader.Varint(), int.MaxValue); break;
            case (5, 2): this.door = texts.Get(reader.Bytes()); break;
            case (6, 2): this.what = texts.Get(reader.Bytes()); break;
            case (7, 2): this.tripId = texts.Get(reader.Bytes()); break;
            case (8, 2): this.routeId = texts.Get(reader.Bytes()); break;
            case (9, 0): this.directionId = (byte)this.Whole(reader.Varint(), byte.MaxValue); break;
            case (10, 2):
                this.isValid &= ServiceDate.TryParse(texts.Get(reader.Bytes()), out ServiceDate date);
                this.startDate = date;
                break;
            case (11, 2):
                this.isValid &= ServiceTime.TryParse(texts.Get(reader.Bytes()), out ServiceTime time);
                this.startTime = time;
                break;
            case (12, 2): this.stopId = texts.Get(reader.Bytes()); break;
            case (13, 0): this.occupancyStatus = (byte)this.Whole(reader.Varint(), byte.MaxValue); break;
            case (14, 0): this.occupancyPercentage = (short)this.Whole(reader.Varint(), short.MaxValue); break;
            case (16, 2): this.isValid &= CarriageFields.TryRead(reader.Bytes(), texts, ref this.carriages); break;
            default: reader.Skip(wireType); break;
        }
    }

    private int Whole(ulong value, int most)
    {
        bool fits = value <= (ulong)most;
        this.isValid &= fits;
        return fits ? (int)value : 0;
    }
}
