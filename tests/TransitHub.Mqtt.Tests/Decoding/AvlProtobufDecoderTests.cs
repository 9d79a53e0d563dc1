using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Protobuf;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using TransitHub.Mqtt.Decoding;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Mqtt.Tests.Decoding;

public class AvlProtobufDecoderTests
{
    private readonly MessageDecoder decoder = new(new DecoderOptions());

    [Property(MaxTest = 500, Replay = Seeds.Fixed)]
    public Property Reads_what_the_generated_parser_reads() => Prop.ForAll(
        Batches().ToArbitrary(),
        batch => this.AgreesWithGenerated(batch.ToByteArray()));

    [Property(MaxTest = 2_000, Replay = Seeds.Fixed)]
    public Property Agrees_with_the_generated_parser_on_damaged_bytes() => Prop.ForAll(
        (from batch in Batches()
         from at in Gen.Choose(0, int.MaxValue - 1)
         from value in Gen.Choose(0, 255)
         from cut in Gen.Choose(0, 3)
         select Damage(batch.ToByteArray(), at, (byte)value, cut)).ToArbitrary(),
        this.AgreesWithGenerated);

    [Property(MaxTest = 2_000, Replay = Seeds.Fixed)]
    public bool Never_throws_on_any_bytes(byte[] bytes)
    {
        DecodedMessage message = this.Decode(bytes);
        return message.Observations.Count + message.Rejections.Count > 0;
    }

    [Fact]
    public void Refuses_a_report_without_time_or_place()
    {
        Proto.ObservationBatch batch = new();
        batch.Avl.Add(new Proto.AvlReport { Lat = 1, Lon = 2 });
        batch.Avl.Add(new Proto.AvlReport { MeasuredAt = 1_763_871_000 });
        batch.Avl.Add(new Proto.AvlReport { MeasuredAt = 1_763_871_000, Lat = 1, Lon = 0 });
        DecodedMessage message = this.Decode(batch.ToByteArray());
        Assert.Single(message.Observations);
        Assert.Equal(["measured_at is required", "lat is required"], message.Rejections.Select(r => r.Detail));
    }

    [Fact]
    public void Refuses_a_batch_without_positions_as_nothing_to_use() =>
        Assert.Equal(RejectionReason.NothingToUse, this.Decode([]).OneRejection().Reason);

    [Fact]
    public void Passes_over_fields_and_groups_it_does_not_know()
    {
        byte[] report = new Proto.AvlReport { MeasuredAt = 1_763_871_000, Lat = 1, Lon = 2 }.ToByteArray();

        // Field 100: a varint; field 101: a group that holds a text; field 3 of the batch: bytes.
        byte[] unknown = [0xA0, 0x06, 0x07, 0xAB, 0x06, 0x0A, 0x01, 0x41, 0xAC, 0x06];
        byte[] batch = [0x1A, 0x02, 0x01, 0x02, 0x0A, (byte)(report.Length + unknown.Length), .. unknown, .. report];
        Assert.Equal(1, this.Decode(batch).OneReport().Latitude);
    }

    private static byte[] Damage(byte[] bytes, int at, byte value, int cut)
    {
        if (bytes.Length == 0)
        {
            return [value];
        }

        int position = at % bytes.Length;
        if (cut == 0)
        {
            return bytes[..position];
        }

        bytes[position] = value;
        return bytes;
    }

    private static Gen<Proto.ObservationBatch> Batches()
    {
        Gen<string> text = Gen.Elements("", "t-17", "3-35 สนามหลวง", "x", new string('y', 40));
        Gen<Proto.AvlReport> report =
            from time in Gen.Elements(0d, 1_763_871_000.25, 1_763_871_000_000, double.NaN)
            from lat in Gen.Elements(0d, 13.7563, 91, double.NegativeInfinity)
            from lon in Gen.Elements(0d, 100.5018, -181)
            from flags in Gen.Choose(0, 255)
            from number in Gen.Elements(0f, 1f, 6.4f, 360f, -1f)
            from first in text
            from second in text
            from date in Gen.Elements("", "20261123", "2026")
            from clock in Gen.Elements("", "25:10:00", "x")
            from carriages in Gen.Choose(0, 4)
            select Make(time, lat, lon, flags, number, first, second, date, clock, carriages);
        return from reports in report.ListOf()
               select new Proto.ObservationBatch { Avl = { reports } };
    }

    private static Proto.AvlReport Make(
        double time, double lat, double lon, int flags, float number, string first, string second, string date, string clock, int carriages)
    {
        Proto.AvlReport report = new()
        {
            MeasuredAt = time,
            Lat = lat,
            Lon = lon,
            TripId = first,
            RouteId = second,
            SignText = second,
            StopId = first,
            Label = second,
            StartDate = date,
            StartTime = clock,
        };
        for (int at = 1; at <= carriages; at++)
        {
            report.Carriages.Add(new Proto.Carriage { Id = first, Label = second, OccupancyStatus = (uint)(at + 5), CarriageSequence = (uint)at });
        }

        Set(1, () => report.Bearing = number);
        Set(2, () => report.SpeedMps = number);
        Set(4, () => report.DirectionId = (uint)Math.Abs(number));
        Set(8, () => report.OccupancyStatus = (uint)Math.Abs(number));
        Set(16, () => report.OdometerM = number);
        Set(32, () => report.DoorsOpen = number > 0);
        Set(64, () => report.AccuracyM = number);
        Set(128, () => report.WheelchairAccessible = (uint)Math.Abs(number));
        return report;

        void Set(int flag, Action set)
        {
            if ((flags & flag) != 0)
            {
                set();
            }
        }
    }

    private bool AgreesWithGenerated(byte[] bytes)
    {
        DecodedMessage ours = this.Decode(bytes);
        Proto.ObservationBatch theirs;
        try
        {
            theirs = Proto.ObservationBatch.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return ours.Observations.Count == 0 || ours.Rejections.Any(r => r.Reason == RejectionReason.InvalidField);
        }

        List<AvlReport> expected = [.. theirs.Avl.Select(Expect).OfType<AvlReport>()];
        return ours.Observations.Count == expected.Count && ours.Observations.Zip(expected).All(pair => IsSame(pair.First, pair.Second))
            && ours.Observations.Count + ours.Rejections.Count == Math.Max(1, theirs.Avl.Count);
    }

    private DecodedMessage Decode(byte[] bytes) =>
        this.decoder.Decode(Decoded.AvlTopic, bytes, "application/x-protobuf", Decoded.ReceivedAt);

    // What a report means, said a second time in terms of the generated classes.
    private static AvlReport? Expect(Proto.AvlReport p)
    {
        ServiceDate date = default;
        ServiceTime time = default;
        bool right = p.MeasuredAt is >= 1 and <= 253_402_300_799 && (p.Lat != 0 || p.Lon != 0)
            && p.Lat is >= -90 and <= 90 && p.Lon is >= -180 and <= 180
            && (!p.HasBearing || p.Bearing is >= 0 and <= 360)
            && (!p.HasSpeedMps || p.SpeedMps is >= 0 and <= 150)
            && (!p.HasDirectionId || p.DirectionId <= 1)
            && (!p.HasOccupancyStatus || p.OccupancyStatus <= 8)
            && (!p.HasOdometerM || p.OdometerM is >= 0 and <= 1e10)
            && (!p.HasAccuracyM || p.AccuracyM is >= 0 and <= 1e6f)
            && (!p.HasWheelchairAccessible || p.WheelchairAccessible <= 3)
            && p.Carriages.All(IsRight)
            && (p.StartDate.Length == 0 || ServiceDate.TryParse(p.StartDate, out date))
            && (p.StartTime.Length == 0 || ServiceTime.TryParse(p.StartTime, out time))
            && (p.VehicleId.Length == 0 || p.VehicleId == "bus-1");
        return !right ? null : new AvlReport
        {
            Device = DeviceId.Parse("bus-1"),
            ReceivedAt = Decoded.ReceivedAt,
            MeasuredAt = Timestamp.FromUnixSeconds(p.MeasuredAt),
            Latitude = p.Lat,
            Longitude = p.Lon,
            Bearing = p.HasBearing ? (p.Bearing >= 360 ? 0 : p.Bearing) : null,
            SpeedMps = p.HasSpeedMps ? p.SpeedMps : null,
            TripId = Text(p.TripId),
            RouteId = Text(p.RouteId),
            DirectionId = p.HasDirectionId ? (byte)p.DirectionId : null,
            StartDate = p.StartDate.Length == 0 ? null : date,
            StartTime = p.StartTime.Length == 0 ? null : time,
            SignText = Text(p.SignText),
            OccupancyStatus = p.HasOccupancyStatus ? (byte)p.OccupancyStatus : null,
            OdometerMeters = p.HasOdometerM ? p.OdometerM : null,
            StopId = Text(p.StopId),
            DoorsOpen = p.HasDoorsOpen ? p.DoorsOpen : null,
            AccuracyMeters = p.HasAccuracyM ? p.AccuracyM : null,
            Label = Text(p.Label),
            Class = Text(p.Class),
            WheelchairAccessible = p.HasWheelchairAccessible && p.WheelchairAccessible >= 2 ? (byte)p.WheelchairAccessible : null,
            Carriages = Carriage.InOrder([.. p.Carriages.Select(Expect)]),
        };
    }

    private static bool IsRight(Proto.Carriage c) =>
        (!c.HasOccupancyStatus || c.OccupancyStatus <= 8) && (!c.HasOccupancyPercentage || c.OccupancyPercentage <= 1000)
        && (!c.HasCarriageSequence || c.CarriageSequence is >= 1 and <= 64);

    private static Carriage Expect(Proto.Carriage c) => new()
    {
        Sequence = (int)c.CarriageSequence,
        Id = Text(c.Id),
        Label = Text(c.Label),
        OccupancyStatus = c.HasOccupancyStatus ? (byte)c.OccupancyStatus : null,
        OccupancyPercentage = c.HasOccupancyPercentage ? (short)c.OccupancyPercentage : null,
    };

    /// <summary>Records compare a list by which one it is.</summary>
    private static bool IsSame(Observation ours, AvlReport theirs) =>
        ours is AvlReport report && report.Carriages.SequenceEqual(theirs.Carriages) && (report with { Carriages = [] }) == (theirs with { Carriages = [] });

    private static string? Text(string text) => text.Length == 0 ? null : text;
}
