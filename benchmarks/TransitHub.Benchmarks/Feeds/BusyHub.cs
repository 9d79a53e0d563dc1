using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Feeds;

/// <summary>
/// A large hub from a seed: 50,000 vehicles, each on a run of its own, and 5,000 or more runs predicted at 30 stops. Two states
/// that follow each other differ in every tenth vehicle and run.
/// </summary>
internal sealed class BusyHub
{
    public const int Vehicles = 50_000;
    public const int Trips = 5_000;
    public const int StopsPerTrip = 30;
    private static readonly ServiceDate FirstDay = ServiceDate.From(2026, 11, 23);
    private readonly Random chance = new(20261123);
    private readonly Schedule schedule = ReadSchedule();

    /// <summary>Makes it.</summary>
    /// <param name="trips">Predicted runs, at most as many as vehicles.</param>
    public BusyHub(int trips = Trips)
    {
        this.Now = Timestamp.FromUnixSeconds(this.schedule.ToUnixSeconds(FirstDay, 8 * 3600));
        VehicleSnapshot[] vehicles = [.. Enumerable.Range(0, Vehicles).Select(this.Vehicle)];
        (int Number, TripSnapshot Trip)[] predicted = [.. Enumerable.Range(0, trips).Select(i => (i, this.Trip(i))).OrderBy(t => t.Item2.Trip)];
        this.First = this.Snapshot(1, vehicles, [.. predicted.Select(p => p.Trip)]);
        this.Second = this.Snapshot(
            2,
            [.. vehicles.Select((vehicle, i) => i % 10 == 0 ? this.Vehicle(i) : vehicle)],
            [.. predicted.Select(p => p.Number % 10 == 0 ? this.Trip(p.Number) : p.Trip)]);
    }

    public Timestamp Now { get; }

    public HubSnapshot First { get; }

    public HubSnapshot Second { get; }

    private HubSnapshot Snapshot(long sequence, VehicleSnapshot[] vehicles, TripSnapshot[] trips) => new()
    {
        Sequence = sequence,
        Feed = FeedId.Parse("busy"),
        CreatedAt = this.Now,
        Schedule = this.schedule,
        Vehicles = [.. vehicles],
        Trips = [.. trips],
        Changes = SnapshotChanges.None,
    };

    private VehicleSnapshot Vehicle(int number) => new()
    {
        Id = DeviceId.Parse(string.Create(CultureInfo.InvariantCulture, $"bus-{number:00000}")),
        Latitude = 13.7 + (this.chance.NextDouble() / 10),
        Longitude = 100.5 + (this.chance.NextDouble() / 10),
        Bearing = this.chance.Next(360),
        SpeedMps = this.chance.NextSingle() * 20,
        MeasuredAt = this.Measured(),
        ReceivedAt = this.Now,
        Phase = VehiclePhase.InService,
        Trip = Run(number),
        StopPosition = this.chance.Next(StopsPerTrip),
        OccupancyStatus = (byte)this.chance.Next(6),
    };

    private TripSnapshot Trip(int number)
    {
        ImmutableArray<StopPrediction>.Builder stops = ImmutableArray.CreateBuilder<StopPrediction>(StopsPerTrip);
        long time = this.Now.UnixSeconds;
        for (int position = 0; position < StopsPerTrip; position++)
        {
            time += 60 + this.chance.Next(60);
            stops.Add(new StopPrediction
            {
                Position = position,
                Arrival = time,
                Departure = time + 15,
                Quantiles = new ArrivalQuantiles(-20, 0, 15, 40, 20 + (position * 10)),
            });
        }

        return new TripSnapshot
        {
            Trip = Run(number),
            Vehicle = DeviceId.Parse(string.Create(CultureInfo.InvariantCulture, $"bus-{number:00000}")),
            IsCurrent = true,
            MeasuredAt = this.Measured(),
            DelaySeconds = this.chance.Next(600),
            Stops = stops.MoveToImmutable(),
        };
    }

    /// <summary>After every moment that a benchmark comes to, so that nothing grows too old in a run of it.</summary>
    private Timestamp Measured() => this.Now.AddSeconds(30 * 86_400 + this.chance.Next(60));

    private static TripInstance Run(int number) => new(number % Trips, FirstDay.AddDays(number / Trips), 8 * 3600);

    private static Schedule ReadSchedule()
    {
        Dictionary<string, StringBuilder> files = new()
        {
            ["agency.txt"] = new("agency_name,agency_url,agency_timezone\nBusy,https://example.org,Asia/Bangkok\n"),
            ["calendar.txt"] = new("service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nd,1,1,1,1,1,1,1,20260101,20271231\n"),
            ["routes.txt"] = new("route_id,route_short_name,route_type\n"),
            ["stops.txt"] = new("stop_id,stop_name,stop_lat,stop_lon\n"),
            ["trips.txt"] = new("route_id,service_id,trip_id,direction_id\n"),
            ["stop_times.txt"] = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"),
            ["feed_info.txt"] = new("feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nBusy,https://example.org,en,2026-11-23\n"),
        };
        CultureInfo plain = CultureInfo.InvariantCulture;
        for (int route = 0; route < 200; route++)
        {
            files["routes.txt"].Append(plain, $"route-{route},{route},3\n");
            for (int stop = 0; stop < StopsPerTrip; stop++)
            {
                files["stops.txt"].Append(plain, $"stop-{(route * 100) + stop:000000},Stop,{13.7 + (route * 0.001)},{100.5 + (stop * 0.004)}\n");
            }
        }

        for (int trip = 0; trip < Trips; trip++)
        {
            int route = trip % 200;
            files["trips.txt"].Append(plain, $"route-{route},d,{route:000}-weekday-{trip:000000},{trip % 2}\n");
            for (int stop = 0; stop < StopsPerTrip; stop++)
            {
                ServiceTime time = ServiceTime.FromSeconds((8 * 3600) + (stop * 90));
                files["stop_times.txt"].Append(plain, $"{route:000}-weekday-{trip:000000},{time},{time},stop-{(route * 100) + stop:000000},{stop + 1}\n");
            }
        }

        MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, StringBuilder text) in files)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(text.ToString()));
            }
        }

        stream.Position = 0;
        return ScheduleReader.Read(stream).Schedule;
    }
}
