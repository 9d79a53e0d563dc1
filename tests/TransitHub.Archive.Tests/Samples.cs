using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Archive.Tests;

/// <summary>Short ways to observations and the feed they are of.</summary>
internal static class Samples
{
    /// <summary>Midnight of Monday 2 March 2026 in Bangkok, Unix seconds.</summary>
    public const long Midnight = 1_772_384_400;

    public static FeedId City { get; } = FeedId.Parse("city");

    /// <summary>Stops A and B, and trip T that leaves A at 08:00 and reaches B at 08:05.</summary>
    public static Schedule Schedule { get; } = FeedText.TwoStops().Read().Schedule;

    public static ArchiveSource Source { get; } = new() { Feed = City, Schedule = Schedule };

    /// <summary>So many seconds after that midnight.</summary>
    public static Timestamp At(double seconds) => Timestamp.FromUnixSeconds(Midnight + seconds);

    public static AvlReport Position(double received, string vehicle = "bus-1", double lat = 13.70, string? trip = null) => new()
    {
        Device = DeviceId.Parse(vehicle),
        ReceivedAt = At(received),
        MeasuredAt = At(received - 2),
        Latitude = lat,
        Longitude = 100.50,
        TripId = trip,
    };

    public static StatusReport Status(double received, string device = "cam") => new() { Device = DeviceId.Parse(device), ReceivedAt = At(received), Online = true };

    /// <summary>A bus that runs trip T in five minutes, a fix every 10 s.</summary>
    public static IEnumerable<AvlReport> RunOfT(int day = 0)
    {
        for (int i = 0; i <= 33; i++)
        {
            double along = Math.Clamp(i - 3, 0, 30) / 30.0;
            yield return Position((day * 86_400) + (8 * 3600) - 30 + (i * 10), lat: 13.70 + (0.01 * along), trip: "T");
        }
    }

    /// <summary>Observations of every kind, each field given or left out by chance, and now and then a device whose clock is off by as much as a log can hold.</summary>
    public static IEnumerable<Observation> OfEveryKind(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            DeviceId device = DeviceId.Parse($"รถ {random.Next(20)}");
            Timestamp received = At(i / 10.0);
            long correction = random.Next(3) == 0 ? random.Next(-100_000, 100_000) : 0;
            Timestamp measured = random.Next(20) == 0 ? new Timestamp(random.NextInt64(-8_000_000_000_000_000, 8_000_000_000_000_000)) : received.AddMilliseconds(-random.Next(90_000));
            ServiceDate? date = Maybe(ServiceDate.From(2026, 3, 1 + random.Next(3)));
            ServiceTime? start = Maybe(ServiceTime.FromSeconds(random.Next(30 * 3600)));
            yield return random.Next(5) switch
            {
                0 => new AvlReport
                {
                    Device = device, ReceivedAt = received, MeasuredAt = measured, ClockCorrectionMilliseconds = correction,
                    Latitude = (random.NextDouble() * 180) - 90, Longitude = (random.NextDouble() * 360) - 180,
                    Bearing = Maybe(random.NextSingle() * 360), SpeedMps = Maybe(random.NextSingle() * 30), TripId = Text(), RouteId = Text(),
                    DirectionId = Maybe((byte)random.Next(2)), StartDate = date, StartTime = start, SignText = Text(),
                    OccupancyStatus = Maybe((byte)random.Next(9)), StopId = Text(), DoorsOpen = Maybe(random.Next(2) == 0),
                    AccuracyMeters = Maybe(random.NextSingle() * 50), OdometerMeters = Maybe(random.NextDouble() * 1e6), Label = Text(),
                },
                1 => new PassengerCount
                {
                    Device = device, ReceivedAt = received, MeasuredAt = measured, ClockCorrectionMilliseconds = correction,
                    Load = Maybe(random.Next(90)), Boardings = Maybe(random.Next(3)), Alightings = Maybe(random.Next(3)), Door = Text(), Class = Text(),
                    TripId = Text(), RouteId = Text(), DirectionId = Maybe((byte)random.Next(2)), StartDate = date, StartTime = start, StopId = Text(),
                    OccupancyStatus = Maybe((byte)random.Next(9)), OccupancyPercentage = Maybe((short)random.Next(1000)),
                },
                2 => new TrafficCount
                {
                    Device = device, ReceivedAt = received, ClockCorrectionMilliseconds = correction, Channel = "line-1", Class = "person", Direction = Text(),
                    From = Maybe(measured.AddMilliseconds(-60_000)), To = measured, Count = random.NextInt64(1L << 40), Uptime = Maybe(random.NextSingle()),
                    IsPresent = random.Next(4) == 0,
                },
                3 => new PassageReport
                {
                    Device = device, ReceivedAt = received, MeasuredAt = measured, ClockCorrectionMilliseconds = correction, EventId = Text(), Channel = "line-1",
                    Class = "bus", Direction = Text(), RouteText = Text(), RouteConfidence = Maybe(random.NextSingle()), Confidence = Maybe(random.NextSingle()),
                },
                _ => new StatusReport
                {
                    Device = device, ReceivedAt = received, MeasuredAt = Maybe(measured), Online = random.Next(2) == 0,
                    UptimeSeconds = Maybe(random.NextDouble() * 1e6), Version = Text(), Message = Text(),
                },
            };
        }

        T? Maybe<T>(T value)
            where T : struct => random.Next(3) == 0 ? null : value;

        string? Text() => random.Next(3) == 0 ? null : random.Next(5) == 0 ? string.Empty : $"ป้าย \"{random.Next(100)}\"";
    }
}
