using TransitHub.Archive.Columns;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Storage.LoggedRecord>;

namespace TransitHub.Archive.Tables;

/// <summary>What the tables of observations have in common.</summary>
internal static class RecordColumns
{
    /// <summary>The place in the log.</summary>
    public static Column<LoggedRecord> Sequence { get; } = Kinds.Whole(ArchiveFormat.Sequence, r => r.Sequence, isRequired: true);

    /// <summary>When it arrived.</summary>
    public static Column<LoggedRecord> ReceivedAt { get; } = Kinds.Moment(ArchiveFormat.ReceivedAt, r => r.Observation.ReceivedAt, isRequired: true);

    /// <summary>A device's id under the name that the table has for it.</summary>
    public static Column<LoggedRecord> Device(string name) => Kinds.Text(name, r => r.Observation.Device.ToString(), isRequired: true);

    /// <summary>The moment by the hub's clock, as well as the hub can know.</summary>
    public static Column<LoggedRecord> Event(string name, Func<LoggedRecord, Timestamp> corrected) => Kinds.Moment(name, r => corrected(r), isRequired: true);

    /// <summary>What the gate added to the device's clock.</summary>
    public static Column<LoggedRecord> Correction(Func<LoggedRecord, long> milliseconds) =>
        Kinds.Whole(ArchiveFormat.ClockCorrection, r => milliseconds(r), isRequired: true);

    /// <summary>The device's own time, where the column of the event cannot hold what it comes to.</summary>
    public static Column<LoggedRecord> MeasuredIfOdd(Func<LoggedRecord, (Timestamp Measured, Timestamp Corrected)> times, string name = ArchiveFormat.MeasuredUnixMs) =>
        Kinds.Whole(name, r => times(r) is var (measured, corrected) && Moments.Fits(corrected) ? null : measured.UnixMilliseconds);

    /// <summary>A start as GTFS writes it.</summary>
    public static string? StartTime(ServiceTime? time) => time?.ToString();

    /// <summary>The device of a row.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static DeviceId ReadDevice(string? text) =>
        DeviceId.TryParse(text, out DeviceId id) ? id : throw new InvalidDataException($"'{text}' is no id of a device");

    /// <summary>When the row's observation arrived.</summary>
    public static Timestamp ReadMoment(DateTime? moment) => Moments.FromDateTime(moment.GetValueOrDefault());

    /// <summary>The device's own time, of a row.</summary>
    /// <param name="corrected">The event by the hub's clock.</param>
    /// <param name="correction">What the gate added.</param>
    /// <param name="odd">The device's own time where the event could not hold it.</param>
    public static Timestamp ReadMeasured(DateTime? corrected, long? correction, long? odd) =>
        odd is { } own ? new Timestamp(own) : ReadMoment(corrected).AddMilliseconds(-correction.GetValueOrDefault());

    /// <summary>A service day of a row.</summary>
    public static ServiceDate? ReadDay(DateOnly? day) => day is { } given ? ServiceDate.FromDayNumber(given.DayNumber) : null;

    /// <summary>A start of a row.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ServiceTime? ReadStart(string? text) => text is null ? null
        : ServiceTime.TryParse(text, out ServiceTime time) ? time
        : throw new InvalidDataException($"'{text}' is no time of GTFS");

    /// <summary>A code of a row.</summary>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public static byte? ReadByte(int? code) => code is null ? null
        : code is >= 0 and <= byte.MaxValue ? (byte)code
        : throw new InvalidDataException($"{code} is no code from 0 to 255");
}
