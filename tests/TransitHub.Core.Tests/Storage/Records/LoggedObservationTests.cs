using System.Diagnostics;
using Google.Protobuf;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Records;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Tests.Observations;
using TransitHub.Protocol.V1;
using CoreAvlReport = TransitHub.Core.Observations.AvlReport;
using PassengerCount = TransitHub.Core.Observations.PassengerCount;

namespace TransitHub.Core.Tests.Storage.Records;

/// <summary>Our own form of the log's records is that of Google.Protobuf, byte for byte.</summary>
public sealed class LoggedObservationTests
{
    [Fact]
    public void Bytes_are_those_of_Google_Protobuf()
    {
        var source = new RandomObservations(1);
        for (int i = 0; i < 2000; i++)
        {
            Observation observation = source.Next();
            byte[] ours = Encode(observation);
            Assert.Equal(Message(observation).ToByteArray(), ours);
        }
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        var source = new RandomObservations(2);
        var decoder = new LoggedObservationDecoder();
        for (int i = 0; i < 2000; i++)
        {
            Observation observation = source.Next();
            Assert.Equal(observation, decoder.Decode(Encode(observation)));
        }
    }

    [Fact]
    public void Carriages_of_a_train_are_written_as_Google_Protobuf_does_and_read_again()
    {
        var source = new RandomObservations(4);
        var decoder = new LoggedObservationDecoder();
        for (int i = 0; i < 200; i++)
        {
            CoreAvlReport report = source.Report() with { Carriages = source.Carriages() };
            PassengerCount count = source.Load() with { Carriages = source.Carriages() };
            Assert.Equal(Message(report).ToByteArray(), Encode(report));
            Assert.Equal(Message(count).ToByteArray(), Encode(count));
            CoreAvlReport readReport = Assert.IsType<CoreAvlReport>(decoder.Decode(Encode(report)));
            PassengerCount readCount = Assert.IsType<PassengerCount>(decoder.Decode(Encode(count)));
            Assert.Equal(report.Carriages.AsEnumerable(), readReport.Carriages);
            Assert.Equal(count.Carriages.AsEnumerable(), readCount.Carriages);
            Assert.Equal(report with { Carriages = [] }, readReport with { Carriages = [] });
            Assert.Equal(count with { Carriages = [] }, readCount with { Carriages = [] });
        }
    }

    [Fact]
    public void Fields_of_a_newer_hub_are_passed_over()
    {
        CoreAvlReport report = Reports.Avl(1, 0);
        byte[] known = Encode(report);
        byte[] newer = [.. known, .. new byte[] { 0xA0, 0x06, 0x05, 0xA9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xB2, 0x06, 2, 9, 9, 0xBD, 0x06, 1, 2, 3, 4 }];
        Assert.Equal(report, new LoggedObservationDecoder().Decode(newer));
    }

    [Fact]
    public void Any_cut_and_any_flipped_byte_is_read_or_refused_and_never_throws()
    {
        var source = new RandomObservations(3);
        var random = new Random(3);
        var decoder = new LoggedObservationDecoder();
        for (int i = 0; i < 100; i++)
        {
            byte[] bytes = Encode(source.Next());
            for (int cut = 0; cut < Math.Min(bytes.Length, 300); cut++)
            {
                decoder.Decode(bytes.AsSpan(0, cut));
                byte[] flipped = [.. bytes];
                flipped[cut] = (byte)random.Next(256);
                decoder.Decode(flipped);
            }
        }
    }

    [Fact]
    public void Nothing_and_kinds_of_a_newer_hub_give_null()
    {
        var decoder = new LoggedObservationDecoder();
        Assert.Null(decoder.Decode([]));
        var unknownKind = new LoggedObservation { ReceivedAtMs = 5, DeviceId = "camera-1" };
        Assert.Null(decoder.Decode([.. unknownKind.ToByteArray(), 0xFA, 0x01, 0]));
    }

    [Fact]
    public void A_record_that_a_hub_before_counts_wrote_is_read_as_it_was()
    {
        // In the fields that the schema had before counts: bus-1 at 13.75, 100.5, its clock 3 s ahead, and its last will.
        byte[] avl = Convert.FromHexString("08A0F3F596A0341205" + "6275732D31" + "1A1B0900000088A6C0DA41" + "110000000000802B40" + "190000000000205940" + "28C8E8FFFFFFFFFFFFFF01");
        byte[] will = Convert.FromHexString("08A0F3F596A0341205" + "6275732D31" + "2200");
        var decoder = new LoggedObservationDecoder();
        CoreAvlReport report = Assert.IsType<CoreAvlReport>(decoder.Decode(avl));
        Assert.Equal((13.75, 100.5, -3000L), (report.Latitude, report.Longitude, report.ClockCorrectionMilliseconds));
        Assert.Equal(avl, Encode(report));
        Assert.False(Assert.IsType<StatusReport>(decoder.Decode(will)).Online);
    }

    [Theory]
    [InlineData("3204" + "0A01612A00")]
    [InlineData("3205" + "0A01613001")]
    [InlineData("3A09" + "11000000000000F07F")]
    [InlineData("420B" + "10FFFFFFFFFFFFFFFFFF01")]
    public void A_count_without_its_time_or_with_a_value_that_cannot_be_gives_null(string message) =>
        Assert.Null(new LoggedObservationDecoder().Decode(Convert.FromHexString("08051201" + "63" + message)));

    [Fact]
    public void The_trace_of_an_observation_that_is_followed_goes_with_it()
    {
        var context = new ActivityContext(ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), ActivitySpanId.CreateFromString("b7ad6b7169203331"), ActivityTraceFlags.Recorded);
        Observation[] followed = [.. ((Observation[])[Reports.Avl(1, 0), Reports.Status(1, 0), Reports.Count(0, 60, 3), Reports.Passage(1, "e"), Reports.Load(1, 3)])
            .Select(o => o with { Trace = new ObservationTrace(context, DateTimeOffset.UnixEpoch) })];
        var decoder = new LoggedObservationDecoder();
        foreach (Observation observation in followed)
        {
            LoggedObservation message = Message(observation);
            message.TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
            byte[] bytes = Encode(observation);
            Assert.Equal(message.ToByteArray(), bytes);
            Observation read = decoder.Decode(bytes)!;
            Assert.Equal((context.TraceId, context.SpanId), (read.Trace!.Context.TraceId, read.Trace.Context.SpanId));
            Assert.Equal(observation with { Trace = null }, read with { Trace = null });
        }
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    [InlineData("no trace at all, but of a length that could be one of them, as it is")]
    [InlineData("")]
    public void A_trace_that_cannot_be_read_is_none(string trace)
    {
        CoreAvlReport report = Reports.Avl(1, 0);
        LoggedObservation message = Message(report);
        message.TraceParent = trace;
        Assert.Equal(report, new LoggedObservationDecoder().Decode(message.ToByteArray()));
    }

    private static byte[] Encode(Observation observation)
    {
        byte[] buffer = new byte[LoggedObservationEncoder.MaxSize(observation)];
        return buffer[..LoggedObservationEncoder.Encode(observation, buffer)];
    }

    private static LoggedObservation Message(Observation observation)
    {
        var message = new LoggedObservation
        {
            ReceivedAtMs = observation.ReceivedAt.UnixMilliseconds,
            DeviceId = observation.Device.ToString(),
        };
        if (observation is CoreAvlReport report)
        {
            message.Avl = Avl(report);
            message.ClockCorrectionMs = report.ClockCorrectionMilliseconds;
        }
        else if (observation is StatusReport status)
        {
            message.Status = Status(status);
        }
        else
        {
            Counted.Fill(message, observation);
        }

        return message;
    }

    private static Protocol.V1.AvlReport Avl(CoreAvlReport report)
    {
        var avl = new Protocol.V1.AvlReport
        {
            MeasuredAt = report.MeasuredAt.UnixMilliseconds / 1000.0,
            Lat = report.Latitude,
            Lon = report.Longitude,
            TripId = report.TripId ?? string.Empty,
            RouteId = report.RouteId ?? string.Empty,
            StartDate = report.StartDate?.ToString() ?? string.Empty,
            StartTime = report.StartTime?.ToString() ?? string.Empty,
            SignText = report.SignText ?? string.Empty,
            StopId = report.StopId ?? string.Empty,
            Label = report.Label ?? string.Empty,
            Class = report.Class ?? string.Empty,
        };
        Set(report.Bearing, v => avl.Bearing = v);
        Set(report.SpeedMps, v => avl.SpeedMps = v);
        Set(report.DirectionId, v => avl.DirectionId = v);
        Set(report.OccupancyStatus, v => avl.OccupancyStatus = v);
        Set(report.OdometerMeters, v => avl.OdometerM = v);
        Set(report.DoorsOpen, v => avl.DoorsOpen = v);
        Set(report.AccuracyMeters, v => avl.AccuracyM = v);
        Set(report.WheelchairAccessible, v => avl.WheelchairAccessible = v);
        avl.Carriages.AddRange(report.Carriages.Select(Counted.Of));
        return avl;
    }

    private static DeviceStatus Status(StatusReport report)
    {
        var status = new DeviceStatus
        {
            Online = report.Online,
            Version = report.Version ?? string.Empty,
            Message = report.Message ?? string.Empty,
        };
        Set(report.MeasuredAt, v => status.MeasuredAt = v.UnixMilliseconds / 1000.0);
        Set(report.UptimeSeconds, v => status.UptimeSeconds = v);
        return status;
    }

    private static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } given)
        {
            set(given);
        }
    }
}
