using System.Diagnostics;
using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary>
/// Reads what <see cref="LoggedObservationEncoder"/> wrote. Fields that a newer hub added are passed
/// over. One thread uses it, since it keeps a pool of texts.
/// </summary>
internal sealed class LoggedObservationDecoder
{
    private readonly TextPool texts = new();

    /// <summary>Reads one record; null when the bytes are none, or of a kind this version does not know.</summary>
    public Observation? Decode(ReadOnlySpan<byte> record)
    {
        var reader = new WireReader(record);
        long receivedAt = 0;
        long correction = 0;
        DeviceId device = default;
        ReadOnlySpan<byte> message = default;
        int kind = 0;
        ReadOnlySpan<byte> trace = default;
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch (field)
            {
                case 1 when wireType == 0:
                    receivedAt = unchecked((long)reader.Varint());
                    break;
                case 2 when wireType == 2:
                    device = this.texts.GetDevice(reader.Bytes());
                    break;
                case 3 or 4 or (>= 6 and <= 10) or 12 or 13 when wireType == 2:
                    message = reader.Bytes();
                    kind = field;
                    break;
                case 5 when wireType == 0:
                    correction = unchecked((long)reader.Varint());
                    break;
                case 11 when wireType == 2:
                    trace = reader.Bytes();
                    break;
                default:
                    reader.Skip(wireType);
                    break;
            }
        }

        Observation? observation = reader.Failed || device == default
            ? null
            : kind switch
            {
                3 => this.Report(message, device, new Timestamp(receivedAt), correction),
                4 => this.Status(message, device, new Timestamp(receivedAt)),
                6 => CountFields.Read(message, device, new Timestamp(receivedAt), correction, this.texts),
                7 => PassageFields.Read(message, device, new Timestamp(receivedAt), correction, this.texts),
                8 => LoadFields.Read(message, device, new Timestamp(receivedAt), correction, this.texts),
                9 => TimerTick.At(new Timestamp(receivedAt)) with { Device = device },
                10 => LinkFields.Read(message, device, new Timestamp(receivedAt), this.texts),
                12 => UpstreamFields.Read(message, device, new Timestamp(receivedAt)),
                13 => ChangesFields.Read(message, device, new Timestamp(receivedAt)),
                _ => null,
            };
        return observation is null || trace.IsEmpty ? observation : Followed(observation, trace);
    }

    /// <summary>A trace that cannot be read is none: it says nothing of what was observed.</summary>
    private static Observation Followed(Observation observation, ReadOnlySpan<byte> traceParent) =>
        traceParent.Length <= TraceParent.MaxLength && TraceParent.TryReadSampled(Encoding.ASCII.GetString(traceParent), out ActivityContext context)
            ? observation with { Trace = new ObservationTrace(context, DateTimeOffset.FromUnixTimeMilliseconds(observation.ReceivedAt.UnixMilliseconds)) }
            : observation;

    private AvlReport? Report(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt, long correction)
    {
        var fields = new AvlFields();
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            fields.Read(ref reader, field, wireType, this.texts);
        }

        return reader.Failed || !fields.IsValid || !WireText.IsTime(fields.MeasuredAt) ? null : new AvlReport
        {
            Device = device,
            ReceivedAt = receivedAt,
            ClockCorrectionMilliseconds = correction,
            MeasuredAt = Timestamp.FromUnixSeconds(fields.MeasuredAt),
            Latitude = fields.Latitude,
            Longitude = fields.Longitude,
            Bearing = fields.Bearing,
            SpeedMps = fields.SpeedMps,
            TripId = fields.TripId,
            RouteId = fields.RouteId,
            DirectionId = fields.DirectionId,
            StartDate = fields.StartDate,
            StartTime = fields.StartTime,
            SignText = fields.SignText,
            OccupancyStatus = fields.OccupancyStatus,
            OdometerMeters = fields.OdometerMeters,
            StopId = fields.StopId,
            DoorsOpen = fields.DoorsOpen,
            AccuracyMeters = fields.AccuracyMeters,
            Label = fields.Label,
            Carriages = fields.Carriages,
            WheelchairAccessible = fields.WheelchairAccessible,
            Class = fields.Class,
        };
    }

    private StatusReport? Status(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt)
    {
        double? measuredAt = null;
        bool online = false;
        double? uptime = null;
        string? version = null;
        string? text = null;
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch (field)
            {
                case 1 when wireType == 1:
                    measuredAt = reader.Double();
                    break;
                case 2 when wireType == 0:
                    online = reader.Varint() != 0;
                    break;
                case 3 when wireType == 1:
                    uptime = reader.Double();
                    break;
                case 4 when wireType == 2:
                    version = this.texts.Get(reader.Bytes());
                    break;
                case 5 when wireType == 2:
                    text = this.texts.Get(reader.Bytes());
                    break;
                default:
                    reader.Skip(wireType);
                    break;
            }
        }

        return reader.Failed || (measuredAt is { } m && !WireText.IsTime(m)) ? null : new StatusReport
        {
            Device = device,
            ReceivedAt = receivedAt,
            MeasuredAt = measuredAt is { } seconds ? Timestamp.FromUnixSeconds(seconds) : null,
            Online = online,
            UptimeSeconds = uptime,
            Version = version,
            Message = text,
        };
    }
}
