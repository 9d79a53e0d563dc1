using System.Globalization;
using System.Text.Json.Nodes;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Simulation.Recordings;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private const long Departure = ReplayFolder.Departure;

    /// <summary>A camera halfway between the two stops that sees buses pass north.</summary>
    private const string Camera = """
        devices:
          - id: cam
            name: {en: Camera}
            at: [13.7050, 100.5002]
            channels:
              - {id: line, line: [[13.7050, 100.4998], [13.7050, 100.5002]], counts: [bus], passages: [bus], directions: {north: {bearing: 0, routes: [{route: R}]}}}
        """;

    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Writes_snapshots_on_whole_multiples_of_the_interval()
    {
        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()), more: ["--every", "60"]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        long[] expected = [.. Enumerable.Range(1, 6).Select(i => Departure + (i * 60L))];
        Assert.Equal(expected, this.folder.Snapshots("vehicle-positions"));
        Assert.Equal(expected, this.folder.Snapshots("trip-updates"));
        Assert.Equal(expected, this.folder.Snapshots("alerts"));
    }

    [Fact]
    public async Task Alerts_that_the_hub_finds_are_in_their_files_when_asked_for()
    {
        // Three buses leave a quarter of an hour late and take ten minutes to the next stop.
        using MemoryStream zip = FeedText.TwoStops()
            .With("trips.txt", "route_id,service_id,trip_id\nR,S,T1\nR,S,T2\nR,S,T3")
            .With("stop_times.txt", """
                trip_id,arrival_time,departure_time,stop_id,stop_sequence
                T1,08:00:00,08:00:00,A,1
                T1,08:10:00,08:10:00,B,2
                T2,08:01:00,08:01:00,A,1
                T2,08:11:00,08:11:00,B,2
                T3,08:02:00,08:02:00,A,1
                T3,08:12:00,08:12:00,B,2
                """).ToZip();
        string gtfs = this.folder.Write("late.zip", zip.ToArray());
        System.Text.StringBuilder rows = new(ReplayFolder.Header);
        for (int i = 0; i <= 72; i++)
        {
            for (int bus = 1; bus <= 3; bus++)
            {
                long at = Departure + 900 + (i * 10);
                double done = Math.Clamp((i - (bus * 6)) / 60.0, 0, 1);
                rows.Append(CultureInfo.InvariantCulture, $"{at + 2},{at},bus-{bus},T{bus},{13.70 + (0.01 * done):F6},100.50\n");
            }
        }

        string input = this.folder.Write("late.csv", rows.ToString());
        foreach (string[] more in new[] { Array.Empty<string>(), ["--publish-alerts"] })
        {
            string name = $"out-{more.Length}";
            CommandRun run = await CommandRun.Of(["replay", "--feed", "f", "--gtfs", gtfs, "--input", input, "--format", "positions-csv", "--out", this.folder.In(name), .. more]);
            Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
            FeedEntity[] alerts = [.. this.folder.Snapshots("alerts", name).SelectMany(t => this.folder.Feed("alerts", t, name).Entity)];
            if (more.Length == 0)
            {
                Assert.Empty(alerts);
                continue;
            }

            Assert.Contains(alerts, a => a.Alert.Effect == Alert.Types.Effect.SignificantDelays && a.Alert.InformedEntity.Single().RouteId == "R");
            Assert.All(alerts, a => Assert.Equal(2, a.Alert.HeaderText.Translation.Count));
        }
    }

    [Fact]
    public async Task A_snapshot_holds_what_was_received_up_to_its_moment_and_nothing_later()
    {
        await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()), more: ["--every", "2"]);

        // Fixes are received 2 s after each tenth second: the one of Departure + 60 arrives at + 62.
        FeedMessage before = this.folder.Feed("vehicle-positions", Departure + 60);
        FeedMessage at = this.folder.Feed("vehicle-positions", Departure + 62);
        Assert.Equal((ulong)Departure + 50, Assert.Single(before.Entity).Vehicle.Timestamp);
        Assert.Equal((ulong)Departure + 60, Assert.Single(at.Entity).Vehicle.Timestamp);
        Assert.Equal((ulong)Departure + 62, at.Header.Timestamp);
        Assert.Equal("T", at.Entity[0].Vehicle.Trip.TripId);
    }

    [Fact]
    public async Task Predicts_the_stop_ahead()
    {
        await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()), more: ["--every", "60"]);

        TripUpdate update = Assert.Single(this.folder.Feed("trip-updates", Departure + 120).Entity).TripUpdate;
        TripUpdate.Types.StopTimeUpdate last = update.StopTimeUpdate[^1];
        Assert.Equal(("T", "B"), (update.Trip.TripId, last.StopId));
        Assert.InRange(last.Arrival.Time, Departure + 200, Departure + 400);
    }

    [Fact]
    public async Task Predicts_a_run_that_only_a_camera_of_the_devices_file_sees()
    {
        using MemoryStream zip = FeedText.TwoStops()
            .With("shapes.txt", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns,13.70,100.50,1\ns,13.71,100.50,2")
            .With("trips.txt", "route_id,service_id,trip_id,shape_id\nR,S,T,s").ToZip();
        string gtfs = this.folder.Write("shaped.zip", zip.ToArray());
        string devices = this.folder.Write("devices.yaml", Camera);
        string passage = $$"""{"event_id": "1", "measured_at": {{Departure + 180}}, "channel": "line", "class": "bus", "direction": "north"}""";
        string input = this.folder.Write("m.txt", $"{Arrived(181)} transithub/v1/f/passage/cam {passage}\n");

        CommandRun run = await CommandRun.Of(
            ["replay", "--feed", "f", "--gtfs", gtfs, "--input", input, "--format", "mqtt-text", "--out", this.folder.In("out"), "--every", "30", "--devices", devices]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        TripUpdate update = Assert.Single(this.folder.Feed("trip-updates", Departure + 210).Entity).TripUpdate;
        Assert.Equal(("T", "B"), (update.Trip.TripId, update.StopTimeUpdate[^1].StopId));
        Assert.InRange(update.StopTimeUpdate[^1].Arrival.Time, Departure + 250, Departure + 360);
        Assert.StartsWith("seen-by-cameras|T|", update.Vehicle.Id, StringComparison.Ordinal);
        Assert.Empty(this.folder.Feed("vehicle-positions", Departure + 210).Entity);

        static string Arrived(int after) => DateTimeOffset.FromUnixTimeSeconds(Departure + after).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Says_of_which_counting_lines_passages_tell_nothing()
    {
        string devices = this.folder.Write("devices.yaml", Camera);

        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()), more: ["--devices", devices]);

        Assert.Contains("passages at 1 counting lines tell nothing of runs", run.Output, StringComparison.Ordinal);
        Assert.Contains("shapes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_one_line_when_the_devices_file_is_not_there()
    {
        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()), more: ["--devices", "nowhere.yaml"]);

        run.AssertFailed(1, "--devices nowhere.yaml: there is no such file.");
    }

    [Fact]
    public async Task Counts_every_row_as_accepted_or_rejected_with_a_reason()
    {
        string rows = ReplayFolder.RunOfT()
            + $"{Departure + 303},{Departure + 300},bus-1,T,13.71,100.50\n"       // the last fix again
            + $"{Departure + 304},{Departure + 304},bus-2,none,13.70,100.50\n"     // a trip that the feed does not have
            + $"{Departure + 305},{Departure + 305},bus-3,,99,100.50\n"            // no latitude
            + $"{Departure + 306},{Departure + 306},bus-4,,50.1,14.4\n";           // Prague
        await this.folder.Replay(this.folder.Write("p.csv", rows));

        JsonNode summary = this.folder.Summary();
        Assert.Equal((35, 35, 32, 3), ((int)summary["rows"]!, (int)summary["observations"]!, (int)summary["accepted"]!, (int)summary["rejected"]!));
        Assert.Equal(1, (int)summary["rejected_by_stage"]!["decode"]!["invalid_field"]!);
        Assert.Equal(1, (int)summary["rejected_by_stage"]!["gate"]!["duplicate"]!);
        Assert.Equal(1, (int)summary["rejected_by_stage"]!["gate"]!["out_of_range"]!);
        Assert.Equal((33, 32), ((int)summary["trip_tagged"]!["positions"]!, (int)summary["trip_tagged"]!["of_known_trips"]!));
        Assert.Equal(31, (int)summary["trip_tagged"]!["of_known_trips_accepted"]!);
        string[] lines = File.ReadAllLines(this.folder.In("out/rejections.csv"));
        Assert.Equal(["stage,reason,count", "decode,invalid_field,1", "gate,out_of_range,1", "gate,duplicate,1"], lines[..4]);
        Assert.Contains("match,unknown_trip,1", lines);
        string[] records = File.ReadAllLines(this.folder.In("out/rejected-records.csv"));
        Assert.Equal("place,received_unix,stage,reason,vehicle_id,trip_id,detail", records[0]);
        Assert.Contains(records, r => r.StartsWith($"35,{Departure + 304},decode,invalid_field,bus-3,,", StringComparison.Ordinal));
        Assert.Contains(records, r => r.StartsWith($"34,{Departure + 304},match,unknown_trip,bus-2,none,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_with_counts_among_its_positions_is_replayed_whole()
    {
        DeviceId bus = DeviceId.Parse("bus-1");
        Timestamp start = Timestamp.FromUnixSeconds(Departure);
        await using (SegmentObservationLog log = SegmentObservationLog.Open(this.folder.In("log"), new ObservationLogOptions()))
        {
            for (int i = 0; i < 10; i++)
            {
                Timestamp now = start.AddSeconds(60 * (i + 1));
                await log.AppendAsync(
                    [
                        new AvlReport { Device = bus, ReceivedAt = now, MeasuredAt = now, Latitude = 13.70 + (0.001 * i), Longitude = 100.50, TripId = "T" },
                        new TrafficCount { Device = DeviceId.Parse("cam"), ReceivedAt = now, Channel = "1", Class = "person", From = now.AddSeconds(-60), To = now, Count = i },
                        new PassageReport { Device = DeviceId.Parse("cam"), ReceivedAt = now, MeasuredAt = now, Channel = "1", Class = "bus" },
                        new PassengerCount { Device = bus, ReceivedAt = now, MeasuredAt = now, Load = i },
                    ],
                    TestContext.Current.CancellationToken);
            }
        }

        CommandRun run = await this.folder.Replay(this.folder.In("log"), "log", more: ["--every", "60"]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        JsonNode summary = this.folder.Summary();
        Assert.Equal((40, 40, 0), ((int)summary["observations"]!, (int)summary["accepted"]!, (int)summary["rejected"]!));
        Assert.Equal("bus-1", Assert.Single(this.folder.Feed("vehicle-positions", Departure + 300).Entity).Id);
    }

    [Fact]
    public async Task Lists_no_more_records_of_a_reason_than_asked_for_and_counts_all()
    {
        string rows = ReplayFolder.RunOfT() + string.Concat(Enumerable.Range(0, 5).Select(i => $"{Departure + 310 + i},x,bus-1,,1,1\n"));
        await this.folder.Replay(this.folder.Write("p.csv", rows), more: ["--listed", "2"]);

        Assert.Equal(2, File.ReadAllLines(this.folder.In("out/rejected-records.csv")).Count(l => l.Contains("invalid_field", StringComparison.Ordinal)));
        Assert.Contains("decode,invalid_field,5", File.ReadAllLines(this.folder.In("out/rejections.csv")));
    }

    [Fact]
    public async Task From_and_to_bound_what_is_written_while_earlier_rows_warm_up_the_state()
    {
        string input = this.folder.Write("p.csv", ReplayFolder.RunOfT());
        await this.folder.Replay(input, outFolder: "whole", more: ["--every", "30"]);
        await this.folder.Replay(input, outFolder: "part", more: ["--every", "30", "--from", $"{Departure + 120}", "--to", $"{Departure + 180}"]);

        Assert.Equal([Departure + 120, Departure + 150, Departure + 180], this.folder.Snapshots("trip-updates", "part"));
        Assert.Equal(
            File.ReadAllBytes(this.folder.In($"whole/trip-updates-{Departure + 150}.pb")),
            File.ReadAllBytes(this.folder.In($"part/trip-updates-{Departure + 150}.pb")));
        Assert.Equal(Departure + 172, (long)this.folder.Summary("part")["last_received"]!);
    }

    [Fact]
    public async Task Pauses_over_a_silence_in_which_nothing_can_change()
    {
        string rows = ReplayFolder.RunOfT() + $"{Departure + 864_000},{Departure + 864_000},bus-9,,13.70,100.50\n";
        await this.folder.Replay(this.folder.Write("p.csv", rows), more: ["--every", "10"]);

        long[] moments = [.. this.folder.Snapshots("vehicle-positions")];
        Assert.InRange(moments.Length, 30, 2000);
        Assert.Equal(Departure + 864_000, moments[^1]);
        Assert.Empty(this.folder.Feed("vehicle-positions", moments[^2]).Entity);
    }

    [Fact]
    public async Task Two_runs_give_the_same_bytes()
    {
        string input = this.folder.Write("p.csv", ReplayFolder.RunOfT());
        await this.folder.Replay(input, outFolder: "one", more: ["--every", "1"]);
        await this.folder.Replay(input, outFolder: "two", more: ["--every", "1"]);

        Assert.Equal(this.folder.Hash("one"), this.folder.Hash("two"));
    }

    [Fact]
    public async Task Replaces_what_an_earlier_replay_wrote_and_leaves_other_files()
    {
        string input = this.folder.Write("p.csv", ReplayFolder.RunOfT());
        await this.folder.Replay(input, more: ["--every", "10"]);
        this.folder.Write("out/notes.txt", "mine");
        this.folder.Write("out/alerts-copy.pb", "mine");
        await this.folder.Replay(input, more: ["--every", "300"]);

        Assert.Equal([Departure + 300, Departure + 600], this.folder.Snapshots("vehicle-positions"));
        Assert.True(File.Exists(this.folder.In("out/notes.txt")));
        Assert.True(File.Exists(this.folder.In("out/alerts-copy.pb")));
    }

    [Fact]
    public async Task Replays_messages_and_refuses_those_of_another_feed()
    {
        string time = DateTimeOffset.FromUnixTimeSeconds(Departure + 5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string payload = $$"""{"measured_at": {{Departure}}, "lat": 13.70, "lon": 100.50, "trip_id": "T"}""";
        string text = $"{time} transithub/v1/f/avl/bus-1 {payload}\n{time} transithub/v1/g/avl/bus-1 {payload}\n{time} other/topic {payload}\n";
        await this.folder.Replay(this.folder.Write("m.txt", text), "mqtt-text");

        JsonNode summary = this.folder.Summary();
        Assert.Equal((3, 1), ((int)summary["observations"]!, (int)summary["accepted"]!));
        Assert.Equal(1, (int)summary["rejected_by_stage"]!["decode"]!["unknown_feed"]!);
        Assert.Equal(1, (int)summary["rejected_by_stage"]!["decode"]!["unknown_topic"]!);
    }

    [Theory]
    [InlineData("auckland-2019-08-13/gtfs.zip", "auckland-2019-08-13/positions-0500-1700.csv.gz", 1_565_629_200L + 600)]
    [InlineData("wmata-2026-02-16/gtfs.zip", "wmata-2026-02-16/positions.csv.gz", 1_771_257_482L + 3600)]
    [InlineData("nyc-b63/gtfs.zip", "nyc-b63/traces/7560-2010-11-22T08-42-26.positions.csv.gz", null)]
    public async Task Two_runs_of_a_real_recording_give_the_same_bytes(string gtfs, string input, long? to)
    {
        Assert.SkipUnless(SharedData.Has(gtfs), SharedData.SkipReason);
        string[] window = to is null ? [] : ["--to", to.Value.ToString(CultureInfo.InvariantCulture)];
        string[] call = ["replay", "--feed", "f", "--gtfs", SharedData.Path(gtfs), "--input", SharedData.Path(input), "--format", "positions-csv", "--every", "60", .. window];
        CommandRun one = await CommandRun.Of([.. call, "--out", this.folder.In("one")]);
        CommandRun two = await CommandRun.Of([.. call, "--out", this.folder.In("two")]);

        Assert.Equal((0, 0), (one.ExitCode, two.ExitCode));
        Assert.Equal(this.folder.Hash("one"), this.folder.Hash("two"));
        Assert.InRange((int)this.folder.Summary("one")["positions"]!["matched"]!, 1, int.MaxValue);
    }

    [Fact]
    public async Task Refuses_a_folder_as_input()
    {
        CommandRun run = await this.folder.Replay(this.folder.Path);
        run.AssertFailed(2, "is a folder, and positions-csv reads a file");
    }

    [Fact]
    public async Task Refuses_an_empty_file()
    {
        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv", string.Empty));
        run.AssertFailed(1, "p.csv is empty");
    }

    [Fact]
    public async Task Refuses_a_truncated_gzip_and_names_the_row_where_it_ends()
    {
        byte[] whole = ReplayFolder.Gzip(ReplayFolder.RunOfT());
        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv.gz", whole[..^20]));

        run.AssertFailed(1, "p.csv.gz is cut off or damaged at row ");
        Assert.False(File.Exists(this.folder.In("out/summary.json")));
    }

    [Fact]
    public async Task Refuses_a_CSV_without_a_needed_column()
    {
        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv", "received_unix,vehicle_id,lat,lon\n1,b,1,1\n"));
        run.AssertFailed(1, "has no column measured_unix");
    }

    [Fact]
    public async Task Refuses_a_zip_without_trips()
    {
        using MemoryStream zip = TransitHub.Testing.Gtfs.FeedText.TwoStops().Without("trips.txt").ToZip();
        this.folder.Write("gtfs.zip", zip.ToArray());
        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()));
        run.AssertFailed(1, "trips.txt");
    }

    [Fact]
    public async Task Refuses_a_GTFS_that_is_no_zip()
    {
        this.folder.Write("gtfs.zip", "hello");
        CommandRun run = await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()));
        run.AssertFailed(1, "gtfs.zip cannot be used as GTFS");
    }

    [Theory]
    [InlineData("--format", "csv", "--format 'csv' is not known: use one of positions-csv, mqtt-text, gtfsrt-dir, log")]
    [InlineData("--feed", "a b", "--feed 'a b' is no feed id")]
    [InlineData("--every", "0", "--every must be 1 to 86400, not 0")]
    [InlineData("--listed", "-1", "--listed must be 0 to 1000000")]
    [InlineData("--from", "-5", "--from must be Unix seconds")]
    [InlineData("--gtfs", "/no/such/gtfs.zip", "There is no GTFS zip or folder /no/such/gtfs.zip")]
    [InlineData("--input", "/no/such/p.csv", "There is no file /no/such/p.csv")]
    [InlineData("--out", "/proc/no", "--out /proc/no cannot be written")]
    public async Task Names_the_option_that_cannot_be(string option, string value, string told)
    {
        Dictionary<string, string> call = new()
        {
            ["--feed"] = "f",
            ["--gtfs"] = this.folder.Gtfs,
            ["--input"] = this.folder.Write("p.csv", ReplayFolder.RunOfT()),
            ["--format"] = RecordingFormat.PositionsCsv.Name(),
            ["--out"] = this.folder.In("out"),
            [option] = value,
        };
        CommandRun run = await CommandRun.Of(["replay", .. call.SelectMany(o => new[] { o.Key, o.Value })]);
        run.AssertFailed(2, told);
    }
}
