using System.Globalization;
using System.Text;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Simulation.Tests.City;

/// <summary>
/// A small city of 2026 in Bangkok: a bus by headway (R-bus), a bus by timetable with blocks (R-timed), a boat along the river (R-boat),
/// a ferry across it (R-ferry) and a train (R-rail). Each runs both ways, all day and until 01:00.
/// </summary>
internal sealed class TestNetwork
{
    private const double MetersPerDegree = 111_000;
    private readonly StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon\n");
    private readonly StringBuilder routes = new("route_id,agency_id,route_short_name,route_long_name,route_type\n");
    private readonly StringBuilder trips = new("route_id,service_id,trip_id,direction_id,trip_headsign,block_id,shape_id\n");
    private readonly StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
    private readonly StringBuilder shapes = new("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n");
    private readonly StringBuilder frequencies = new("trip_id,start_time,end_time,headway_secs,exact_times\n");

    public static Schedule Whole() => new TestNetwork()
        .Headway("R-bus", 3, stops: 16, everyMeters: 450, secondsPerLink: 90, headway: 480, north: 0)
        .Timed("R-timed", 3, stops: 12, everyMeters: 500, secondsPerLink: 100, every: 900, north: 0.03)
        .Headway("R-boat", 4, stops: 10, everyMeters: 1200, secondsPerLink: 270, headway: 900, north: 0.06, isNorthSouth: true)
        .Headway("R-ferry", 4, stops: 2, everyMeters: 400, secondsPerLink: 180, headway: 600, north: 0.09)
        .Headway("R-rail", 1, stops: 12, everyMeters: 1100, secondsPerLink: 95, headway: 300, north: 0.12)
        .Build();

    public static Schedule Bus(int headway = 300, int stops = 20) =>
        new TestNetwork().Headway("R-bus", 3, stops, 450, 90, headway, 0).Build();

    public static Schedule Boat() =>
        new TestNetwork().Headway("R-boat", 4, 10, 1200, 270, 600, 0, isNorthSouth: true).Build();

    public TestNetwork Headway(
        string route, int type, int stops, double everyMeters, int secondsPerLink, int headway, double north, bool isNorthSouth = false)
    {
        this.Line(route, type, stops, everyMeters, north, isNorthSouth);
        for (int direction = 0; direction < 2; direction++)
        {
            string trip = $"{route}-{direction}";
            this.trips.AppendLine(CultureInfo.InvariantCulture, $"{route},S,{trip},{direction},{(direction == 0 ? "Out" : "In")} {route},,{route}-{direction}");
            this.Times(trip, route, stops, direction, 5 * 3600, secondsPerLink);
            this.frequencies.AppendLine(CultureInfo.InvariantCulture, $"{trip},05:00:00,25:00:00,{headway},0");
        }

        return this;
    }

    public TestNetwork Timed(string route, int type, int stops, double everyMeters, int secondsPerLink, int every, double north)
    {
        this.Line(route, type, stops, everyMeters, north, false);
        int round = 2 * (((stops - 1) * secondsPerLink) + 300);
        int vehicles = (int)Math.Ceiling((double)round / every);
        for (int start = 5 * 3600, n = 0; start < 25 * 3600; start += every, n++)
        {
            string block = $"{route}-b{n % vehicles}";
            for (int direction = 0; direction < 2; direction++)
            {
                string trip = $"{route}-{direction}-{n}";
                this.trips.AppendLine(CultureInfo.InvariantCulture, $"{route},S,{trip},{direction},,{block},{route}-{direction}");
                this.Times(trip, route, stops, direction, start + (direction * ((vehicles * every) / 2)), secondsPerLink);
            }
        }

        return this;
    }

    public Schedule Build() => FeedText.TwoStops()
        .With("stops.txt", this.stops.ToString().TrimEnd())
        .With("routes.txt", this.routes.ToString().TrimEnd())
        .With("trips.txt", this.trips.ToString().TrimEnd())
        .With("stop_times.txt", this.times.ToString().TrimEnd())
        .With("shapes.txt", this.shapes.ToString().TrimEnd())
        .With("frequencies.txt", this.frequencies.ToString().TrimEnd())
        .Read().Schedule;

    private void Line(string route, int type, int stops, double everyMeters, double north, bool isNorthSouth)
    {
        this.routes.AppendLine(CultureInfo.InvariantCulture, $"{route},X,{route[2..]},{route} line,{type}");
        for (int i = 0; i < stops; i++)
        {
            (double latitude, double longitude) = Place(i * everyMeters, north, isNorthSouth);
            this.stops.AppendLine(CultureInfo.InvariantCulture, $"{route}-s{i},{route} {i},{latitude},{longitude}");
        }

        for (int direction = 0; direction < 2; direction++)
        {
            int points = (stops - 1) * 4;
            for (int i = 0; i <= points; i++)
            {
                // A way with bends, which all stops lie on.
                double along = (direction == 0 ? i : points - i) * everyMeters / 4;
                (double latitude, double longitude) = Place(along, north, isNorthSouth);
                double bend = i % 4 == 0 ? 0 : 30 / MetersPerDegree;
                this.shapes.AppendLine(CultureInfo.InvariantCulture, $"{route}-{direction},{latitude + (isNorthSouth ? 0 : bend)},{longitude + (isNorthSouth ? bend : 0)},{i + 1}");
            }
        }
    }

    private void Times(string trip, string route, int stops, int direction, int start, int secondsPerLink)
    {
        for (int i = 0; i < stops; i++)
        {
            int stop = direction == 0 ? i : stops - 1 - i;
            string text = ServiceTime.FromSeconds(start + (i * secondsPerLink)).ToString();
            this.times.AppendLine(CultureInfo.InvariantCulture, $"{trip},{text},{text},{route}-s{stop},{i + 1}");
        }
    }

    private static (double Latitude, double Longitude) Place(double along, double north, bool isNorthSouth) => isNorthSouth
        ? (13.75 + north - (along / MetersPerDegree), 100.50)
        : (13.70 + north, 100.40 + (along / (MetersPerDegree * 0.971)));
}
