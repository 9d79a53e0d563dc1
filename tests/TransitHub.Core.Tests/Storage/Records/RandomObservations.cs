using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Storage.Records;

/// <summary>Observations of all shapes, the same for the same seed.</summary>
internal sealed class RandomObservations(int seed)
{
    private static readonly string[] Texts = ["3-35", "M4 Sathorn–Ratchapruek", "รถไฟฟ้า", "🚌", new string('x', 127), new string('ü', 100), new string('y', 20_000)];
    private readonly Random random = new(seed);

    public Observation Next() => this.random.Next(8) switch
    {
        0 or 1 => this.Status(),
        2 => this.Count(),
        3 => this.Passage(),
        4 => this.Load(),
        _ => this.Report(),
    };

    public AvlReport Report() => new()
    {
        Device = this.Device(),
        ReceivedAt = this.Moment(),
        MeasuredAt = this.Moment(),
        ClockCorrectionMilliseconds = this.Maybe(() => this.random.NextInt64(-1L << 40, 1L << 40)) ?? 0,
        Latitude = this.random.Next(10) == 0 ? 0 : (this.random.NextDouble() * 180) - 90,
        Longitude = (this.random.NextDouble() * 360) - 180,
        Bearing = this.Maybe(() => (float)this.random.NextDouble() * 360),
        SpeedMps = this.Maybe(() => (float)this.random.Next(3)),
        TripId = this.Text(),
        RouteId = this.Text(),
        DirectionId = this.Maybe(() => (byte)this.random.Next(2)),
        StartDate = this.Maybe(() => ServiceDate.From(2026, 11, 23).AddDays(this.random.Next(-9000, 9000))),
        StartTime = this.Maybe(() => ServiceTime.FromSeconds(this.random.Next(0, 120 * 3600))),
        SignText = this.Text(),
        OccupancyStatus = this.Maybe(() => (byte)this.random.Next(9)),
        StopId = this.Text(),
        DoorsOpen = this.Maybe(() => this.random.Next(2) == 0),
        AccuracyMeters = this.Maybe(() => (float)this.random.NextDouble() * 50),
        OdometerMeters = this.Maybe(() => this.random.NextDouble() * 1e6),
        Label = this.Text(),
        Class = this.Text(),
        WheelchairAccessible = this.Maybe(() => (byte)this.random.Next(2, 4)),
    };

    /// <summary>Carriages of a train; the records are not equal to those that were read again, since their lists are others.</summary>
    public ImmutableArray<Carriage> Carriages() =>
    [
        .. Enumerable.Range(1, this.random.Next(1, 12)).Select(at => new Carriage
        {
            Sequence = at,
            Id = this.Text(),
            Label = this.Text(),
            OccupancyStatus = this.Maybe(() => (byte)this.random.Next(9)),
            OccupancyPercentage = this.Maybe(() => (short)this.random.Next(1001)),
        }),
    ];

    private StatusReport Status() => new()
    {
        Device = this.Device(),
        ReceivedAt = this.Moment(),
        MeasuredAt = this.Maybe(this.Moment),
        Online = this.random.Next(2) == 0,
        UptimeSeconds = this.Maybe(() => this.random.NextDouble() * 1e6),
        Version = this.Text(),
        Message = this.Text(),
    };

    private TrafficCount Count()
    {
        bool isTotal = this.random.Next(2) == 0;
        return new()
        {
            Device = this.Device(),
            ReceivedAt = this.Moment(),
            ClockCorrectionMilliseconds = this.Correction(),
            Channel = this.Name(),
            Class = this.Name(),
            Direction = this.Text(),
            From = isTotal ? null : this.Moment(),
            To = this.Moment(),
            Count = this.random.Next(4) == 0 ? 0 : this.random.NextInt64(9_000_000_000_000_000),
            Uptime = this.Maybe(() => (float)this.random.NextDouble()),
            IsPresent = isTotal && this.random.Next(2) == 0,
        };
    }

    private PassageReport Passage() => new()
    {
        Device = this.Device(),
        ReceivedAt = this.Moment(),
        ClockCorrectionMilliseconds = this.Correction(),
        EventId = this.Text(),
        MeasuredAt = this.random.Next(10) == 0 ? default : this.Moment(),
        Channel = this.Name(),
        Class = this.Name(),
        Direction = this.Text(),
        RouteText = this.Text(),
        RouteConfidence = this.Maybe(() => (float)this.random.NextDouble()),
        Confidence = this.Maybe(() => (float)this.random.Next(2)),
    };

    public PassengerCount Load() => new()
    {
        Device = this.Device(),
        ReceivedAt = this.Moment(),
        ClockCorrectionMilliseconds = this.Correction(),
        MeasuredAt = this.Moment(),
        Load = this.Maybe(() => this.random.Next(3) * this.random.Next(100_000)),
        Boardings = this.Maybe(() => this.random.Next(200)),
        Alightings = this.Maybe(() => this.random.Next(200)),
        Door = this.Text(),
        Class = this.Text(),
        TripId = this.Text(),
        RouteId = this.Text(),
        DirectionId = this.Maybe(() => (byte)this.random.Next(2)),
        StartDate = this.Maybe(() => ServiceDate.From(2026, 11, 23).AddDays(this.random.Next(-9000, 9000))),
        StartTime = this.Maybe(() => ServiceTime.FromSeconds(this.random.Next(0, 120 * 3600))),
        StopId = this.Text(),
        OccupancyStatus = this.Maybe(() => (byte)this.random.Next(9)),
        OccupancyPercentage = this.Maybe(() => (short)this.random.Next(1001)),
    };

    private long Correction() => this.Maybe(() => this.random.NextInt64(-1L << 40, 1L << 40)) ?? 0;

    private string Name() => this.Text() ?? "gate-1";

    private DeviceId Device() => DeviceId.Parse(this.random.Next(5) == 0 ? "รถ " + this.random.Next(100) : "bus-" + this.random.Next(1000));

    private Timestamp Moment() => new(this.random.NextInt64(-4_000_000_000_000, 8_000_000_000_000));

    private string? Text() => this.random.Next(2) == 0 ? null : Texts[this.random.Next(this.random.Next(20) == 0 ? Texts.Length : 4)];

    private T? Maybe<T>(Func<T> make)
        where T : struct => this.random.Next(3) == 0 ? null : make();
}
