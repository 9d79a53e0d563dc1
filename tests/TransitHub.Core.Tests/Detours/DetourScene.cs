using System.Globalization;
using System.IO.Compression;
using System.Text;
using TransitHub.Core.Alerting;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Detours;

/// <summary>
/// A street from west to east with ten stops 500 m apart, two lines with a trip every ten minutes and one by headway, and drivers who keep to it or go round the stops
/// d and e: 300 m to the north at 1,150 m, back at 2,350 m. Reports go through the whole pipeline every ten seconds.
/// </summary>
internal sealed class DetourScene
{
    public const double LeaveMeters = 1150;
    public const double ReturnMeters = 2350;
    public const double AsideMeters = 300;
    private const double NextStreetMeters = 100;

    /// <summary>A link of 500 m in a minute.</summary>
    private const double SpeedMps = 500 / 60.0;

    private const double South = 13.70;
    private const double West = 100.50;
    private static readonly ServiceDate Day = ServiceDate.From(2026, 11, 23);
    private readonly FusionPipeline pipeline = new(FeedId.Parse("city"), Network, new FusionOptions(), new RejectionLedger());
    private readonly List<Driver> drivers = [];

    public DetourScene(AlertOptions? options = null) => this.Watch = new AlertWatch(options ?? Options);

    /// <summary>Detours alone, told at once.</summary>
    public static AlertOptions Options { get; } =
        new AlertOptions().WithPolicy(AlertPolicy.Off) with { Detour = AlertPolicy.Publish, MinHeardVehicles = 1 };

    public static Schedule Network { get; } = Read();

    /// <summary>Seven o'clock, when the first trip starts.</summary>
    public static long Seven { get; } = Network.ToUnixSeconds(Day, 25_200);

    public AlertWatch Watch { get; set; }

    public HubSnapshot State { get; private set; } = HubSnapshot.Empty(FeedId.Parse("city"), Network, Timestamp.FromUnixSeconds(Seven));

    public long Now { get; private set; } = Seven - 60;

    /// <summary>What was found of detours, as told.</summary>
    public IReadOnlyList<Core.Detours.Detour> Found => [.. this.Watch.Episodes.Select(e => e.Evidence.Detour!)];

    /// <summary>The n-th trip of a line, which starts n times ten minutes behind seven.</summary>
    public DetourScene Drive(int number, Way way, string line = "ten", string? vehicle = null)
    {
        this.drivers.Add(new Driver(vehicle ?? $"{line}-bus-{number}", line == "often" ? "often-0" : $"{line}-{number}", Seven + (number * 600), way));
        return this;
    }

    /// <summary>Lets time pass to so many minutes behind seven.</summary>
    public DetourScene To(double minutes)
    {
        for (; this.Now <= Seven + (minutes * 60); this.Now += 10)
        {
            foreach (Driver driver in this.drivers)
            {
                this.Report(driver);
            }

            this.State = this.pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(this.Now));
            this.Watch.Observe(this.State);
        }

        return this;
    }

    private void Report(Driver driver)
    {
        double driven = Math.Max(0, (this.Now - driver.StartsAt) * SpeedMps);
        if (this.Now < driver.StartsAt - 60 || !Place(driver.Way, driven, this.Now, out double east, out double north))
        {
            return;
        }

        this.pipeline.Process(new AvlReport
        {
            Device = DeviceId.Parse(driver.Vehicle),
            ReceivedAt = Timestamp.FromUnixSeconds(this.Now),
            MeasuredAt = Timestamp.FromUnixSeconds(this.Now),
            Latitude = South + (north / 111_000),
            Longitude = West + (east / Stretch),
            TripId = driver.Trip,
            StartDate = Day,
            StartTime = driver.Trip.StartsWith("often", StringComparison.Ordinal) ? ServiceTime.FromSeconds((int)(driver.StartsAt - Seven) + 25_200) : null,
        });
    }

    /// <summary>Meters in a degree of longitude there.</summary>
    private static double Stretch => Geometry.Distance(South, West, South, West + 1);

    private static bool Place(Way way, double driven, long now, out double east, out double north)
    {
        (east, north) = (driven, 0);
        switch (way)
        {
            case Way.Round or Way.NextStreet or Way.Lost when driven > LeaveMeters:
                double aside = way == Way.NextStreet ? NextStreetMeters : AsideMeters;
                double beyond = driven - LeaveMeters;
                double across = ReturnMeters - LeaveMeters;
                north = Math.Clamp(Math.Min(beyond, way == Way.Lost ? double.MaxValue : (2 * aside) + across - beyond), 0, aside);
                east = LeaveMeters + Math.Clamp(beyond - aside, 0, way == Way.Lost ? double.MaxValue : across) + Math.Max(0, beyond - across - (2 * aside)) * (way == Way.Lost ? 0 : 1);
                break;
            case Way.Jumping:
                north = now % 70 == 0 ? 400 : 0;
                break;
            case Way.ByTheStops:
                // To the next street between two stops, and back before the next one.
                north = driven is > 1120 and < 1380 ? 150 : 0;
                break;
        }

        return east <= 4520;
    }

    private static Schedule Read()
    {
        MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nA,Agency,https://example.org,Asia/Bangkok");
            Write(zip, "stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n" + string.Join('\n', Enumerable.Range(0, 10).Select(i => Line($"{(char)('a' + i)},Stop {i},{South},{West + (i * 500 / Stretch)}"))));
            Write(zip, "routes.txt", "route_id,agency_id,route_short_name,route_type\nten,A,10,3\ntwenty,A,20,3\noften,A,O,3");
            Write(zip, "calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\ndaily,1,1,1,1,1,1,1,20260101,20271231");
            Write(zip, "shapes.txt", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + string.Join('\n', Enumerable.Range(0, 46).Select(i => Line($"street,{South},{West + (i * 100 / Stretch)},{i}"))));
            StringBuilder trips = new("route_id,service_id,trip_id,direction_id,shape_id\noften,daily,often-0,0,street");
            StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence");
            Times(times, "often-0", 0, 0);
            for (int i = 0; i < 60; i++)
            {
                trips.Append(Line($"\nten,daily,ten-{i},0,street\ntwenty,daily,twenty-{i},0,street"));
                Times(times, $"ten-{i}", 25_200 + (i * 600), 0);
                Times(times, $"twenty-{i}", 25_320 + (i * 600), 1);
            }

            Write(zip, "trips.txt", trips.ToString());
            Write(zip, "stop_times.txt", times.ToString());
            Write(zip, "frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\noften-0,05:00:00,23:00:00,600,0");
        }

        stream.Position = 0;
        return ScheduleReader.Read(stream).Schedule;
    }

    private static void Times(StringBuilder text, string trip, int start, int first)
    {
        for (int i = first; i < 10; i++)
        {
            string time = ServiceTime.FromSeconds(start + ((i - first) * 60)).ToString();
            text.Append(Line($"\n{trip},{time},{time},{(char)('a' + i)},{(i + 1) * 10}"));
        }
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using Stream entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Driver(string Vehicle, string Trip, long StartsAt, Way Way);
}

/// <summary>How somebody drives.</summary>
internal enum Way
{
    /// <summary>Along the line.</summary>
    Regular,

    /// <summary>Round the stops d and e, and back.</summary>
    Round,

    /// <summary>The same, only a street farther.</summary>
    NextStreet,

    /// <summary>Round, and never back.</summary>
    Lost,

    /// <summary>Along the line with a receiver that now and then errs by 400 m.</summary>
    Jumping,

    /// <summary>Off the line between two stops.</summary>
    ByTheStops,
}
