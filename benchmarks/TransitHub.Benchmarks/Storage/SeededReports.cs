using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Storage;

/// <summary>Reports of a fleet that drives north, with the fields a city's vehicles usually send. The same every time.</summary>
internal static class SeededReports
{
    private const long Start = 1_795_413_600_000;

    /// <summary>The reports in the order of arrival; each vehicle reports every ten seconds.</summary>
    public static AvlReport[] Make(int count, int vehicles)
    {
        var random = new Random(5);
        var reports = new AvlReport[count];
        for (int i = 0; i < count; i++)
        {
            int vehicle = i % vehicles;
            long measured = Start + (10_000L * (i / vehicles));
            reports[i] = new AvlReport
            {
                Device = DeviceId.Parse("bus-" + vehicle),
                ReceivedAt = new Timestamp(measured + 1000 + random.Next(2000)),
                MeasuredAt = new Timestamp(measured),
                Latitude = 13.5 + (0.0005 * (i / vehicles % 900)),
                Longitude = 100.3 + (0.6 * vehicle / vehicles),
                Bearing = random.Next(360),
                SpeedMps = 5.5f,
                TripId = "trip-" + vehicle,
                RouteId = "route-" + (vehicle % 100),
                StartDate = ServiceDate.From(2026, 11, 23),
                OccupancyStatus = 1,
            };
        }

        return reports;
    }
}
