using System.Text.Json.Nodes;
using Google.Protobuf;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Commands;

/// <summary><c>validate --realtime</c>, and what our own replays write held against the rules at steps of 30 s.</summary>
public sealed class ValidateRealtimeTests : IDisposable
{
    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task What_a_replay_writes_keeps_the_rules()
    {
        await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()), more: ["--every", "30"]);
        CommandRun run = await CommandRun.Of("validate", "--gtfs", this.folder.Gtfs, "--realtime", this.folder.In("out"));

        JsonNode summary = JsonNode.Parse(run.Output)!["summary"]!;
        Assert.Equal((0, 0, 0), (run.ExitCode, (int)summary["errors"]!, (int)summary["warnings"]!));
        Assert.Equal((int)summary["files"]!, 3 * (int)summary["moments"]!);
    }

    [Fact]
    public async Task Errors_end_with_one_and_stand_in_the_json_and_on_the_page()
    {
        var message = new FeedMessage { Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Incrementality = FeedHeader.Types.Incrementality.FullDataset, Timestamp = (ulong)ReplayFolder.Departure } };
        message.Entity.Add(new FeedEntity { Id = "<b>", Vehicle = new VehiclePosition { Trip = new TripDescriptor { TripId = "<none>" } } });
        string file = this.folder.Write("feed.pb", message.ToByteArray());
        CommandRun run = await CommandRun.Of("validate", "--gtfs", this.folder.Gtfs, "--realtime", file, "--html", this.folder.In("page.html"));

        Assert.Equal(1, run.ExitCode);
        JsonNode notice = JsonNode.Parse(run.Output)!["notices"]!.AsArray().Single(one => (string?)one!["code"] == "E003")!;
        Assert.Equal(("ERROR", 1, "<b>"), ((string)notice["severity"]!, (int)notice["totalNotices"]!, (string)notice["sampleNotices"]![0]!["entityId"]!));
        string page = await File.ReadAllTextAsync(this.folder.In("page.html"), TestContext.Current.CancellationToken);
        Assert.Contains("E003", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<none>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_decoded_is_a_finding_and_the_others_are_still_checked()
    {
        string realtime = Directory.CreateDirectory(this.folder.In("rt")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(realtime, "1.pb"), [255, 255], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(realtime, "2.pb"), new FeedMessage { Header = new FeedHeader { GtfsRealtimeVersion = "9" } }.ToByteArray(), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("validate", "--gtfs", this.folder.Gtfs, "--realtime", realtime);

        Assert.Equal(1, run.ExitCode);
        string[] codes = [.. JsonNode.Parse(run.Output)!["notices"]!.AsArray().Select(one => (string)one!["code"]!)];
        Assert.Contains("TH001", codes);
        Assert.Contains("E038", codes);
    }

    [Fact]
    public async Task Files_of_one_moment_are_held_against_each_other()
    {
        string realtime = Directory.CreateDirectory(this.folder.In("rt")).FullName;
        var header = new FeedHeader { GtfsRealtimeVersion = "2.0", Incrementality = FeedHeader.Types.Incrementality.FullDataset, Timestamp = (ulong)ReplayFolder.Departure };
        var trip = new TripDescriptor { TripId = "T", ScheduleRelationship = TripDescriptor.Types.ScheduleRelationship.Scheduled };
        var updates = new FeedMessage { Header = header, Entity = { new FeedEntity { Id = "1", TripUpdate = new TripUpdate { Trip = trip, Vehicle = new VehicleDescriptor { Id = "a" } } } } };
        var positions = new FeedMessage { Header = header, Entity = { new FeedEntity { Id = "1", Vehicle = new VehiclePosition { Trip = trip, Vehicle = new VehicleDescriptor { Id = "b" } } } } };
        await File.WriteAllBytesAsync(Path.Combine(realtime, $"trip-updates-{ReplayFolder.Departure}.pb"), updates.ToByteArray(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(realtime, $"vehicle-positions-{ReplayFolder.Departure}.pb"), positions.ToByteArray(), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("validate", "--gtfs", this.folder.Gtfs, "--realtime", realtime);

        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.Equal(1, (int)json["summary"]!["moments"]!);
        Assert.Contains(json["notices"]!.AsArray(), one => (string?)one!["code"] == "E047");
    }

    [Theory]
    [InlineData("wmata", "wmata-2026-02-16/gtfs.zip", "wmata-2026-02-16/positions.csv.gz", "1771261200", "1771263000")]
    [InlineData("wmata", "wmata-2026-02-16/gtfs.zip", "wmata-2026-02-16/positions.csv.gz", "1771266900", "1771267800")]
    [InlineData("auckland", "auckland-2019-08-13/gtfs.zip", "auckland-2019-08-13/positions-0500-1700.csv.gz", "1565629200", "1565630400")]
    public async Task Replays_of_recorded_days_keep_the_rules(string feed, string gtfs, string positions, string from, string to)
    {
        Assert.SkipUnless(SharedData.Has(positions), SharedData.SkipReason);
        string realtime = this.folder.In("recorded");
        await CommandRun.Of(
            "replay", "--feed", feed, "--gtfs", SharedData.Path(gtfs), "--input", SharedData.Path(positions), "--format", "positions-csv", "--out", realtime, "--every", "30",
            "--from", from, "--to", to);
        CommandRun run = await CommandRun.Of("validate", "--gtfs", SharedData.Path(gtfs), "--realtime", realtime);

        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.True((int)json["summary"]!["entities"]! > 100, run.Output);
        Assert.Empty(json["notices"]!.AsArray().Select(one => $"{one!["code"]} {one["totalNotices"]}: {one["sampleNotices"]![0]?["message"]}"));
        Assert.Equal(0, run.ExitCode);
    }
}
