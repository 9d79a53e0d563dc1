using TransitHub.Archive.Columns;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using static TransitHub.Archive.Tables.RecordColumns;

namespace TransitHub.Archive.Tables;

/// <summary>What the rows of every table of measurements have in common: place, arrival, device, moment and clock.</summary>
/// <param name="group">The rows.</param>
/// <param name="deviceColumn">The table's name for the device.</param>
internal sealed class RecordRows(GroupColumns group, string deviceColumn)
{
    private readonly long?[] sequence = group.Values<long>(ArchiveFormat.Sequence);
    private readonly DateTime?[] received = group.Values<DateTime>(ArchiveFormat.ReceivedAt);
    private readonly string?[] device = group.Texts(deviceColumn);
    private readonly DateTime?[] at = group.Values<DateTime>("event_timestamp");
    private readonly long?[] correction = group.Values<long>(ArchiveFormat.ClockCorrection);
    private readonly long?[] odd = group.Values<long>(ArchiveFormat.MeasuredUnixMs);

    /// <summary>The record of a row.</summary>
    public LoggedRecord RecordOf(int row, Observation observation) => new(this.sequence[row].GetValueOrDefault(), observation);

    /// <summary>Who sent it.</summary>
    public DeviceId DeviceOf(int row) => ReadDevice(this.device[row]);

    /// <summary>When it arrived.</summary>
    public Timestamp ReceivedAt(int row) => ReadMoment(this.received[row]);

    /// <summary>When it was, by the device's own clock.</summary>
    public Timestamp MeasuredAt(int row) => this.OwnTime(row, this.at[row], this.odd[row]);

    /// <summary>What the gate added to the device's clock, milliseconds.</summary>
    public long CorrectionOf(int row) => this.correction[row].GetValueOrDefault();

    /// <summary>Another time of the row by the device's own clock.</summary>
    /// <param name="row">The row.</param>
    /// <param name="corrected">The time by the hub's clock.</param>
    /// <param name="own">The device's own, where the former could not hold it.</param>
    public Timestamp OwnTime(int row, DateTime? corrected, long? own) => ReadMeasured(corrected, this.correction[row], own);
}
