using System.Collections.Immutable;
using TransitHub.Core.Observations;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary>The fields of one position report while it is being read, by the numbers of observation.proto.</summary>
internal struct AvlFields()
{
    public double MeasuredAt;
    public double Latitude;
    public double Longitude;
    public float? Bearing;
    public float? SpeedMps;
    public string? TripId;
    public string? RouteId;
    public byte? DirectionId;
    public ServiceDate? StartDate;
    public ServiceTime? StartTime;
    public string? SignText;
    public byte? OccupancyStatus;
    public double? OdometerMeters;
    public string? StopId;
    public bool? DoorsOpen;
    public float? AccuracyMeters;
    public string? Label;
    public ImmutableArray<Carriage> Carriages = [];
    public byte? WheelchairAccessible;
    public string? Class;
    public bool IsValid = true;

    /// <summary>Reads one field's value, or passes over it.</summary>
    public void Read(ref WireReader reader, int field, int wireType, TextPool texts)
    {
        switch ((field, wireType))
        {
            case (1, 1): this.MeasuredAt = reader.Double(); break;
            case (2, 1): this.Latitude = reader.Double(); break;
            case (3, 1): this.Longitude = reader.Double(); break;
            case (4, 5): this.Bearing = reader.Float(); break;
            case (5, 5): this.SpeedMps = reader.Float(); break;
            case (6, 2): this.TripId = texts.Get(reader.Bytes()); break;
            case (7, 2): this.RouteId = texts.Get(reader.Bytes()); break;
            case (8, 0): this.DirectionId = this.Byte(reader.Varint()); break;
            case (9, 2): this.StartDate = this.Date(texts.Get(reader.Bytes())); break;
            case (10, 2): this.StartTime = this.Time(texts.Get(reader.Bytes())); break;
            case (11, 2): this.SignText = texts.Get(reader.Bytes()); break;
            case (12, 0): this.OccupancyStatus = this.Byte(reader.Varint()); break;
            case (13, 1): this.OdometerMeters = reader.Double(); break;
            case (14, 2): this.StopId = texts.Get(reader.Bytes()); break;
            case (15, 0): this.DoorsOpen = reader.Varint() != 0; break;
            case (16, 5): this.AccuracyMeters = reader.Float(); break;
            case (18, 2): this.Label = texts.Get(reader.Bytes()); break;
            case (19, 2): this.IsValid &= CarriageFields.TryRead(reader.Bytes(), texts, ref this.Carriages); break;
            case (20, 0): this.WheelchairAccessible = this.Byte(reader.Varint()); break;
            case (21, 2): this.Class = texts.Get(reader.Bytes()); break;
            default: reader.Skip(wireType); break;
        }
    }

    private byte Byte(ulong value)
    {
        this.IsValid &= value <= byte.MaxValue;
        return unchecked((byte)value);
    }

    private ServiceDate Date(string text)
    {
        this.IsValid &= ServiceDate.TryParse(text, out ServiceDate date);
        return date;
    }

    private ServiceTime Time(string text)
    {
        this.IsValid &= ServiceTime.TryParse(text, out ServiceTime time);
        return time;
    }
}
