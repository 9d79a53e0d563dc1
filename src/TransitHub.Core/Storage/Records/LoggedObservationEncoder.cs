using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary>
/// Writes an observation as the <c>LoggedObservation</c> of protos/transithub/v1/observation.proto,
/// the same bytes as Google.Protobuf would, without an object in between.
/// </summary>
internal static class LoggedObservationEncoder
{
    private const int FixedFields = 256;
    private const int TraceField = 64;

    /// <summary>An upper bound of the encoded length, bytes.</summary>
    public static int MaxSize(Observation observation) => FixedFields + (observation.Trace is null ? 0 : TraceField) + observation switch
    {
        AvlReport r => Size(r.Device.ToString()) + Size(r.TripId) + Size(r.RouteId) + Size(r.SignText) + Size(r.StopId) + Size(r.Label) + Size(r.Class) + CarriageFields.Size(r.Carriages),
        StatusReport s => Size(s.Device.ToString()) + Size(s.Version) + Size(s.Message),
        TrafficCount c => Size(c.Device.ToString()) + CountFields.Size(c),
        PassageReport p => Size(p.Device.ToString()) + PassageFields.Size(p),
        PassengerCount c => Size(c.Device.ToString()) + LoadFields.Size(c),
        TimerTick t => Size(t.Device.ToString()),
        LinkTraversals l => Size(l.Device.ToString()) + LinkFields.Size(l),
        ServiceChanges c => Size(c.Device.ToString()) + ChangesFields.Size(c),
        UpstreamEntity u => Size(u.Device.ToString()) + UpstreamFields.Size(u),
        _ => throw new NotSupportedException($"The log has no form for {observation.GetType().Name}."),
    };

    /// <summary>Writes it; gives the length. <paramref name="destination"/> holds at least <see cref="MaxSize"/> bytes.</summary>
    public static int Encode(Observation observation, Span<byte> destination)
    {
        var writer = new WireWriter(destination);
        if (observation.ReceivedAt.UnixMilliseconds != 0)
        {
            writer.Number(1, observation.ReceivedAt.UnixMilliseconds);
        }

        writer.Text(2, observation.Device.ToString());
        if (observation is AvlReport report)
        {
            writer.Tag(3, 2);
            int start = writer.BeginMessage();
            WriteReport(ref writer, report);
            writer.EndMessage(start);
            if (report.ClockCorrectionMilliseconds != 0)
            {
                writer.Number(5, report.ClockCorrectionMilliseconds);
            }
        }
        else if (observation is StatusReport status)
        {
            writer.Tag(4, 2);
            int start = writer.BeginMessage();
            WriteStatus(ref writer, status);
            writer.EndMessage(start);
        }
        else if (observation is TimerTick or LinkTraversals)
        {
            LinkFields.Write(ref writer, observation);
        }
        else if (observation is not (UpstreamEntity or ServiceChanges))
        {
            WriteCounted(ref writer, observation);
        }

        if (observation.Trace is { } trace)
        {
            writer.Text(11, TraceParent.Text(trace.Context));
        }

        // In the order of the fields' numbers.
        if (observation is UpstreamEntity entity)
        {
            UpstreamFields.Write(ref writer, entity);
        }
        else if (observation is ServiceChanges changes)
        {
            ChangesFields.Write(ref writer, changes);
        }

        return writer.Position;
    }

    private static int Size(string? text) => WireText.Size(text);

    private static void WriteCounted(ref WireWriter writer, Observation observation)
    {
        (int field, long correction) = observation switch
        {
            TrafficCount c => (6, c.ClockCorrectionMilliseconds),
            PassageReport p => (7, p.ClockCorrectionMilliseconds),
            PassengerCount c => (8, c.ClockCorrectionMilliseconds),
            _ => throw new NotSupportedException($"The log has no form for {observation.GetType().Name}."),
        };
        if (correction != 0)
        {
            writer.Number(5, correction);
        }

        writer.Tag(field, 2);
        int start = writer.BeginMessage();
        switch (observation)
        {
            case TrafficCount count:
                CountFields.Write(ref writer, count);
                break;
            case PassageReport passage:
                PassageFields.Write(ref writer, passage);
                break;
            case PassengerCount count:
                LoadFields.Write(ref writer, count);
                break;
        }

        writer.EndMessage(start);
    }

    private static void WriteReport(ref WireWriter writer, AvlReport report)
    {
        WriteUnlessZero(ref writer, 1, Seconds(report.MeasuredAt));
        WriteUnlessZero(ref writer, 2, report.Latitude);
        WriteUnlessZero(ref writer, 3, report.Longitude);
        WriteIfGiven(ref writer, 4, report.Bearing);
        WriteIfGiven(ref writer, 5, report.SpeedMps);
        writer.Text(6, report.TripId);
        writer.Text(7, report.RouteId);
        WriteIfGiven(ref writer, 8, report.DirectionId);
        if (report.StartDate is { } date)
        {
            Span<byte> text = stackalloc byte[8];
            writer.Utf8(9, text[..date.WriteUtf8(text)]);
        }

        if (report.StartTime is { } time)
        {
            Span<byte> text = stackalloc byte[9];
            writer.Utf8(10, text[..time.WriteUtf8(text)]);
        }

        writer.Text(11, report.SignText);
        WriteIfGiven(ref writer, 12, report.OccupancyStatus);
        if (report.OdometerMeters is { } odometer)
        {
            writer.Double(13, odometer);
        }

        writer.Text(14, report.StopId);
        if (report.DoorsOpen is { } open)
        {
            writer.Number(15, open ? 1 : 0);
        }

        WriteIfGiven(ref writer, 16, report.AccuracyMeters);
        writer.Text(18, report.Label);
        CarriageFields.Write(ref writer, 19, report.Carriages);
        WriteIfGiven(ref writer, 20, report.WheelchairAccessible);
        writer.Text(21, report.Class);
    }

    private static void WriteStatus(ref WireWriter writer, StatusReport status)
    {
        if (status.MeasuredAt is { } measured)
        {
            writer.Double(1, Seconds(measured));
        }

        if (status.Online)
        {
            writer.Number(2, 1);
        }

        if (status.UptimeSeconds is { } uptime)
        {
            writer.Double(3, uptime);
        }

        writer.Text(4, status.Version);
        writer.Text(5, status.Message);
    }

    private static double Seconds(Timestamp time) => WireText.Seconds(time);

    private static void WriteUnlessZero(ref WireWriter writer, int field, double value)
    {
        if (value != 0)
        {
            writer.Double(field, value);
        }
    }

    private static void WriteIfGiven(ref WireWriter writer, int field, float? value)
    {
        if (value is { } given)
        {
            writer.Float(field, given);
        }
    }

    private static void WriteIfGiven(ref WireWriter writer, int field, byte? value)
    {
        if (value is { } given)
        {
            writer.Number(field, given);
        }
    }
}
