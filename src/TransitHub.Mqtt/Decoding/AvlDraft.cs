using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// One position while it is read: every payload form sets its fields here, so that one place says what a
/// value may be. The first thing wrong is kept and refuses the report.
/// </summary>
internal struct AvlDraft
{
    /// <summary>Year 9999, the end of what dates can say.</summary>
    private const double LastUnixSecond = 253_402_300_799;

    /// <summary>540 km/h: no train is faster, and a wrong unit (km/h, knots) of a fast one is not hidden by more.</summary>
    private const double FastestMps = 150;

    private long? measuredAt;
    private double? latitude;
    private double? longitude;
    private float? bearing;
    private float? speed;
    private byte? direction;
    private byte? occupancy;
    private byte? wheelchair;
    private double? odometer;
    private float? accuracy;
    private ServiceDate? startDate;
    private ServiceTime? startTime;

    public RejectionReason Reason { get; private set; }

    public string Detail { get; private set; }

    public string? TripId { get; set; }

    public string? RouteId { get; set; }

    public string? SignText { get; set; }

    public string? StopId { get; set; }

    public string? VehicleId { get; set; }

    public string? Label { get; set; }

    public string? Class { get; set; }

    public bool? DoorsOpen { get; set; }

    public List<Carriage>? Carriages { get; set; }

    public readonly bool HasPosition => this.latitude is not null && this.longitude is not null;

    public readonly long? MeasuredAtMilliseconds => this.measuredAt;

    public void Refuse(RejectionReason reason, string detail)
    {
        if (this.Reason == RejectionReason.None)
        {
            this.Reason = reason;
            this.Detail = detail;
        }
    }

    public void SetMeasuredAt(double unixSeconds)
    {
        if (unixSeconds >= 1 && unixSeconds <= LastUnixSecond)
        {
            this.measuredAt = Timestamp.FromUnixSeconds(unixSeconds).UnixMilliseconds;
            return;
        }

        this.Invalid("measured_at", unixSeconds, unixSeconds > LastUnixSecond ? "Unix seconds (this looks like milliseconds)" : "Unix seconds");
    }

    public void SetMeasuredAtMilliseconds(long value)
    {
        if (value < 1_000)
        {
            this.Invalid("measured_at", value, "after 1970");
            return;
        }

        this.measuredAt = value;
    }

    public void SetLatitude(double value) => this.latitude = this.Within("lat", value, -90, 90);

    public void SetLongitude(double value) => this.longitude = this.Within("lon", value, -180, 180);

    /// <summary>360 is north as 0 is; receivers send both.</summary>
    public void SetBearing(double value) =>
        this.bearing = (float?)this.Within("bearing", value, 0, 360) is { } degrees ? (degrees >= 360 ? 0 : degrees) : null;

    public void SetSpeed(double value) => this.speed = (float?)this.Within("speed_mps", value, 0, FastestMps);

    public void SetOdometer(double value) => this.odometer = this.Within("odometer_m", value, 0, 1e10);

    public void SetAccuracy(double value) => this.accuracy = (float?)this.Within("accuracy_m", value, 0, 1e6);

    public void SetDirection(double value)
    {
        if (value is 0 or 1)
        {
            this.direction = (byte)value;
            return;
        }

        this.Invalid("direction_id", value, "0 or 1");
    }

    public void SetOccupancy(double value)
    {
        if (value >= 0 && value <= 8 && Math.Floor(value) == value)
        {
            this.occupancy = (byte)value;
            return;
        }

        this.Invalid("occupancy_status", value, "a whole number from 0 to 8");
    }

    /// <summary>0 and 1 say that it is not known, and so nothing.</summary>
    public void SetWheelchair(double value)
    {
        if (value is 0 or 1 or 2 or 3)
        {
            this.wheelchair = value < 2 ? null : (byte)value;
            return;
        }

        this.Invalid("wheelchair_accessible", value, "a whole number from 0 to 3");
    }

    public void SetStartDate(string? text)
    {
        if (text is null)
        {
            this.startDate = null;
        }
        else if (ServiceDate.TryParse(text, out ServiceDate date))
        {
            this.startDate = date;
        }
        else
        {
            this.Refuse(RejectionReason.InvalidField, $"start_date: '{text}' is no date of the form YYYYMMDD");
        }
    }

    public void SetStartTime(string? text)
    {
        if (text is null)
        {
            this.startTime = null;
        }
        else if (ServiceTime.TryParse(text, out ServiceTime time))
        {
            this.startTime = time;
        }
        else
        {
            this.Refuse(RejectionReason.InvalidField, $"start_time: '{text}' is no time of the form HH:MM:SS");
        }
    }

    public void SetTripStart(ServiceDate date, ServiceTime time)
    {
        this.startDate = date;
        this.startTime = time;
    }

    /// <summary>Ends the report: an observation, or a rejection in the output.</summary>
    public void Finish(ref DecodeOutput output)
    {
        DeviceId device = this.FindDevice(output.Device);
        string? missing = this.measuredAt is null ? "measured_at" : this.latitude is null ? "lat" : this.longitude is null ? "lon" : null;
        if (missing is not null)
        {
            this.Refuse(RejectionReason.MissingField, $"{missing} is required");
        }

        if (this.Reason != RejectionReason.None)
        {
            output.Refuse(this.Reason, this.Detail);
            return;
        }

        output.Add(new AvlReport
        {
            Device = device,
            ReceivedAt = output.ReceivedAt,
            MeasuredAt = new Timestamp(this.measuredAt!.Value),
            Latitude = this.latitude!.Value,
            Longitude = this.longitude!.Value,
            Bearing = this.bearing,
            SpeedMps = this.speed,
            TripId = this.TripId,
            RouteId = this.RouteId,
            DirectionId = this.direction,
            StartDate = this.startDate,
            StartTime = this.startTime,
            SignText = this.SignText,
            OccupancyStatus = this.occupancy,
            StopId = this.StopId,
            DoorsOpen = this.DoorsOpen,
            AccuracyMeters = this.accuracy,
            OdometerMeters = this.odometer,
            Label = this.Label,
            Carriages = Carriage.InOrder(this.Carriages),
            WheelchairAccessible = this.wheelchair,
            Class = this.Class,
        });
    }

    // A device may speak for itself only; who may use the topic without an id is the broker's to say.
    private DeviceId FindDevice(DeviceId fromTopic)
    {
        if (this.VehicleId is null)
        {
            if (fromTopic == default)
            {
                this.Refuse(RejectionReason.MissingField, "vehicle_id is required because the topic names no vehicle");
            }

            return fromTopic;
        }

        if (!DeviceId.TryParse(this.VehicleId, out DeviceId own))
        {
            this.Refuse(RejectionReason.InvalidField, $"vehicle_id: '{this.VehicleId}' is no vehicle id");
        }
        else if (fromTopic != default && fromTopic != own)
        {
            this.Refuse(RejectionReason.InvalidField, $"vehicle_id: '{own}' is not the vehicle of the topic");
        }

        return own;
    }

    private double? Within(string field, double value, double least, double most)
    {
        // Written so that NaN fails.
        if (value >= least && value <= most)
        {
            return value;
        }

        this.Refuse(
            RejectionReason.InvalidField,
            string.Create(CultureInfo.InvariantCulture, $"{field}: {value} is outside [{least}, {most}]"));
        return null;
    }

    private void Invalid(string field, double value, string right) =>
        this.Refuse(RejectionReason.InvalidField, string.Create(CultureInfo.InvariantCulture, $"{field}: {value} is not {right}"));
}
