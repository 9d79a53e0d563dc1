using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Tests.Commands;

public sealed class GtfsObserveCommandTests : IDisposable
{
    private const long Start = 1_772_406_000;

    private readonly TestFolder folder = new();

    private string Csv => Path.Combine(this.folder.Path, "positions.csv");

    private string Zip => Path.Combine(this.folder.Path, "draft.zip");

    private string Sheets => Path.Combine(this.folder.Path, "sheets");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Drafts_sheets_a_report_and_a_feed_in_which_validate_finds_no_error()
    {
        this.WriteBuses();
        string report = Path.Combine(this.folder.Path, "report");
        CommandRun run = await this.Observe("--sheets", this.Sheets, "--report", report, "--publisher", "Riverside Buses", "--url", "https://bus.example.org");
        CommandRun validated = await CommandRun.Of("validate", this.Zip);
        CommandRun built = await CommandRun.Of("gtfs", "build", this.Sheets, "--out", this.Zip + "2");

        Assert.Equal((0, 0, 0), (run.ExitCode, validated.ExitCode, built.ExitCode));
        Assert.StartsWith($"{this.Zip}: 1 lines, ", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, (int)JsonNode.Parse(validated.Output)!["errors"]!);
        Assert.Equal(await File.ReadAllBytesAsync(this.Zip, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(this.Zip + "2", TestContext.Current.CancellationToken));
        Assert.Contains("publisher: \"Riverside Buses\"\n  url: \"https://bus.example.org\"", await File.ReadAllTextAsync(Path.Combine(this.Sheets, "network.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["report.html", "report.json", "report.txt"], Directory.EnumerateFiles(report).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_hubs_archive_gives_the_draft_that_the_recording_gives()
    {
        this.WriteBuses();
        using ReplayFolder hub = new();
        using (Recording recording = RecordingReader.Open(this.Csv, RecordingFormat.PositionsCsv))
        {
            await using SegmentObservationLog log = SegmentObservationLog.Open(hub.In("data/f/log"), new ObservationLogOptions());
            List<Observation> observations = [];
            while (recording.TryRead(out RecordedItem item))
            {
                observations.Add(item.Observation!);
            }

            await log.AppendAsync(observations, TestContext.Current.CancellationToken);
        }

        Directory.CreateDirectory(hub.In("archive"));
        CommandRun export = await CommandRun.Of("archive", "export", "--data", hub.In("data"), "--feed", "f", "--day", "2026-03-02", "--gtfs", hub.Gtfs, "--out", hub.In("archive"));
        CommandRun run = await CommandRun.Of("gtfs", "observe", "--archive", hub.In("archive"), "--out", this.Zip + "2", "--timezone", "Asia/Bangkok");
        await this.Observe();

        Assert.Equal((0, 0), (export.ExitCode, run.ExitCode));
        Assert.StartsWith($"{this.Zip}2: 1 lines, ", run.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(this.Zip, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(this.Zip + "2", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("route", "12.yaml")]
    [InlineData("sign", "Riverside.yaml")]
    [InlineData("none", "L001.yaml")]
    public async Task Lines_are_named_by_what_vehicles_say(string routeOf, string sheet)
    {
        this.WriteBuses();
        CommandRun run = await this.Observe("--sheets", this.Sheets, "--route-of", routeOf, "--mode", "tram");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nmode: tram\n", await File.ReadAllTextAsync(Path.Combine(this.Sheets, "lines", sheet), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sheets_that_somebody_may_have_corrected_are_not_replaced()
    {
        this.WriteBuses();
        Directory.CreateDirectory(this.Sheets);
        await File.WriteAllTextAsync(Path.Combine(this.Sheets, "network.yaml"), "mine", TestContext.Current.CancellationToken);

        Assert.Contains("is not empty", (await this.Observe("--sheets", this.Sheets)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--route-of", "color", "--route-of color is unknown")]
    [InlineData("--mode", "rocket", "--mode rocket is none")]
    [InlineData("--min-runs", "1", "--min-runs")]
    [InlineData("--min-confidence", "2", "--min-confidence must be 0 to 1")]
    [InlineData("--archive", "elsewhere", "Give --archive DIR, or --input PATH with --format FORMAT.")]
    [InlineData("--min-runs", "50", "no 50 are alike")]
    public async Task Wrong_use_is_told_with_what_would_be_right(string option, string value, string message)
    {
        this.WriteBuses();
        CommandRun run = await this.Observe(option, value);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(this.Zip));
    }

    [Fact]
    public async Task A_time_zone_that_does_not_exist_is_told()
    {
        this.WriteBuses();
        CommandRun run = await CommandRun.Of("gtfs", "observe", "--input", this.Csv, "--format", "positions-csv", "--out", this.Zip, "--timezone", "Asia/Nowhere");
        Assert.Contains("--timezone Asia/Nowhere is not in the TZ database", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> Observe(params string[] more) =>
        CommandRun.Of(["gtfs", "observe", "--input", this.Csv, "--format", "positions-csv", "--out", this.Zip, "--timezone", "Asia/Bangkok", .. more]);

    /// <summary>Three buses that go 4 km north and back for four hours, stand 20 s every 500 m and 7 minutes at both ends, and report every 11 s.</summary>
    private void WriteBuses()
    {
        StringBuilder rows = new("received_unix,measured_unix,vehicle_id,route_id,lat,lon,sign_text\n");
        for (int at = 0; at < 4 * 3600; at += 11)
        {
            for (int bus = 0; bus < 3; bus++)
            {
                int into = (at + (bus * 640)) % 1920;
                double along = into < 960 ? Along(into) : 4000 - Along(into - 960);
                double lat = 13.7 + (along / 110_620) + ((at * 7 % 11) - 5) * 0.00001;
                rows.Append(CultureInfo.InvariantCulture, $"{Start + at + 2},{Start + at},bus-{bus},12,{lat:F6},100.5,Riverside\n");
            }
        }

        File.WriteAllText(this.Csv, rows.ToString());
    }

    private static double Along(int seconds)
    {
        int driven = Math.Max(0, seconds - 420);
        int passed = driven / 70;
        return Math.Min(4000, (passed * 500) + (Math.Min(50, driven - (passed * 70)) * 10));
    }
}
