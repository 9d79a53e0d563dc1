using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using static TransitHub.Archive.Tables.RecordColumns;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Storage.LoggedRecord>;

namespace TransitHub.Archive.Tables;

/// <summary>
/// Positions, in TIDES's table of that name.
/// <see href="https://github.com/TIDES-transit/TIDES/blob/main/spec/vehicle_locations.schema.json"/>
/// </summary>
internal sealed class VehicleLocationsTable : ObservationTable
{
    /// <inheritdoc/>
    public override string Name => "vehicle_locations";

    /// <inheritdoc/>
    public override IReadOnlyList<Column<LoggedRecord>> Columns { get; } =
    [
        Sequence,
        ReceivedAt,
        Kinds.OwnText("location_ping_id", r => r.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture), isRequired: true).Derived(),
        Kinds.Day("service_date", r => Of(r).StartDate),
        Event("event_timestamp", r => Of(r).CorrectedAt),
        Kinds.Text("trip_id_scheduled", r => Of(r).TripId),
        Device("vehicle_id"),
        Kinds.Text("stop_id", r => Of(r).StopId),
        Kinds.Text("current_status", r => Of(r).StopId is null ? null : "Stopped at").Derived(),
        Kinds.Real("latitude", r => Of(r).Latitude, isRequired: true),
        Kinds.Real("longitude", r => Of(r).Longitude, isRequired: true),
        Kinds.Single("heading", r => Of(r).Bearing),
        Kinds.Single("speed", r => Of(r).SpeedMps),
        Kinds.Real("odometer", r => Of(r).OdometerMeters),
        Kinds.Text("hub_route_id", r => Of(r).RouteId),
        Kinds.Small("hub_direction_id", r => Of(r).DirectionId),
        Kinds.Text("hub_start_time", r => StartTime(Of(r).StartTime)),
        Kinds.Text("hub_sign_text", r => Of(r).SignText),
        Kinds.Small("hub_occupancy_status", r => Of(r).OccupancyStatus),
        Kinds.Flag("hub_doors_open", r => Of(r).DoorsOpen),
        Kinds.Single("hub_accuracy_meters", r => Of(r).AccuracyMeters),
        Kinds.Text("hub_label", r => Of(r).Label),
        Correction(r => Of(r).ClockCorrectionMilliseconds),
        MeasuredIfOdd(r => (Of(r).MeasuredAt, Of(r).CorrectedAt)),
    ];

    /// <inheritdoc/>
    public override bool Takes(Observation observation) => observation is AvlReport;

    /// <inheritdoc/>
    public override Func<int, LoggedRecord> Rows(GroupColumns group)
    {
        var rows = new RecordRows(group, "vehicle_id");
        DateOnly?[] day = group.Values<DateOnly>("service_date");
        string?[] trip = group.Texts("trip_id_scheduled");
        string?[] stop = group.Texts("stop_id");
        double?[] latitude = group.Values<double>("latitude");
        double?[] longitude = group.Values<double>("longitude");
        float?[] heading = group.Values<float>("heading");
        float?[] speed = group.Values<float>("speed");
        double?[] odometer = group.Values<double>("odometer");
        string?[] route = group.Texts("hub_route_id");
        int?[] direction = group.Values<int>("hub_direction_id");
        string?[] start = group.Texts("hub_start_time");
        string?[] sign = group.Texts("hub_sign_text");
        int?[] occupancy = group.Values<int>("hub_occupancy_status");
        bool?[] doors = group.Values<bool>("hub_doors_open");
        float?[] accuracy = group.Values<float>("hub_accuracy_meters");
        string?[] label = group.Texts("hub_label");
        return i => rows.RecordOf(i, new AvlReport
        {
            Device = rows.DeviceOf(i),
            ReceivedAt = rows.ReceivedAt(i),
            MeasuredAt = rows.MeasuredAt(i),
            ClockCorrectionMilliseconds = rows.CorrectionOf(i),
            Latitude = latitude[i].GetValueOrDefault(),
            Longitude = longitude[i].GetValueOrDefault(),
            Bearing = heading[i],
            SpeedMps = speed[i],
            TripId = trip[i],
            RouteId = route[i],
            DirectionId = ReadByte(direction[i]),
            StartDate = ReadDay(day[i]),
            StartTime = ReadStart(start[i]),
            SignText = sign[i],
            OccupancyStatus = ReadByte(occupancy[i]),
            StopId = stop[i],
            DoorsOpen = doors[i],
            AccuracyMeters = accuracy[i],
            OdometerMeters = odometer[i],
            Label = label[i],
        });
    }

    private static AvlReport Of(in LoggedRecord record) => (AvlReport)record.Observation;
}
