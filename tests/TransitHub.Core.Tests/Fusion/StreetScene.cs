using System.Globalization;
using System.Text;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>
/// A street that runs east from 13.70 N, 100.50 E with a stop every kilometer (S0, S1, ...; <see cref="MetersApart"/>), the trips a test puts on it, and
/// vehicles given by meters east. The day is Monday 2 March 2026 in Bangkok.
/// </summary>
internal sealed class StreetScene
{
    private const double Latitude = 13.70;
    private const double Longitude = 100.50;
    private const double MetersPerDegree = 111_195;

    private static readonly ServiceDate Day = ServiceDate.From(2026, 3, 2);

    private readonly StringBuilder trips = new("route_id,service_id,trip_id,direction_id,trip_headsign,block_id,shape_id\n");
    private readonly StringBuilder stopTimes = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
    private readonly StringBuilder shapes = new("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n");
    private readonly StringBuilder frequencies = new("trip_id,start_time,end_time,headway_secs,exact_times\n");
    private readonly HashSet<string> drawn = [];
    private readonly List<(string Id, double East)> cameras = [];
    private Schedule? schedule;
    private FusionPipeline? pipeline;
    private int routeType = 3;

    public RejectionLedger Ledger { get; } = new();

    public FusionOptions Options { get; set; } = new();

    /// <summary>Counting devices instead of those of <see cref="Camera"/>; null: those.</summary>
    public DeviceRegistry? Devices { get; init; }

    /// <summary>Meters from one stop to the next, to be set before the first trip; a trip's time from stop to stop does not change with it.</summary>
    public double MetersApart { get; init; } = 1000;

    public Schedule Schedule => this.schedule ??= this.Build();

    public FusionPipeline Pipeline => this.pipeline ??= this.NewPipeline();

    public FusionPipeline NewPipeline() => new(FeedId.Parse("street"), this.Schedule, this.Options, this.Ledger, devices: this.Registry());

    /// <summary>Adds a camera with a line across the street, for those who go east.</summary>
    public StreetScene Camera(string id, double east)
    {
        this.cameras.Add((id, east));
        return this;
    }

    /// <summary>Lets a camera tell of a vehicle.</summary>
    public StreetScene Passage(string camera, string time, string? routeText = null, double clockError = 0, double lateSeconds = 1, string kind = "bus")
    {
        this.Pipeline.Advance(At(time));
        this.Pipeline.Process(new PassageReport
        {
            Device = DeviceId.Parse(camera),
            MeasuredAt = At(time).AddMilliseconds((long)(clockError * 1000)),
            ReceivedAt = At(time).AddSeconds(lateSeconds),
            EventId = $"{camera}-{time}",
            Channel = "line",
            Class = kind,
            Direction = "east",
            RouteText = routeText,
        });
        return this;
    }

    /// <summary>Lets a camera say that it is there, or its last will that it is not.</summary>
    public StreetScene Status(string camera, string time, bool online)
    {
        this.Pipeline.Advance(At(time));
        this.Pipeline.Process(new StatusReport { Device = DeviceId.Parse(camera), ReceivedAt = At(time), Online = online });
        return this;
    }

    /// <summary>What was told of a passage; null: nothing yet.</summary>
    public PassageSnapshot? PassageOf(string camera, string time, string now) =>
        this.Snapshot(now).Passages.FirstOrDefault(p => p.EventId == $"{camera}-{time}");

    private DeviceRegistry? Registry() => this.Devices ?? (this.cameras.Count == 0 ? null : new DeviceRegistry("en", this.cameras.Select(c => this.Make(c.Id, c.East))));

    private CountingDevice Make(string id, double east)
    {
        (double lat, double lon) = Place(east, -20);
        (double Lat, double Lon) other = Place(east, 20);
        (GeoPoint A, GeoPoint B) line = (new GeoPoint(lat, lon), new GeoPoint(other.Lat, other.Lon));
        LineCrossing[] crossings = [.. Enumerable.Range(0, this.Schedule.Patterns.Count).SelectMany(p => CrossingFinder.Find(this.Schedule, p, line, 90))];
        return new CountingDevice
        {
            Id = DeviceId.Parse(id),
            Name = new LocalizedText(id),
            Kind = DeviceKind.Camera,
            At = line.A,
            Channels =
            [
                new CountingChannel
                {
                    Id = "line",
                    Line = line,
                    Passages = ["bus"],
                    IntervalSeconds = 60,
                    ReadsRoutes = true,
                    Directions = [new CountingDirection { Name = "east", Bearing = 90, Routes = [new ServedRoute("R", null, [.. crossings])] }],
                },
            ],
        };
    }

    public StreetScene RouteType(int type)
    {
        this.routeType = type;
        return this;
    }

    /// <summary>Adds a trip.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="start">Departure from its first stop, HH:MM:SS.</param>
    /// <param name="stops">Kilometers east of its stops in order, such as 0 1 2 1 0.</param>
    /// <param name="secondsPerKilometer">Scheduled, without dwell.</param>
    /// <param name="block">Its block_id.</param>
    /// <param name="headsign">Its headsign.</param>
    /// <param name="direction">Its direction_id.</param>
    public StreetScene Trip(
        string id, string start, int[] stops, int secondsPerKilometer = 120, string block = "", string headsign = "", int direction = 0)
    {
        string shape = string.Join('-', stops);
        this.trips.AppendLine(CultureInfo.InvariantCulture, $"R,S,{id},{direction},{headsign},{block},{shape}");
        int seconds = SecondsOf(start);
        for (int i = 0; i < stops.Length; i++)
        {
            seconds += i == 0 ? 0 : Math.Abs(stops[i] - stops[i - 1]) * secondsPerKilometer;
            string text = ServiceTime.FromSeconds(seconds).ToString();
            this.stopTimes.AppendLine(CultureInfo.InvariantCulture, $"{id},{text},{text},S{stops[i]},{i + 1}");
        }

        if (this.drawn.Add(shape))
        {
            for (int i = 0; i < stops.Length; i++)
            {
                (double latitude, double longitude) = Place(stops[i] * this.MetersApart, 0);
                this.shapes.AppendLine(CultureInfo.InvariantCulture, $"{shape},{latitude},{longitude},{i + 1}");
            }
        }

        return this;
    }

    /// <summary>Lets a trip run by headway.</summary>
    public StreetScene EverySeconds(string trip, string from, string to, int headway)
    {
        this.frequencies.AppendLine(CultureInfo.InvariantCulture, $"{trip},{from},{to},{headway},0");
        return this;
    }

    /// <summary>The run of a trip on the scene's day.</summary>
    public TripInstance InstanceOf(string trip) =>
        this.Schedule.Trips.TryFind(trip, out int index) ? new TripInstance(index, Day, this.Schedule.Trips.StartSeconds(index)) : throw new InvalidOperationException($"No trip {trip}.");

    /// <summary>Sends a report.</summary>
    public StreetScene Report(string vehicle, string time, double east, string? trip = null, double north = 0, Func<AvlReport, AvlReport>? with = null)
    {
        AvlReport report = Make(vehicle, time, east, trip, north);
        this.Pipeline.Process(with is null ? report : with(report));
        return this;
    }

    /// <summary>Sends a report every 20 seconds of a drive at an even pace.</summary>
    public StreetScene Drive(string vehicle, string from, double fromEast, string to, double toEast, string? trip = null, Func<AvlReport, AvlReport>? with = null)
    {
        foreach (AvlReport report in MakeDrive(vehicle, from, fromEast, to, toEast, trip))
        {
            this.Pipeline.Process(with is null ? report : with(report));
        }

        return this;
    }

    public static IEnumerable<AvlReport> MakeDrive(string vehicle, string from, double fromEast, string to, double toEast, string? trip)
    {
        int first = SecondsOf(from);
        int last = SecondsOf(to);
        for (int second = first; second <= last; second += 20)
        {
            double share = (double)(second - first) / (last - first);
            yield return Make(vehicle, ServiceTime.FromSeconds(second).ToString(), fromEast + (share * (toEast - fromEast)), trip, 0);
        }
    }

    public static AvlReport Make(string vehicle, string time, double east, string? trip, double north)
    {
        (double latitude, double longitude) = Place(east, north);
        return new AvlReport
        {
            Device = DeviceId.Parse(vehicle),
            MeasuredAt = At(time),
            ReceivedAt = At(time),
            Latitude = latitude,
            Longitude = longitude,
            TripId = trip,
        };
    }

    public HubSnapshot Snapshot(string time) => this.Pipeline.TakeSnapshot(At(time));

    public VehicleSnapshot Vehicle(string vehicle, string time) =>
        this.Snapshot(time).FindVehicle(DeviceId.Parse(vehicle)) ?? throw new InvalidOperationException($"No vehicle {vehicle}.");

    /// <summary>The snapshot of a trip; null: none.</summary>
    public TripSnapshot? FindTrip(string trip, string time) =>
        this.Snapshot(time).Trips.FirstOrDefault(t => this.Schedule.Trips.Id(t.Trip.TripIndex) == trip);

    public TripSnapshot TripOf(string trip, string time) => this.FindTrip(trip, time) ?? throw new InvalidOperationException($"No trip {trip}.");

    public string? TripIdOf(VehicleSnapshot vehicle) => vehicle.Trip is { } trip ? this.Schedule.Trips.Id(trip.TripIndex) : null;

    /// <summary>The moment as Unix seconds.</summary>
    public static long Unix(string time) => At(time).UnixSeconds;

    public static Timestamp At(string time)
    {
        DateTimeOffset midnight = new(Day.Date, TimeOnly.MinValue, TimeSpan.FromHours(7));
        return Timestamp.FromUnixSeconds(midnight.ToUnixTimeSeconds() + SecondsOf(time));
    }

    private static int SecondsOf(string time) =>
        ServiceTime.TryParse(time, out ServiceTime parsed) ? parsed.Seconds : throw new FormatException(time);

    private static (double Latitude, double Longitude) Place(double east, double north) =>
        (Latitude + (north / MetersPerDegree), Longitude + (east / (MetersPerDegree * Math.Cos(Latitude * Math.PI / 180))));

    private Schedule Build()
    {
        StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon\n");
        for (int i = 0; i <= 20; i++)
        {
            (double latitude, double longitude) = Place(i * this.MetersApart, 0);
            stops.AppendLine(CultureInfo.InvariantCulture, $"S{i},Stop {i},{latitude},{longitude}");
        }

        FeedText feed = FeedText.TwoStops()
            .With("stops.txt", stops.ToString().TrimEnd())
            .With("routes.txt", $"""
                route_id,agency_id,route_short_name,route_long_name,route_type
                R,X,63,East Street,{this.routeType}
                """)
            .With("trips.txt", this.trips.ToString().TrimEnd())
            .With("stop_times.txt", this.stopTimes.ToString().TrimEnd())
            .With("shapes.txt", this.shapes.ToString().TrimEnd());
        if (this.frequencies.ToString().Split('\n').Length > 2)
        {
            feed = feed.With("frequencies.txt", this.frequencies.ToString().TrimEnd());
        }

        return feed.Read().Schedule;
    }
}
