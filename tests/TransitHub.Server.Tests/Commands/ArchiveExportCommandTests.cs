using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Tests.Commands;

public sealed class ArchiveExportCommandTests : IDisposable
{
    private const string Day = "2026-03-02";

    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_day_of_the_log_is_replayed_from_its_tables_byte_for_byte()
    {
        await this.LogAsync();

        CommandRun export = await this.Export(Day);
        CommandRun ofLog = await this.folder.Replay(this.folder.In("data/f/log"), "log", "from-log", "--every", "10");
        CommandRun ofDay = await this.folder.Replay(this.folder.In($"out/{Day}"), "archive", "from-day", "--every", "10");
        CommandRun ofTable = await this.folder.Replay(this.folder.In($"out/{Day}/vehicle_locations.parquet"), "archive", "from-table", "--every", "10");

        Assert.Equal((0, string.Empty), (export.ExitCode, export.Error));
        Assert.Contains("vehicle_locations.parquet: 31 rows", export.Output, StringComparison.Ordinal);
        Assert.Contains("stop_visits.parquet: 2 rows", export.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (ofLog.ExitCode, ofDay.ExitCode, ofTable.ExitCode));
        Assert.Equal(this.Feeds("from-log"), this.Feeds("from-day"));
        Assert.Equal(this.Feeds("from-log"), this.Feeds("from-table"));
        Assert.Equal(93, this.Feeds("from-log").Count);
    }

    [Fact]
    public async Task A_recording_gives_the_feeds_that_its_archive_gives()
    {
        await this.LogAsync();
        await this.Export(Day);

        await this.folder.Replay(this.folder.Write("p.csv", ReplayFolder.RunOfT()), outFolder: "from-file", more: ["--every", "10"]);
        await this.folder.Replay(this.folder.In("out"), "archive", "from-archive", "--every", "10");

        Assert.Equal(this.Feeds("from-file"), this.Feeds("from-archive"));
    }

    [Fact]
    public async Task A_backtest_scores_the_same_from_log_and_archive()
    {
        await this.LogAsync();
        await this.Export(Day);

        await this.Backtest("data/f/log", "log", "report-log");
        await this.Backtest($"out/{Day}", "archive", "report-archive");

        Assert.Equal(
            File.ReadAllText(this.folder.In("report-log/report.json")).Replace("data/f/log", string.Empty, StringComparison.Ordinal),
            File.ReadAllText(this.folder.In("report-archive/report.json")).Replace($"out/{Day}", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_that_is_archived_comes_from_the_archive()
    {
        await this.LogAsync();
        await this.Export(Day);
        Directory.CreateDirectory(this.folder.In("data/f/archive"));
        Directory.Move(this.folder.In($"out/{Day}"), this.folder.In($"data/f/archive/{Day}"));
        Directory.Delete(this.folder.In("data/f/log"), recursive: true);

        CommandRun export = await this.Export(Day);

        Assert.Equal(0, export.ExitCode);
        Assert.Contains("from the archive", export.Output, StringComparison.Ordinal);
        Assert.Equal(9, Directory.GetFiles(this.folder.In($"out/{Day}")).Length);
    }

    [Fact]
    public async Task Says_which_days_there_are()
    {
        await this.LogAsync();

        CommandRun run = await this.Export("2026-03-05");

        run.AssertFailed(2, $"Feed f has no record of 2026-03-05. The archive has no day; the log has {Day}.");
        Assert.Empty(Directory.EnumerateFileSystemEntries(this.folder.In("out")));
    }

    [Theory]
    [InlineData("2.3.2026", "f", "--day '2.3.2026' is no day: write it as 2026-11-23.")]
    [InlineData(Day, "g", "There is no feed g in ")]
    public async Task Names_what_cannot_be(string day, string feed, string told)
    {
        await this.LogAsync();

        (await this.Export(day, feed)).AssertFailed(2, told);
    }

    [Fact]
    public async Task Does_not_replace_a_folder_that_is_something_else()
    {
        await this.LogAsync();
        Directory.CreateDirectory(this.folder.In($"out/{Day}"));
        File.WriteAllText(this.folder.In($"out/{Day}/mine.txt"), "mine");

        (await this.Export(Day)).AssertFailed(2, "is there already and is no exported day");
        Assert.True(File.Exists(this.folder.In($"out/{Day}/mine.txt")));
    }

    [Fact]
    public async Task A_damaged_table_stops_the_replay_with_its_name()
    {
        await this.LogAsync();
        await this.Export(Day);
        byte[] bytes = File.ReadAllBytes(this.folder.In($"out/{Day}/vehicle_locations.parquet"));
        bytes[200] ^= 1;
        File.WriteAllBytes(this.folder.In($"out/{Day}/vehicle_locations.parquet"), bytes);

        (await this.folder.Replay(this.folder.In($"out/{Day}"), "archive")).AssertFailed(1, "vehicle_locations.parquet is not as it was written");
    }

    [Fact]
    public async Task Says_what_an_archive_is_where_there_is_none() =>
        (await this.folder.Replay(this.folder.In("none"), "archive")).AssertFailed(2, "name an archive's folder (DATA/FEED/archive)");

    /// <summary>The run of T in a hub's log, with the words of a camera between, as the gate accepted them.</summary>
    private async Task LogAsync()
    {
        using Recording recording = RecordingReader.Open(this.folder.Write("run.csv", ReplayFolder.RunOfT()), RecordingFormat.PositionsCsv);
        await using SegmentObservationLog log = SegmentObservationLog.Open(this.folder.In("data/f/log"), new ObservationLogOptions());
        List<Observation> observations = [];
        while (recording.TryRead(out RecordedItem item))
        {
            observations.Add(item.Observation!);
            observations.Add(new StatusReport { Device = DeviceId.Parse("cam"), ReceivedAt = item.ReceivedAt.AddMilliseconds(1), Online = true });
        }

        await log.AppendAsync(observations, TestContext.Current.CancellationToken);
    }

    private Task<CommandRun> Export(string day, string feed = "f")
    {
        Directory.CreateDirectory(this.folder.In("out"));
        return CommandRun.Of("archive", "export", "--data", this.folder.In("data"), "--feed", feed, "--day", day, "--gtfs", this.folder.Gtfs, "--out", this.folder.In("out"));
    }

    private async Task Backtest(string input, string format, string report)
    {
        CommandRun run = await CommandRun.Of(
            "backtest", "--feed", "f", "--gtfs", this.folder.Gtfs, "--input", this.folder.In(input), "--format", format, "--test-to", $"{ReplayFolder.Departure + 300}", "--report", this.folder.In(report));
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
    }

    private Dictionary<string, string> Feeds(string name) => Directory.GetFiles(this.folder.In(name), "*.pb")
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));
}
