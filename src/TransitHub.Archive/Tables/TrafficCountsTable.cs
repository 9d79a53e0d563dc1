using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using static TransitHub.Archive.Tables.RecordColumns;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Storage.LoggedRecord>;

namespace TransitHub.Archive.Tables;

/// <summary>Counts at counting lines and in zones, as devices sent them. TIDES has no table of them.</summary>
internal sealed class TrafficCountsTable : ObservationTable
{
    private const string OfInterval = "interval";
    private const string OfTotal = "total";
    private const string OfZone = "present";
    private const string FromUnixMs = "hub_from_unix_ms";

    /// <inheritdoc/>
    public override string Name => "traffic_counts";

    /// <inheritdoc/>
    public override IReadOnlyList<Column<LoggedRecord>> Columns { get; } =
    [
        Sequence,
        ReceivedAt,
        Device("device_id"),
        Kinds.Text("channel", r => Of(r).Channel, isRequired: true),
        Kinds.Text("class", r => Of(r).Class, isRequired: true),
        Kinds.Text("direction", r => Of(r).Direction),
        Kinds.Text("count_type", r => Of(r).IsPresent ? OfZone : Of(r).From is null ? OfTotal : OfInterval, isRequired: true),
        Kinds.Moment("start_timestamp", r => Of(r).CorrectedFrom),
        Event("event_timestamp", r => Of(r).CorrectedTo),
        Kinds.Whole("event_count", r => Of(r).Count, isRequired: true),
        Kinds.Single("uptime", r => Of(r).Uptime),
        Correction(r => Of(r).ClockCorrectionMilliseconds),
        Kinds.Whole(FromUnixMs, r => Of(r).CorrectedFrom is { } from && !Moments.Fits(from) ? Of(r).From?.UnixMilliseconds : null),
        MeasuredIfOdd(r => (Of(r).To, Of(r).CorrectedTo)),
    ];

    /// <inheritdoc/>
    public override bool Takes(Observation observation) => observation is TrafficCount;

    /// <inheritdoc/>
    public override Func<int, LoggedRecord> Rows(GroupColumns group)
    {
        var rows = new RecordRows(group, "device_id");
        string?[] channel = group.Texts("channel");
        string?[] what = group.Texts("class");
        string?[] direction = group.Texts("direction");
        string?[] type = group.Texts("count_type");
        DateTime?[] from = group.Values<DateTime>("start_timestamp");
        long?[] count = group.Values<long>("event_count");
        float?[] uptime = group.Values<float>("uptime");
        long?[] oddFrom = group.Values<long>(FromUnixMs);
        return i => rows.RecordOf(i, new TrafficCount
        {
            Device = rows.DeviceOf(i),
            ReceivedAt = rows.ReceivedAt(i),
            ClockCorrectionMilliseconds = rows.CorrectionOf(i),
            Channel = channel[i] ?? string.Empty,
            Class = what[i] ?? string.Empty,
            Direction = direction[i],
            From = from[i] is null ? null : rows.OwnTime(i, from[i], oddFrom[i]),
            To = rows.MeasuredAt(i),
            Count = count[i].GetValueOrDefault(),
            Uptime = uptime[i],
            IsPresent = type[i] == OfZone,
        });
    }

    private static TrafficCount Of(in LoggedRecord record) => (TrafficCount)record.Observation;
}
