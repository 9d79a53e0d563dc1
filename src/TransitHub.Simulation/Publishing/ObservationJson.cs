using System.Buffers;
using System.Text.Json;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>Writes an observation as a device would have sent it: topic and JSON of the hub's outer contract.</summary>
internal sealed class ObservationJson(FeedId feed) : IDisposable
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };
    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly Utf8JsonWriter writer = new(Stream.Null, Unchecked);
    private readonly Dictionary<DeviceId, string> avlTopics = [];

    /// <summary>The message of an observation; null for a kind that devices do not send.</summary>
    /// <param name="observation">What was reported.</param>
    /// <param name="shift">Moves its times.</param>
    public OutgoingMessage? Encode(Observation observation, TimeShift shift)
    {
        this.buffer.ResetWrittenCount();
        this.writer.Reset(this.buffer);
        switch (observation)
        {
            case AvlReport report:
                this.Write(report, shift);
                return new OutgoingMessage(this.AvlTopic(report.Device), this.buffer.WrittenSpan.ToArray(), Retain: false);
            case StatusReport status:
                this.Write(status, shift);
                return new OutgoingMessage($"transithub/v1/{feed}/status/{status.Device}", this.buffer.WrittenSpan.ToArray(), Retain: true);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => this.writer.Dispose();

    private string AvlTopic(DeviceId vehicle)
    {
        if (!this.avlTopics.TryGetValue(vehicle, out string? topic))
        {
            topic = $"transithub/v1/{feed}/avl/{vehicle}";
            this.avlTopics.Add(vehicle, topic);
        }

        return topic;
    }

    private void Write(AvlReport report, TimeShift shift)
    {
        this.writer.WriteStartObject();
        this.Time("measured_at", shift.Apply(report.MeasuredAt));
        this.writer.WriteNumber("lat", report.Latitude);
        this.writer.WriteNumber("lon", report.Longitude);
        this.Number("bearing", report.Bearing);
        this.Number("speed_mps", report.SpeedMps);
        this.Text("trip_id", report.TripId);
        this.Text("route_id", report.RouteId);
        this.Number("direction_id", report.DirectionId);
        this.Text("start_date", report.StartDate is { } date ? shift.Apply(date).ToString() : null);
        this.Text("start_time", report.StartTime?.ToString());
        this.Text("sign_text", report.SignText);
        this.Number("occupancy_status", report.OccupancyStatus);
        if (report.OdometerMeters is { } odometer)
        {
            this.writer.WriteNumber("odometer_m", odometer);
        }

        this.Text("stop_id", report.StopId);
        if (report.DoorsOpen is { } open)
        {
            this.writer.WriteBoolean("doors_open", open);
        }

        this.Number("accuracy_m", report.AccuracyMeters);
        this.Text("label", report.Label);
        this.writer.WriteEndObject();
        this.writer.Flush();
    }

    private void Write(StatusReport status, TimeShift shift)
    {
        this.writer.WriteStartObject();
        if (status.MeasuredAt is { } measuredAt)
        {
            this.Time("measured_at", shift.Apply(measuredAt));
        }

        this.writer.WriteBoolean("online", status.Online);
        if (status.UptimeSeconds is { } uptime)
        {
            this.writer.WriteNumber("uptime_seconds", uptime);
        }

        this.Text("version", status.Version);
        this.Text("message", status.Message);
        this.writer.WriteEndObject();
        this.writer.Flush();
    }

    private void Time(string name, Timestamp time) => this.writer.WriteNumber(name, time.UnixMilliseconds / 1000m);

    private void Text(string name, string? value)
    {
        if (value is not null)
        {
            this.writer.WriteString(name, value);
        }
    }

    private void Number(string name, float? value)
    {
        if (value is { } number)
        {
            this.writer.WriteNumber(name, number);
        }
    }

    private void Number(string name, byte? value)
    {
        if (value is { } number)
        {
            this.writer.WriteNumber(name, number);
        }
    }
}
