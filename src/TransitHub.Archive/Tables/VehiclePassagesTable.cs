using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using static TransitHub.Archive.Tables.RecordColumns;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Storage.LoggedRecord>;

namespace TransitHub.Archive.Tables;

/// <summary>Anonymous crossings of counting lines. TIDES has no table of them.</summary>
internal sealed class VehiclePassagesTable : ObservationTable
{
    /// <inheritdoc/>
    public override string Name => "vehicle_passages";

    /// <inheritdoc/>
    public override IReadOnlyList<Column<LoggedRecord>> Columns { get; } =
    [
        Sequence,
        ReceivedAt,
        Kinds.OwnText("passage_id", r => Of(r).EventId),
        Event("event_timestamp", r => Of(r).CorrectedAt),
        Device("device_id"),
        Kinds.Text("channel", r => Of(r).Channel, isRequired: true),
        Kinds.Text("class", r => Of(r).Class, isRequired: true),
        Kinds.Text("direction", r => Of(r).Direction),
        Kinds.Text("route_text", r => Of(r).RouteText),
        Kinds.Single("route_confidence", r => Of(r).RouteConfidence),
        Kinds.Single("confidence", r => Of(r).Confidence),
        Correction(r => Of(r).ClockCorrectionMilliseconds),
        MeasuredIfOdd(r => (Of(r).MeasuredAt, Of(r).CorrectedAt)),
    ];

    /// <inheritdoc/>
    public override bool Takes(Observation observation) => observation is PassageReport;

    /// <inheritdoc/>
    public override Func<int, LoggedRecord> Rows(GroupColumns group)
    {
        var rows = new RecordRows(group, "device_id");
        string?[] id = group.Texts("passage_id");
        string?[] channel = group.Texts("channel");
        string?[] what = group.Texts("class");
        string?[] direction = group.Texts("direction");
        string?[] route = group.Texts("route_text");
        float?[] routeConfidence = group.Values<float>("route_confidence");
        float?[] confidence = group.Values<float>("confidence");
        return i => rows.RecordOf(i, new PassageReport
        {
            Device = rows.DeviceOf(i),
            ReceivedAt = rows.ReceivedAt(i),
            EventId = id[i],
            MeasuredAt = rows.MeasuredAt(i),
            ClockCorrectionMilliseconds = rows.CorrectionOf(i),
            Channel = channel[i] ?? string.Empty,
            Class = what[i] ?? string.Empty,
            Direction = direction[i],
            RouteText = route[i],
            RouteConfidence = routeConfidence[i],
            Confidence = confidence[i],
        });
    }

    private static PassageReport Of(in LoggedRecord record) => (PassageReport)record.Observation;
}
