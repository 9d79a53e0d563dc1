using System.Text.Json;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Simulation.Cities;

namespace TransitHub.Simulation.Tests.Cities;

/// <summary>Where the lines of the sample city run: at their stops, and boats on the water.</summary>
public sealed class SampleCityPlacesTests
{
    private const double FarthestStopMeters = 100;
    private const double FarthestStationMeters = 60;

    /// <summary>Half of the river's greatest width, and what the center line is off.</summary>
    private const double FarthestFromRiverMeters = 350;

    private static readonly SampleCity City = SampleCity.Load();

    public static TheoryData<string> Lines => [.. City.Network.Lines.Select(line => line.Id)];

    public static TheoryData<string> RiverLines => [.. City.Network.Lines
        .Where(line => line.Operator.Id is "chao-phraya-express" or "cross-river-ferries").Select(line => line.Id)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Stops_lie_at_the_way_of_their_line(string id)
    {
        LineSheet line = City.Network.FindLine(id)!;
        double limit = line.Mode.Name is "metro" or "rail" or "monorail" ? FarthestStationMeters : FarthestStopMeters;
        foreach (LineDirection direction in line.Directions)
        {
            Assert.All(direction.Stops, call => Assert.True(
                Distance(call.Stop.Place, direction.Path.Points) <= limit, $"{call.Stop.Id} lies {Distance(call.Stop.Place, direction.Path.Points):F0} m off"));
        }
    }

    [Theory]
    [MemberData(nameof(RiverLines))]
    public void Boats_of_the_river_stay_on_it(string id)
    {
        GeoPoint[] river = Way("chao-phraya");
        GeoPoint[] shortcut = Way("lat-kret");
        foreach (LineDirection direction in City.Network.FindLine(id)!.Directions)
        {
            Assert.All(Densified(direction.Path.Points), point => Assert.True(
                Math.Min(Distance(point, river), Distance(point, shortcut)) <= FarthestFromRiverMeters, $"{point} is on land"));
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Vehicles_need_no_wonders_to_keep_the_timetable(string id)
    {
        LineSheet line = City.Network.FindLine(id)!;
        double fastestKmh = line.Mode.Name switch { "rail" => 110, "metro" or "monorail" => 80, "bus" => 60, _ => 30 };
        foreach (LineTravel travel in line.Travel)
        {
            foreach (LineDirection direction in line.Directions)
            {
                int[] runs = [.. travel.RunSeconds(direction)];
                for (int link = 0; link < runs.Length; link++)
                {
                    double meters = direction.Stops[link + 1].OffsetMeters - direction.Stops[link].OffsetMeters;
                    Assert.InRange(meters / runs[link] * 3.6, 0.5, fastestKmh);
                }
            }
        }
    }

    private static GeoPoint[] Way(string name)
    {
        using JsonDocument json = JsonDocument.Parse(SampleCity.Sheets.Open($"ways/{name}.geojson"));
        return [.. json.RootElement.GetProperty("coordinates").EnumerateArray().Select(pair => new GeoPoint(pair[1].GetDouble(), pair[0].GetDouble()))];
    }

    /// <summary>Points at most 20 m apart.</summary>
    private static IEnumerable<GeoPoint> Densified(IReadOnlyList<GeoPoint> path)
    {
        for (int at = 1; at < path.Count; at++)
        {
            int parts = (int)(path[at - 1].DistanceTo(path[at]) / 20) + 1;
            for (int part = 0; part <= parts; part++)
            {
                double share = (double)part / parts;
                yield return new GeoPoint(
                    path[at - 1].Lat + (share * (path[at].Lat - path[at - 1].Lat)), path[at - 1].Lon + (share * (path[at].Lon - path[at - 1].Lon)));
            }
        }
    }

    private static double Distance(GeoPoint point, IReadOnlyList<GeoPoint> path)
    {
        double best = double.MaxValue;
        double metersPerDegreeLat = point.DistanceTo(point with { Lat = point.Lat + 0.001 }) * 1000;
        double metersPerDegreeLon = point.DistanceTo(point with { Lon = point.Lon + 0.001 }) * 1000;
        for (int at = 1; at < path.Count; at++)
        {
            var (ax, ay) = Local(path[at - 1]);
            var (bx, by) = Local(path[at]);
            double square = ((bx - ax) * (bx - ax)) + ((by - ay) * (by - ay));
            double share = square == 0 ? 0 : Math.Clamp(-((ax * (bx - ax)) + (ay * (by - ay))) / square, 0, 1);
            best = Math.Min(best, Math.Sqrt(Math.Pow(ax + (share * (bx - ax)), 2) + Math.Pow(ay + (share * (by - ay)), 2)));
        }

        return best;

        (double X, double Y) Local(GeoPoint other) => ((other.Lon - point.Lon) * metersPerDegreeLon, (other.Lat - point.Lat) * metersPerDegreeLat);
    }
}
