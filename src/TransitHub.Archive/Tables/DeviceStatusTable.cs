using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using static TransitHub.Archive.Tables.RecordColumns;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Storage.LoggedRecord>;

namespace TransitHub.Archive.Tables;

/// <summary>
/// Devices' words about themselves, in the table of that name which TIDES drafts for its next version.
/// <see href="https://github.com/TIDES-transit/TIDES/issues/242"/>
/// </summary>
internal sealed class DeviceStatusTable : ObservationTable
{
    private const string Online = "online";

    /// <inheritdoc/>
    public override string Name => "device_status";

    /// <inheritdoc/>
    public override IReadOnlyList<Column<LoggedRecord>> Columns { get; } =
    [
        Sequence,
        Kinds.OwnText("device_status_id", r => r.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture), isRequired: true).Derived(),
        Kinds.Moment("record_timestamp", r => r.Observation.ReceivedAt, isRequired: true),
        Kinds.Moment("status_change_timestamp", r => Of(r).MeasuredAt ?? r.Observation.ReceivedAt, isRequired: true).Derived(),
        Device("device_id"),
        Kinds.Text("status_type", r => Of(r).Online ? Online : "offline", isRequired: true),
        Kinds.Text("status_reason", r => Of(r).Message),
        Kinds.Real("hub_uptime_seconds", r => Of(r).UptimeSeconds),
        Kinds.Text("hub_version", r => Of(r).Version),
        Kinds.Whole(ArchiveFormat.MeasuredUnixMs, r => Of(r).MeasuredAt?.UnixMilliseconds),
    ];

    /// <inheritdoc/>
    public override bool Takes(Observation observation) => observation is StatusReport;

    /// <inheritdoc/>
    public override Func<int, LoggedRecord> Rows(GroupColumns group)
    {
        long?[] sequence = group.Values<long>(ArchiveFormat.Sequence);
        DateTime?[] received = group.Values<DateTime>("record_timestamp");
        string?[] device = group.Texts("device_id");
        string?[] type = group.Texts("status_type");
        string?[] reason = group.Texts("status_reason");
        double?[] uptime = group.Values<double>("hub_uptime_seconds");
        string?[] version = group.Texts("hub_version");
        long?[] measured = group.Values<long>(ArchiveFormat.MeasuredUnixMs);
        return i => new LoggedRecord(sequence[i].GetValueOrDefault(), new StatusReport
        {
            Device = ReadDevice(device[i]),
            ReceivedAt = ReadMoment(received[i]),
            MeasuredAt = measured[i] is { } own ? new Timestamp(own) : null,
            Online = type[i] == Online,
            UptimeSeconds = uptime[i],
            Version = version[i],
            Message = reason[i],
        });
    }

    private static StatusReport Of(in LoggedRecord record) => (StatusReport)record.Observation;
}
