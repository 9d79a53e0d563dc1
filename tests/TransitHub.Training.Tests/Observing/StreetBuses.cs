using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Training.Tests.Observing;

/// <summary>
/// Buses that run there and back all morning along a street that goes 3 km north and then 3 km east, with a stop every 600 m at which they stand for 20 s.
/// They report every so many seconds, some meters off. The truth is known, since it was made here.
/// </summary>
internal static class StreetBuses
{
    /// <summary>2026-03-02 06:00:00 in Bangkok.</summary>
    public const long Start = 1_772_406_000;

    public const double Length = 6000;

    public const int Stops = 11;

    private const double Spacing = 600;
    private const double Speed = 10;
    private const double Dwell = 20;
    private const double Layover = 420;
    private const double South = 13.7;
    private const double West = 100.5;
    private const double PerLatitude = 110_620;
    private const double PerLongitude = 108_170;

    /// <summary>Seconds of a run from leaving the first stop to coming to the last.</summary>
    public static double RunSeconds => (Length / Speed) + ((Stops - 2) * Dwell);

    /// <summary>Where the street is so many meters from its south end.</summary>
    public static (double Lat, double Lon) At(double along) =>
        (South + (Math.Min(along, 3000) / PerLatitude), West + (Math.Max(0, along - 3000) / PerLongitude));

    /// <summary>Reports of several buses, one leaving every so many seconds, in order of time.</summary>
    public static List<AvlReport> Reports(int buses, double everySeconds, double pingSeconds, double noiseMeters, string? route = null)
    {
        Random chance = new(7);
        List<AvlReport> reports = [];
        for (int bus = 0; bus < buses; bus++)
        {
            for (double at = chance.NextDouble() * pingSeconds; at < 4 * 3600; at += pingSeconds)
            {
                if (Along(at - (bus * everySeconds)) is { } along)
                {
                    (double lat, double lon) = At(along);
                    double Noise() => (chance.NextDouble() + chance.NextDouble() - 1) * noiseMeters;
                    reports.Add(new AvlReport
                    {
                        Device = DeviceId.Parse($"bus-{bus}"),
                        MeasuredAt = Timestamp.FromUnixSeconds(Start + at),
                        ReceivedAt = Timestamp.FromUnixSeconds(Start + at + 2),
                        Latitude = lat + (Noise() / PerLatitude),
                        Longitude = lon + (Noise() / PerLongitude),
                        RouteId = route,
                    });
                }
            }
        }

        return [.. reports.OrderBy(r => r.MeasuredAt.UnixMilliseconds)];
    }

    /// <summary>Where a bus is that began so many seconds ago; null: not out yet.</summary>
    private static double? Along(double since)
    {
        if (since < -Layover)
        {
            return null;
        }

        double cycle = RunSeconds + Layover;
        int run = (int)Math.Floor((since + Layover) / cycle);
        double into = since + Layover - (run * cycle) - Layover;
        double along = into <= 0 ? 0 : Driven(into);
        return run % 2 == 0 ? along : Length - along;
    }

    private static double Driven(double seconds)
    {
        double link = Spacing / Speed;
        int passed = (int)(seconds / (link + Dwell));
        return Math.Min(Length, (passed * Spacing) + (Math.Min(link, seconds - (passed * (link + Dwell))) * Speed));
    }
}
