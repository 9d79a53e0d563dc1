using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using static TransitHub.Archive.Tables.RecordColumns;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Storage.LoggedRecord>;

namespace TransitHub.Archive.Tables;

/// <summary>
/// What vehicles' counters said of riders, as they said it. TIDES has no table of counts with loads; its <c>passenger_events</c> are made of these
/// (<see cref="PassengerEventsTable"/>).
/// </summary>
internal sealed class PassengerCountsTable : ObservationTable
{
    /// <inheritdoc/>
    public override string Name => "passenger_counts";

    /// <inheritdoc/>
    public override IReadOnlyList<Column<LoggedRecord>> Columns { get; } =
    [
        Sequence,
        ReceivedAt,
        Kinds.Day("service_date", r => Of(r).StartDate),
        Event("event_timestamp", r => Of(r).CorrectedAt),
        Kinds.Text("trip_id_scheduled", r => Of(r).TripId),
        Device("vehicle_id"),
        Kinds.Text("stop_id", r => Of(r).StopId),
        Kinds.Small("load", r => Of(r).Load),
        Kinds.Small("boardings", r => Of(r).Boardings),
        Kinds.Small("alightings", r => Of(r).Alightings),
        Kinds.Text("door", r => Of(r).Door),
        Kinds.Text("class", r => Of(r).Class),
        Kinds.Text("route_id", r => Of(r).RouteId),
        Kinds.Small("direction_id", r => Of(r).DirectionId),
        Kinds.Text("start_time", r => StartTime(Of(r).StartTime)),
        Kinds.Small("occupancy_status", r => Of(r).OccupancyStatus),
        Kinds.Small("occupancy_percentage", r => Of(r).OccupancyPercentage),
        Correction(r => Of(r).ClockCorrectionMilliseconds),
        MeasuredIfOdd(r => (Of(r).MeasuredAt, Of(r).CorrectedAt)),
    ];

    /// <inheritdoc/>
    public override bool Takes(Observation observation) => observation is PassengerCount;

    /// <inheritdoc/>
    public override Func<int, LoggedRecord> Rows(GroupColumns group)
    {
        var rows = new RecordRows(group, "vehicle_id");
        DateOnly?[] day = group.Values<DateOnly>("service_date");
        string?[] trip = group.Texts("trip_id_scheduled");
        string?[] stop = group.Texts("stop_id");
        int?[] load = group.Values<int>("load");
        int?[] boardings = group.Values<int>("boardings");
        int?[] alightings = group.Values<int>("alightings");
        string?[] door = group.Texts("door");
        string?[] what = group.Texts("class");
        string?[] route = group.Texts("route_id");
        int?[] direction = group.Values<int>("direction_id");
        string?[] start = group.Texts("start_time");
        int?[] occupancy = group.Values<int>("occupancy_status");
        int?[] percentage = group.Values<int>("occupancy_percentage");
        return i => rows.RecordOf(i, new PassengerCount
        {
            Device = rows.DeviceOf(i),
            ReceivedAt = rows.ReceivedAt(i),
            MeasuredAt = rows.MeasuredAt(i),
            ClockCorrectionMilliseconds = rows.CorrectionOf(i),
            Load = load[i],
            Boardings = boardings[i],
            Alightings = alightings[i],
            Door = door[i],
            Class = what[i],
            TripId = trip[i],
            RouteId = route[i],
            DirectionId = ReadByte(direction[i]),
            StartDate = ReadDay(day[i]),
            StartTime = ReadStart(start[i]),
            StopId = stop[i],
            OccupancyStatus = ReadByte(occupancy[i]),
            OccupancyPercentage = percentage[i] is null or (>= short.MinValue and <= short.MaxValue)
                ? (short?)percentage[i]
                : throw new InvalidDataException($"{percentage[i]} is no percentage"),
        });
    }

    private static PassengerCount Of(in LoggedRecord record) => (PassengerCount)record.Observation;
}
