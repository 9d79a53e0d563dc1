using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Mqtt.Decoding;

/// <summary><c>PassengerCount</c> while it is read.</summary>
internal struct LoadDraft : IMessageDraft
{
    /// <summary>More than any train holds.</summary>
    private const double MostRiders = 100_000;

    private double? measuredAt;
    private int? load;
    private int? boardings;
    private int? alightings;
    private string? door;
    private string? what;
    private string? tripId;
    private string? routeId;
    private byte? directionId;
    private string? startDate;
    private string? startTime;
    private string? stopId;
    private byte? occupancyStatus;
    private short? occupancyPercentage;
    private string? vehicleId;
    private List<Carriage>? carriages;

    /// <inheritdoc/>
    public static string Message => "PassengerCount";

    /// <inheritdoc/>
    public static FieldSpec Batch { get; } = new(3, "apc", FieldForm.Text);

    /// <inheritdoc/>
    public static IReadOnlyList<FieldSpec> Fields { get; } =
    [
        new(1, "measured_at", FieldForm.Time),
        new(2, "load", FieldForm.Whole, MostRiders),
        new(3, "boardings", FieldForm.Whole, MostRiders),
        new(4, "alightings", FieldForm.Whole, MostRiders),
        new(5, "door", FieldForm.Text, CountDraft.LongestName),
        new(6, "class", FieldForm.Text, CountDraft.LongestName),
        new(7, "trip_id", FieldForm.Text),
        new(8, "route_id", FieldForm.Text),
        new(9, "direction_id", FieldForm.Whole, 1),
        new(10, "start_date", FieldForm.Text),
        new(11, "start_time", FieldForm.Text),
        new(12, "stop_id", FieldForm.Text),
        new(13, "occupancy_status", FieldForm.Whole, 8),
        new(14, "occupancy_percentage", FieldForm.Whole, 1000),
        new(15, "vehicle_id", FieldForm.Text),
        new(16, "carriages", FieldForm.Carriages),
    ];

    /// <inheritdoc/>
    public void SetNumber(uint field, double value)
    {
        switch (field)
        {
            case 1: this.measuredAt = value; break;
            case 2: this.load = (int)value; break;
            case 3: this.boardings = (int)value; break;
            case 4: this.alightings = (int)value; break;
            case 9: this.directionId = (byte)value; break;
            case 13: this.occupancyStatus = (byte)value; break;
            default: this.occupancyPercentage = (short)value; break;
        }
    }

    /// <inheritdoc/>
    public void SetText(uint field, string text)
    {
        switch (field)
        {
            case 5: this.door = text; break;
            case 6: this.what = text; break;
            case 7: this.tripId = text; break;
            case 8: this.routeId = text; break;
            case 10: this.startDate = text; break;
            case 11: this.startTime = text; break;
            case 12: this.stopId = text; break;
            default: this.vehicleId = text; break;
        }
    }

    /// <inheritdoc/>
    public void SetCarriages(List<Carriage>? carriages) => this.carriages = carriages;

    /// <inheritdoc/>
    public readonly DraftResult Finish(ref DecodeOutput output)
    {
        if (this.measuredAt is null)
        {
            return DraftResult.Missing("measured_at is required");
        }

        if ((this.load ?? this.boardings ?? this.alightings ?? this.occupancyStatus ?? this.occupancyPercentage ?? this.carriages?.Count) is null)
        {
            return DraftResult.Missing("one of load, boardings, alightings, occupancy_status, occupancy_percentage and carriages is required");
        }

        if (this.vehicleId is { } vehicle && vehicle != output.Device.ToString())
        {
            return DraftResult.Invalid($"vehicle_id: '{vehicle}' is not the vehicle of the topic");
        }

        ServiceDate date = default;
        if (this.startDate is { } dateText && !ServiceDate.TryParse(dateText, out date))
        {
            return DraftResult.Invalid($"start_date: '{dateText}' is no date of the form YYYYMMDD");
        }

        ServiceTime time = default;
        if (this.startTime is { } timeText && !ServiceTime.TryParse(timeText, out time))
        {
            return DraftResult.Invalid($"start_time: '{timeText}' is no time of the form HH:MM:SS");
        }

        output.Add(new PassengerCount
        {
            Device = output.Device,
            ReceivedAt = output.ReceivedAt,
            MeasuredAt = new Timestamp((long)this.measuredAt.Value),
            Load = this.load,
            Boardings = this.boardings,
            Alightings = this.alightings,
            Door = this.door,
            Class = this.what,
            TripId = this.tripId,
            RouteId = this.routeId,
            DirectionId = this.directionId,
            StartDate = this.startDate is null ? null : date,
            StartTime = this.startTime is null ? null : time,
            StopId = this.stopId,
            OccupancyStatus = this.occupancyStatus,
            OccupancyPercentage = this.occupancyPercentage,
            Carriages = Carriage.InOrder(this.carriages),
        });
        return DraftResult.Added;
    }
}
