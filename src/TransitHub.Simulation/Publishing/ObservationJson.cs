using System.Buffers;
using System.Collections.Immutable;
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
            case TrafficCount count:
                this.Write(count, shift);
                return this.Message("count", count);
            case PassageReport passage:
                this.Write(passage, shift);
                return this.Message("passage", passage);
            case PassengerCount count:
                this.Write(count, shift);
                return this.Message("apc", count);
            default:
                return null;
        }
    }

    /// <summary>One message of several counts of a device.</summary>
    public OutgoingMessage Encode(DeviceId device, IReadOnlyList<TrafficCount> counts)
    {
        this.buffer.ResetWrittenCount();
        this.writer.Reset(this.buffer);
        this.writer.WriteStartArray();
        foreach (TrafficCount count in counts)
        {
            this.Write(count, default);
        }

        this.writer.WriteEndArray();
        this.writer.Flush();
        return new OutgoingMessage($"transithub/v1/{feed}/count/{device}", this.buffer.WrittenSpan.ToArray(), Retain: false);
    }

    /// <inheritdoc/>
    public void Dispose() => this.writer.Dispose();

    private OutgoingMessage Message(string kind, Observation observation) =>
        new($"transithub/v1/{feed}/{kind}/{observation.Device}", this.buffer.WrittenSpan.ToArray(), Retain: false);

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
        this.Carriages(report.Carriages);
        this.Number("wheelchair_accessible", report.WheelchairAccessible);
        this.Text("class", report.Class);
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

    private void Write(TrafficCount count, TimeShift shift)
    {
        this.writer.WriteStartObject();
        this.Text("channel", count.Channel);
        this.Text("class", count.Class);
        this.Text("direction", count.Direction);
        if (count.From is { } from)
        {
            this.Time("from", shift.Apply(from));
            this.Time("to", shift.Apply(count.To));
            this.writer.WriteNumber("count", count.Count);
        }
        else
        {
            this.Time("at", shift.Apply(count.To));
            this.writer.WriteNumber(count.IsPresent ? "present" : "total", count.Count);
        }

        this.Number("uptime", count.Uptime);
        this.writer.WriteEndObject();
        this.writer.Flush();
    }

    private void Write(PassageReport passage, TimeShift shift)
    {
        this.writer.WriteStartObject();
        this.Text("event_id", passage.EventId);
        this.Time("measured_at", shift.Apply(passage.MeasuredAt));
        this.Text("channel", passage.Channel);
        this.Text("class", passage.Class);
        this.Text("direction", passage.Direction);
        this.Text("route_text", passage.RouteText);
        this.Number("route_confidence", passage.RouteConfidence);
        this.Number("confidence", passage.Confidence);
        this.writer.WriteEndObject();
        this.writer.Flush();
    }

    private void Write(PassengerCount count, TimeShift shift)
    {
        this.writer.WriteStartObject();
        this.Time("measured_at", shift.Apply(count.MeasuredAt));
        this.Whole("load", count.Load);
        this.Whole("boardings", count.Boardings);
        this.Whole("alightings", count.Alightings);
        this.Text("door", count.Door);
        this.Text("class", count.Class);
        this.Text("trip_id", count.TripId);
        this.Text("route_id", count.RouteId);
        this.Number("direction_id", count.DirectionId);
        this.Text("start_date", count.StartDate is { } date ? shift.Apply(date).ToString() : null);
        this.Text("start_time", count.StartTime?.ToString());
        this.Text("stop_id", count.StopId);
        this.Number("occupancy_status", count.OccupancyStatus);
        this.Whole("occupancy_percentage", count.OccupancyPercentage);
        this.Carriages(count.Carriages);
        this.writer.WriteEndObject();
        this.writer.Flush();
    }

    private void Carriages(ImmutableArray<Carriage> carriages)
    {
        if (carriages.IsDefaultOrEmpty)
        {
            return;
        }

        this.writer.WriteStartArray("carriages");
        foreach (Carriage carriage in carriages)
        {
            this.writer.WriteStartObject();
            this.Text("id", carriage.Id);
            this.Text("label", carriage.Label);
            this.Number("occupancy_status", carriage.OccupancyStatus);
            this.Whole("occupancy_percentage", carriage.OccupancyPercentage);
            this.writer.WriteNumber("carriage_sequence", carriage.Sequence);
            this.writer.WriteEndObject();
        }

        this.writer.WriteEndArray();
    }

    private void Whole(string name, int? value)
    {
        if (value is { } number)
        {
            this.writer.WriteNumber(name, number);
        }
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
