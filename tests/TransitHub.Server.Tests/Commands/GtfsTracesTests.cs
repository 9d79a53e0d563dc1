using System.Globalization;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

/// <summary>--traces of <c>gtfs build</c> and <c>gtfs complete</c>: what goes straight from stop to stop gets the way that vehicles took.</summary>
public sealed class GtfsTracesTests : IDisposable
{
    /// <summary>From A east to a corner and then north to B.</summary>
    private static readonly (double Lat, double Lon)[] Corner = [.. Enumerable.Range(0, 12).Select(i => (13.70, 100.50 + (i * 0.0005))), .. Enumerable.Range(0, 21).Select(i => (13.70 + (i * 0.0005), 100.5055))];

    private readonly TemporaryFeeds feeds = new(FeedText.TwoStops().With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha,13.70,100.50\nB,Beta,13.71,100.5055"));

    public void Dispose() => this.feeds.Dispose();

    [Fact]
    public async Task Gives_shapes_to_a_feed_that_has_stops_only()
    {
        (string zip, string again) = (this.feeds.New("c.zip"), this.feeds.New("d.zip"));
        CommandRun run = await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.GeoJson(), "--min-traces", "1", "--out", zip);
        await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.GeoJson(), "--min-traces", "1", "--out", again);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("1 of 1 ways were drawn from traces; 1 of 1 parts from stop to stop were seen", run.Output, StringComparison.Ordinal);
        Assert.Contains("100 % of the traces fit", run.Output, StringComparison.Ordinal);
        Schedule schedule = Read(zip);
        Assert.InRange(schedule.Geometries[schedule.Patterns.GeometryIndex(0)].LengthMeters, 1650, 1750);
        Assert.StartsWith("way-", schedule.Shapes.Id(schedule.Trips.ShapeIndex(0)), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(zip, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Draws_what_is_straight_in_line_sheets_and_nothing_else()
    {
        string sheets = this.feeds.New("sheets");
        Directory.CreateDirectory(Path.Combine(sheets, "lines"));
        await File.WriteAllTextAsync(Path.Combine(sheets, "network.yaml"), """
            feed: {publisher: Example, url: "https://feed.example.org", language: en, timezone: Asia/Bangkok, contact_email: a@example.org, valid: {from: 2026-01-01, to: 2027-12-31}}
            operators: {x: {name: Example Buses, url: "https://buses.example.org"}}
            vehicles: {bus: {capacity: 80}}
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(sheets, "lines", "one.yaml"), Line("one", "{straight: true}"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(sheets, "lines", "two.yaml"), Line("two", "{points: [[13.70, 100.50], [13.705, 100.502], [13.71, 100.5055]]}"), TestContext.Current.CancellationToken);
        (string plain, string drawn) = (this.feeds.New("plain.zip"), this.feeds.New("drawn.zip"));
        await CommandRun.Of("gtfs", "build", sheets, "--out", plain);
        CommandRun run = await CommandRun.Of("gtfs", "build", sheets, "--traces", this.Gpx(), "--min-traces", "1", "--out", drawn);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 of 1 ways were drawn from traces", run.Output, StringComparison.Ordinal);
        (Schedule before, Schedule after) = (Read(plain), Read(drawn));
        Assert.InRange(Length(before, "one"), 1200, 1300);
        Assert.InRange(Length(after, "one"), 1650, 1750);
        Assert.Equal(Length(before, "two"), Length(after, "two"));
        Assert.NotEqual(before.FeedInfo!.Version, after.FeedInfo!.Version);
        Assert.True(after.Trips.EndSeconds(0) > before.Trips.EndSeconds(0), "A longer way at the same speed takes longer.");
    }

    [Fact]
    public async Task Says_what_is_wrong_with_traces()
    {
        string zip = this.feeds.New("c.zip");
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], "--out", zip)).AssertFailed(2, "Give the folder of the sheets, or --traces, or both");
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces-format", "positions-csv", "--out", zip)).AssertFailed(2, "--traces-format says what --traces are");
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.Text("t.gpx", "<gpx"), "--out", zip)).AssertFailed(1, "is not what its name says");
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.Text("t.geojson", """{"type":"LineString","coordinates":[[500,1],[1,1]]}"""), "--out", zip)).AssertFailed(1, "is no place on Earth");
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.Text("t.geojson", """{"type":"Point","coordinates":[1,1]}"""), "--out", zip)).AssertFailed(1, "holds no line of two places or more");
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.feeds.New("nothing.gpx"), "--out", zip)).AssertFailed(2, "cannot be read");
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.GeoJson(), "--min-traces", "0", "--out", zip)).AssertFailed(2, "--min-traces");
    }

    [Fact]
    public async Task Too_few_traces_leave_a_pattern_straight_and_say_so()
    {
        CommandRun run = await CommandRun.Of("gtfs", "complete", this.feeds[0], "--traces", this.GeoJson(), "--out", this.feeds.New("c.zip"));

        Assert.Contains("0 of 1 ways were drawn from traces", run.Output, StringComparison.Ordinal);
        Assert.Contains("too little of it was seen; it stays straight", run.Output, StringComparison.Ordinal);
    }

    private static string Line(string id, string path) => $$"""
        line: {{id}}
        operator: x
        mode: bus
        number: "{{id}}"
        name: Alpha - Beta
        color: "20558A"
        vehicle: bus
        stops: [{{(id == "one" ? "{id: A, name: Alpha, at: [13.70, 100.50]}, {id: B, name: Beta, at: [13.71, 100.5055]}" : "A, B")}}]
        path: {{path}}
        directions: [{}]
        travel: {speed_kmh: 20}
        service: {days: weekday, departures: [08:00]}
        """;

    private static Schedule Read(string zip) => ScheduleReader.Read(zip, cancellationToken: TestContext.Current.CancellationToken).Schedule;

    private static float Length(Schedule schedule, string route)
    {
        Assert.True(schedule.Routes.TryFind(route, out int index));
        return schedule.Geometries[schedule.Patterns.GeometryIndex(schedule.Routes.Patterns(index)[0])].LengthMeters;
    }

    private string GeoJson() => this.Text("t.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":["
        + string.Join(',', Corner.Select(p => string.Create(CultureInfo.InvariantCulture, $"[{p.Lon},{p.Lat}]"))) + "]}}]}");

    private string Gpx() => this.Text("t.gpx", "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><trkseg>"
        + string.Concat(Corner.Select(p => string.Create(CultureInfo.InvariantCulture, $"<trkpt lat=\"{p.Lat}\" lon=\"{p.Lon}\"/>"))) + "</trkseg></trk></gpx>");

    private string Text(string name, string text)
    {
        string path = this.feeds.New(name);
        File.WriteAllText(path, text);
        return path;
    }
}
