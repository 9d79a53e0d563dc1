using TransitHub.Archive.Days;

namespace TransitHub.Archive.Tests.Tables;

public sealed class StopVisitsTests : IDisposable
{
    private readonly ArchiveScene scene = new();

    public void Dispose() => this.scene.Dispose();

    [Fact]
    public async Task Tells_when_the_bus_came_and_left_beside_the_timetable()
    {
        await this.scene.WriteAsync(new MemoryLog().Add(Samples.RunOfT()));

        IReadOnlyList<Dictionary<string, object>> rows = await TableRows.ReadAsync(this.scene.FolderOf(), "stop_visits");

        Assert.Equal(["A", "B"], rows.Select(r => r["stop_id"]));
        Assert.Equal([1, 2], rows.Select(r => r["trip_stop_sequence"]));
        Assert.All(rows, r => Assert.Equal(("T", "T", "bus-1", "R"), (r["trip_id_performed"], r["hub_trip_id"], r["vehicle_id"], r["hub_route_id"])));
        Assert.All(rows, r => Assert.Equal((new DateOnly(2026, 3, 2), true), (r["service_date"], r["hub_is_sharp"])));
        DateTime eight = Samples.Midnight.ToUtc().AddHours(8);
        Assert.Equal([eight, eight.AddMinutes(5)], rows.Select(r => r["schedule_arrival_time"]));
        Assert.InRange((DateTime)rows[0]["actual_departure_time"], eight.AddSeconds(-40), eight.AddSeconds(20));
        Assert.InRange((DateTime)rows[1]["actual_arrival_time"], eight.AddMinutes(4.5), eight.AddMinutes(5.2));
        Assert.Null(rows[1].GetValueOrDefault("actual_departure_time"));
    }

    [Fact]
    public async Task A_visit_stands_on_the_day_of_its_arrival_alone()
    {
        // The same run three days in a row: each day has its own two visits, whatever of the days around it was read to warm up.
        MemoryLog log = new MemoryLog().Add(Enumerable.Range(0, 3).SelectMany(day => Samples.RunOfT(day)));

        foreach (int day in new[] { 0, 1, 2 })
        {
            DayManifest? manifest = await this.scene.WriteAsync(log, day);
            Assert.Equal((34, 2), (RowsOf(manifest, "vehicle_locations"), RowsOf(manifest, "stop_visits")));
        }
    }

    [Fact]
    public async Task Names_the_start_of_a_run_by_headway_and_promises_no_time()
    {
        ArchiveSource byHeadway = Samples.Source with
        {
            Schedule = Testing.Gtfs.FeedText.TwoStops().With("frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nT,07:00:00,10:00:00,600,0").Read().Schedule,
        };

        await this.scene.WriteAsync(new MemoryLog().Add(Samples.RunOfT()), source: byHeadway);

        IReadOnlyList<Dictionary<string, object>> rows = await TableRows.ReadAsync(this.scene.FolderOf(), "stop_visits");
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Equal($"T@{r["hub_start_time"]}", r["trip_id_performed"]));
        Assert.All(rows, r => Assert.Null(r.GetValueOrDefault("schedule_arrival_time")));
    }

    [Fact]
    public async Task Is_empty_where_nobody_wants_it_or_there_is_no_timetable()
    {
        MemoryLog log = new MemoryLog().Add(Samples.RunOfT());

        DayManifest? unwanted = await this.scene.WriteAsync(log, source: Samples.Source with { StopVisits = false });
        DayManifest? unknown = await this.scene.WriteAsync(log, source: Samples.Source with { Schedule = TransitHub.Gtfs.Schedule.Empty });

        Assert.Equal((0, 34, "UTC"), (RowsOf(unwanted, "stop_visits"), RowsOf(unknown, "vehicle_locations"), unknown!.TimeZone));
        Assert.Equal((0, null), (RowsOf(unknown, "stop_visits"), unknown.FeedVersion));
    }

    private static long RowsOf(DayManifest? manifest, string table) => manifest!.Files.Single(f => f.Name == table + ".parquet").Rows;
}
