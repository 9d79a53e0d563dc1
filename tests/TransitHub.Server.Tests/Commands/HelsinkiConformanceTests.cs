using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

/// <summary>
/// Real MQTT messages of Helsinki, held against all rules. Its timetable of then is not there, so one is made of what the vehicles say they run: for each run
/// two stops on the way it drives. Times and places of that timetable prove nothing; what the hub makes of it must keep the rules all the same.
/// </summary>
public sealed class HelsinkiConformanceTests : IDisposable
{
    private const string Messages = "helsinki/hfp-2500.txt.gz";
    private const double MetersPerDegree = 111_195;
    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_replay_of_recorded_messages_keeps_the_rules()
    {
        Assert.SkipUnless(SharedData.Has(Messages), SharedData.SkipReason);
        using MemoryStream zip = Timetable(await RunsAsync()).ToZip();
        string gtfs = this.folder.Write("helsinki.zip", zip.ToArray());
        string realtime = this.folder.In("helsinki");
        CommandRun replay = await CommandRun.Of(
            "replay", "--feed", "hsl", "--gtfs", gtfs, "--input", SharedData.Path(Messages), "--format", "mqtt-text", "--out", realtime, "--every", "1");
        Assert.Equal((0, string.Empty), (replay.ExitCode, replay.Error));
        CommandRun run = await CommandRun.Of("validate", "--gtfs", gtfs, "--realtime", realtime);

        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.True((int)json["summary"]!["entities"]! > 1000, run.Output);
        Assert.Empty(json["notices"]!.AsArray().Select(one => $"{one!["code"]} {one["totalNotices"]}: {one["sampleNotices"]![0]?["message"]}"));
        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>The runs that messages name, each with where and which way its vehicle was first.</summary>
    private static async Task<Dictionary<(string Route, string Direction, string Start), (double Lat, double Lon, double Heading)>> RunsAsync()
    {
        Dictionary<(string, string, string), (double, double, double)> runs = [];
        await using var unpacked = new GZipStream(File.OpenRead(SharedData.Path(Messages)), CompressionMode.Decompress);
        using StreamReader lines = new(unpacked);
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // A headsign in the topic may have spaces.
            int payload = line.IndexOf('{', StringComparison.Ordinal);
            string[] topic = line[line.IndexOf('/', StringComparison.Ordinal)..payload].Split('/');
            JsonNode said = JsonNode.Parse(line[payload..])!["VP"]!;
            if (topic is [_, _, _, "journey", ..] && topic.Length > 11 && topic[8].Length > 0 && said["lat"] is not null && said["long"] is not null && said["oday"] is not null)
            {
                runs.TryAdd((topic[8], topic[9], topic[11]), ((double)said["lat"]!, (double)said["long"]!, (double?)said["hdg"] ?? 0));
            }
        }

        return runs;
    }

    private static FeedText Timetable(Dictionary<(string Route, string Direction, string Start), (double Lat, double Lon, double Heading)> runs)
    {
        StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon");
        StringBuilder trips = new("route_id,service_id,trip_id,direction_id");
        StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence");
        int number = 0;
        foreach (((string route, string direction, string start), (double lat, double lon, double heading)) in runs)
        {
            number++;
            string end = $"{int.Parse(start[..2], CultureInfo.InvariantCulture) + 1:00}{start[2..]}";
            foreach ((string stop, double along, string time, int sequence) in ((string, double, string, int)[])[("a", -400, start, 1), ("b", 1200, end, 2)])
            {
                double north = along * Math.Cos(heading * Math.PI / 180) / MetersPerDegree;
                double east = along * Math.Sin(heading * Math.PI / 180) / MetersPerDegree / Math.Cos(lat * Math.PI / 180);
                stops.Append(CultureInfo.InvariantCulture, $"\n{number}{stop},Stop {number}{stop},{lat + north:F6},{lon + east:F6}");
                times.Append(CultureInfo.InvariantCulture, $"\n{number},{time}:00,{time}:00,{number}{stop},{sequence}");
            }

            trips.Append(CultureInfo.InvariantCulture, $"\n{route},S,{number},{int.Parse(direction, CultureInfo.InvariantCulture) - 1}");
        }

        string routes = string.Join('\n', runs.Keys.Select(r => r.Route).Distinct().Select(r => $"{r},X,{r},3"));
        return FeedText.Empty()
            .With("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nX,Example,https://example.org,Europe/Helsinki")
            .With("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20180101,20181231")
            .With("routes.txt", "route_id,agency_id,route_short_name,route_type\n" + routes)
            .With("stops.txt", stops.ToString())
            .With("trips.txt", trips.ToString())
            .With("stop_times.txt", times.ToString());
    }
}
