using System.Globalization;
using CsvHelper;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// Decodes the row a reader stands on. Apart from the report itself nothing is allocated for a row whose texts
/// were seen before.
/// </summary>
internal sealed class PositionsCsvRow(CsvReader reader, PositionsCsvColumns columns)
{
    private const double FirstTime = 946_684_800;   // 2000-01-01, before any hub
    private const double EndOfTimes = 4_102_444_800; // 2100-01-01
    private readonly Utf8TextPool texts = new();
    private string? problem;
    private RejectionReason reason;

    /// <summary>The row as an observation, or refused with the column and the value that is wrong.</summary>
    public RecordedItem Decode()
    {
        this.problem = null;
        long line = reader.LineNumber;
        Timestamp received = this.Time(columns.ReceivedUnix, "received_unix");
        Timestamp measured = this.Time(columns.MeasuredUnix, "measured_unix");
        string? vehicle = this.Text(columns.VehicleId);
        if (!DeviceId.TryParse(vehicle, out DeviceId device))
        {
            this.Refuse(columns.VehicleId, "vehicle_id", $"1 to {DeviceId.MaxLength} characters without / + # and control characters");
        }

        AvlReport report = new()
        {
            Device = device,
            ReceivedAt = received,
            MeasuredAt = measured,
            Latitude = this.Required(columns.Lat, "lat", -90, 90),
            Longitude = this.Required(columns.Lon, "lon", -180, 180),
            TripId = this.Text(columns.TripId),
            RouteId = this.Text(columns.RouteId),
            DirectionId = (byte?)this.Optional(columns.DirectionId, "direction_id", 0, 1, whole: true),
            StartDate = this.Date(),
            StartTime = this.StartTime(),
            Bearing = this.Bearing(),
            SpeedMps = (float?)this.Optional(columns.SpeedMps, "speed_mps", 0, 1000),
            OccupancyStatus = (byte?)this.Optional(columns.OccupancyStatus, "occupancy_status", 0, 8, whole: true),
            SignText = this.Text(columns.SignText),
        };
        return this.problem is null
            ? new RecordedItem { Place = line, ReceivedAt = received, Observation = report }
            : RecordedItem.Refused(line, received, this.reason, vehicle ?? string.Empty, this.problem);
    }

    private Timestamp Time(int column, string name)
    {
        double seconds = this.Required(column, name, FirstTime, EndOfTimes);
        return double.IsNaN(seconds) ? default : Timestamp.FromUnixSeconds(seconds);
    }

    private double Required(int column, string name, double least, double most)
    {
        ReadOnlySpan<byte> field = reader.GetSpan(column);
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most)
        {
            return value;
        }

        this.Refuse(column, name, Between(least, most));
        return double.NaN;
    }

    private double? Optional(int column, string name, double least, double most, bool whole = false)
    {
        if (column < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> field = reader.GetSpan(column);
        if (field.IsEmpty)
        {
            return null;
        }

        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            && (!whole || value == Math.Floor(value)))
        {
            return value;
        }

        this.Refuse(column, name, (whole ? "a whole " : "a ") + Between(least, most));
        return null;
    }

    private float? Bearing() =>
        this.Optional(columns.Bearing, "bearing", 0, 360) is { } degrees ? (float)degrees % 360 : null;

    private ServiceDate? Date()
    {
        ReadOnlySpan<byte> field = columns.StartDate < 0 ? default : reader.GetSpan(columns.StartDate);
        if (field.IsEmpty)
        {
            return null;
        }

        if (ServiceDate.TryParse(field, out ServiceDate date))
        {
            return date;
        }

        this.Refuse(columns.StartDate, "start_date", "a day as YYYYMMDD");
        return null;
    }

    private ServiceTime? StartTime()
    {
        ReadOnlySpan<byte> field = columns.StartTime < 0 ? default : reader.GetSpan(columns.StartTime);
        if (field.IsEmpty)
        {
            return null;
        }

        if (ServiceTime.TryParse(field, out ServiceTime time))
        {
            return time;
        }

        this.Refuse(columns.StartTime, "start_time", "a time as HH:MM:SS");
        return null;
    }

    private string? Text(int column) => column < 0 ? null : this.texts.Get(reader.GetSpan(column));

    /// <summary>Remembers the first thing that is wrong with the row.</summary>
    private void Refuse(int column, string name, string right)
    {
        if (this.problem is not null)
        {
            return;
        }

        ReadOnlySpan<byte> field = reader.GetSpan(column);
        if (field.IsEmpty)
        {
            this.reason = RejectionReason.MissingField;
            this.problem = $"line {reader.LineNumber}: {name} is empty; it must be {right}";
            return;
        }

        this.reason = RejectionReason.InvalidField;
        this.problem = $"line {reader.LineNumber}: {name} is '{Shown.Text(field)}'; it must be {right}";
    }

    private static string Between(double least, double most) =>
        string.Create(CultureInfo.InvariantCulture, $"number from {least} to {most}");
}
