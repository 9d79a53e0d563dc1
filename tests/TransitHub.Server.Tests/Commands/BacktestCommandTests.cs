using System.Globalization;
using System.Text.Json.Nodes;
using TransitHub.Testing;
using TransitHub.Training.Reports;

namespace TransitHub.Server.Tests.Commands;

public sealed class BacktestCommandTests : IDisposable
{
    private const long Departure = ReplayFolder.Departure;

    private static readonly string Window = (Departure + 280).ToString(CultureInfo.InvariantCulture);

    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Scores_every_method_on_the_same_predictions_and_writes_a_page_and_plots()
    {
        CommandRun run = await this.Backtest(this.Arrivals());

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        JsonArray methods = this.Report()["methods"]!.AsArray();
        Assert.Equal(
            ["schedule", "delay propagation", "last vehicle on link", "historical average", "TransitClock default", "TransitClock Kalman", "EWMA of link", "historical × residual", "ours, median", "ours, published"],
            methods.Select(m => (string)m!["name"]!));
        Assert.All(methods, m => Assert.Equal((int)methods[0]!["plain"]!["n"]!, (int)m!["plain"]!["n"]! + (int)m["plain"]!["missing"]!));
        Assert.InRange((int)methods[0]!["plain"]!["n"]!, 20, 30);
        string page = File.ReadAllText(this.folder.In("report/report.html"));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(ReportFolder.Files, f => Assert.True(File.Exists(this.folder.In("report/" + f)), f));
        Assert.DoesNotContain(this.folder.Path, page + File.ReadAllText(this.folder.In("report/report.md")) + File.ReadAllText(this.folder.In("report/report.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_those_of_the_timetable_where_the_bus_is_late()
    {
        // Due at 300 s, there at 330 s: the timetable is 30 s wrong all the time.
        await this.Backtest(["--arrivals", this.folder.Write("late.csv", $"service_date,trip_id,stop_sequence,arrival_unix\n20260302,T,1,{Departure}\n20260302,T,2,{Departure + 330}\n")]);

        JsonNode schedule = this.Report()["methods"]![0]!["plain"]!;
        Assert.Equal((30.0, 30.0), ((double)schedule["mae_seconds"]!, (double)schedule["bias_seconds"]!));
    }

    [Fact]
    public async Task Derives_the_truth_where_none_is_given()
    {
        CommandRun run = await this.Backtest([]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("derived from the recording", (string)this.Report()["truth"]!["source"]!);
        Assert.Equal(2, (int)this.Report()["truth"]!["arrivals"]!);
    }

    [Fact]
    public async Task Two_runs_give_the_same_bytes_and_replace_the_earlier_report()
    {
        await this.Backtest(this.Arrivals());
        string[] files = [.. Directory.GetFiles(this.folder.In("report")).Order(StringComparer.Ordinal)];
        byte[][] first = [.. files.Select(File.ReadAllBytes)];
        await this.Backtest(this.Arrivals());

        Assert.Equal(first, files.Select(File.ReadAllBytes));
    }

    [Fact]
    public async Task Fits_shifts_before_the_test_and_only_there()
    {
        await this.Backtest([.. this.Arrivals(), "--test-from", $"{Departure + 150}"]);

        JsonNode report = this.Report();
        int fitted = (int)report["fitted_predictions"]!;
        Assert.InRange(fitted, 10, 16);
        Assert.NotNull(report["methods"]![0]!["shaded"]);
        Assert.InRange((int)report["methods"]![0]!["plain"]!["n"]!, 12, 14);
        await this.Backtest(this.Arrivals());
        Assert.Null(this.Report()["methods"]![0]!["shaded"]);
    }

    [Fact]
    public async Task History_files_teach_the_historical_methods()
    {
        string earlier = this.folder.Write("sunday.csv", $"service_date,trip_id,stop_sequence,arrival_unix\n20260301,T,1,{Departure - 86_400}\n20260301,T,2,{Departure - 86_400 + 420}\n");
        await this.Backtest([.. this.Arrivals(), "--history", earlier]);

        Assert.Equal((1, 1), ((int)this.Report()["history_files"]!, (int)this.Report()["history_link_times"]!));
        Assert.True((double)this.Report()["methods"]![4]!["plain"]!["mae_seconds"]! > (double)this.Report()["methods"]![0]!["plain"]!["mae_seconds"]!);
    }

    [Fact]
    public async Task Earlier_days_teach_the_hub_too()
    {
        await this.Backtest(this.Arrivals());
        double before = (double)this.Report()["methods"]![8]!["plain"]!["bias_seconds"]!;
        string earlier = this.folder.Write("friday.csv", $"service_date,trip_id,stop_sequence,arrival_unix\n20260227,T,1,{Departure - (3 * 86_400)}\n20260227,T,2,{Departure - (3 * 86_400) + 600}\n");
        await this.Backtest([.. this.Arrivals(), "--history", earlier]);

        // Expected later than by the timetable alone: actual - predicted falls.
        Assert.True((double)this.Report()["methods"]![8]!["plain"]!["bias_seconds"]! < before - 5);
    }

    [Fact]
    public async Task A_model_that_cannot_be_used_is_named_and_the_formula_is_scored_alone()
    {
        CommandRun run = await this.Backtest([.. this.Arrivals(), "--model", this.folder.In("nowhere")]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning", run.Error, StringComparison.Ordinal);
        Assert.Contains(this.folder.In("nowhere"), run.Error, StringComparison.Ordinal);
        Assert.Equal(10, this.Report()["methods"]!.AsArray().Count);
        Assert.Empty(this.Report()["model_against_formula"]!.AsArray());
    }

    [Theory]
    [InlineData("5 to 60 s late", "--duplicates", "0.1")]
    [InlineData("50 % of the reports never arrive", "--drop-pings", "0.5")]
    [InlineData("at least 60 s apart", "--thin-to", "60")]
    [InlineData("and route are hidden", "--hide-trips")]
    [InlineData("start are hidden", "--hide-trips", "--hide-routes", "no")]
    [InlineData("clock is wrong", "--clock-skew", "30")]
    [InlineData("scale 8 m", "--gps-noise", "8")]
    public async Task A_stress_is_one_flag_and_told_in_the_report(string told, params string[] flags)
    {
        CommandRun run = await this.Backtest([.. this.Arrivals(), .. flags]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        string line = (string)Assert.Single(this.Report()["stress"]!.AsArray())!;
        Assert.Contains(told, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_methods_of_others_keep_the_trip_names_that_are_hidden_from_the_hub()
    {
        await this.Backtest([.. this.Arrivals(), "--hide-trips"]);

        Assert.InRange((int)this.Report()["methods"]![0]!["plain"]!["n"]!, 20, 30);
        Assert.Equal(0, (int)this.Report()["matching"]!["of_known_trips"]!);
        Assert.InRange((int)this.Report()["vehicles_in_trip"]!["samples"]!, 20, 31);
    }

    [Theory]
    [InlineData("--every", "0", 2, "--every must be 1 to 3600, not 0")]
    [InlineData("--test-from", "-1", 2, "--test-from must be Unix seconds")]
    [InlineData("--test-from", "1772499999", 2, "lies after --test-to")]
    [InlineData("--drop-pings", "1", 2, "--drop-pings must be 0 to 0.99, not 1")]
    [InlineData("--duplicates", "NaN", 2, "--duplicates must be 0 to 1")]
    [InlineData("--hide-routes", "maybe", 2, "--hide-routes must be yes or no, not 'maybe'")]
    [InlineData("--hide-routes", "no", 2, "give --hide-trips too")]
    [InlineData("--cameras-only", "1001", 2, "--cameras-only must be 0 to 1000")]
    [InlineData("--model", "", 2, "--model is empty: name the folder of a model, or leave it out")]
    [InlineData("--camera-line", "R", 2, "give --cameras-only too")]
    [InlineData("--camera-routes", "no", 2, "give --cameras-only too")]
    [InlineData("--arrivals", "/no/such.csv", 2, "--arrivals /no/such.csv cannot be read")]
    [InlineData("--history", "/no/such.csv", 2, "--history /no/such.csv cannot be read")]
    [InlineData("--report", "/proc/no", 2, "--report /proc/no cannot be written")]
    [InlineData("--test-to", "1772000000", 1, "correct --test-from and --test-to")]
    public async Task Names_the_option_that_cannot_be(string option, string value, int exitCode, string told)
    {
        CommandRun run = await this.Backtest(this.Arrivals(), (option, value));
        run.AssertFailed(exitCode, told);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "has no column service_date")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\n20260302,other,1,1772413200\n", "has no arrival of a trip and stop of")]
    [InlineData("service_date,trip_id,stop_sequence,arrival_unix\nyesterday,T,1,1772413200\n", "line 2: needs a service_date")]
    public async Task Names_what_is_wrong_with_the_arrivals(string text, string told)
    {
        CommandRun run = await this.Backtest(["--arrivals", this.folder.Write("bad.csv", text)]);
        run.AssertFailed(1, told);
    }

    [Fact]
    public async Task Says_when_no_position_names_a_trip()
    {
        string rows = ReplayFolder.RunOfT().Replace(",T,", ",,", StringComparison.Ordinal);
        CommandRun run = await CommandRun.Of(["backtest", "--feed", "f", "--gtfs", this.folder.Gtfs, "--input", this.folder.Write("q.csv", rows), "--format", "positions-csv", "--report", this.folder.In("report")]);
        run.AssertFailed(1, "Give the true arrivals with --arrivals");
    }

    [Fact]
    public async Task Cameras_stand_in_for_the_positions_of_a_line_which_alone_is_scored()
    {
        Assert.SkipUnless(SharedData.Has("wmata-2026-02-16/positions.csv.gz"), SharedData.SkipReason);
        CommandRun run = await CommandRun.Of(
        [
            "backtest", "--feed", "w", "--gtfs", SharedData.Path("wmata-2026-02-16/gtfs.zip"), "--input", SharedData.Path("wmata-2026-02-16/positions.csv.gz"),
            "--format", "positions-csv", "--arrivals", SharedData.Path("wmata-2026-02-16/derived_arrivals.csv.gz"), "--test-to", "1771261200", "--every", "300",
            "--cameras-only", "5", "--camera-line", "D96", "--camera-routes", "no", "--report", this.folder.In("report"),
        ]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.StartsWith("line D96 without positions: cameras, one every 5 stops, tell who passes; 5 % missed", (string?)this.Report()["stress"]![0], StringComparison.Ordinal);
        JsonNode matching = this.Report()["matching"]!;
        int accepted = (int)matching["accepted"]!;
        Assert.InRange(accepted - (int)matching["positions"]!, 20, accepted / 2);
    }

    [Fact]
    public async Task A_line_for_cameras_that_is_not_there_is_named()
    {
        CommandRun run = await this.Backtest([.. this.Arrivals(), "--cameras-only", "1", "--camera-line", "nowhere"]);
        run.AssertFailed(2, "The timetable has no line nowhere.");
    }

    [Fact]
    public async Task Beats_the_timetable_on_a_real_recording_and_repeats_itself()
    {
        Assert.SkipUnless(SharedData.Has("wmata-2026-02-16/positions.csv.gz"), SharedData.SkipReason);
        string[] call =
        [
            "backtest", "--feed", "w", "--gtfs", SharedData.Path("wmata-2026-02-16/gtfs.zip"), "--input", SharedData.Path("wmata-2026-02-16/positions.csv.gz"),
            "--format", "positions-csv", "--arrivals", SharedData.Path("wmata-2026-02-16/derived_arrivals.csv.gz"), "--test-from", "1771259400", "--test-to", "1771261200", "--every", "120",
        ];
        CommandRun one = await CommandRun.Of([.. call, "--report", this.folder.In("report")]);
        string first = File.ReadAllText(this.folder.In("report/report.json"));
        await CommandRun.Of([.. call, "--report", this.folder.In("report")]);

        Assert.Equal(0, one.ExitCode);
        Assert.Equal(first, File.ReadAllText(this.folder.In("report/report.json")));
        double timetable = (double)this.Report()["methods"]![0]!["plain"]!["mae_seconds"]!;
        Assert.InRange((double)this.Report()["methods"]![8]!["plain"]!["mae_seconds"]!, 1, timetable);
    }

    private string[] Arrivals() =>
        ["--arrivals", this.folder.Write("arrivals.csv", $"service_date,trip_id,stop_sequence,arrival_unix\n20260302,T,1,{Departure}\n20260302,T,2,{Departure + 300}\n")];

    private Task<CommandRun> Backtest(string[] more, (string Option, string Value)? changed = null)
    {
        Dictionary<string, string> call = new()
        {
            ["--feed"] = "f",
            ["--gtfs"] = this.folder.Gtfs,
            ["--input"] = this.folder.Write("p.csv", ReplayFolder.RunOfT()),
            ["--format"] = "positions-csv",
            ["--report"] = this.folder.In("report"),
            ["--every"] = "10",
            ["--test-to"] = Window,
        };
        for (int i = 0; changed is not null && i < more.Length; i += 2)
        {
            call[more[i]] = more[i + 1];
        }

        if (changed is { } change)
        {
            call[change.Option] = change.Value;
            more = [];
        }

        return CommandRun.Of(["backtest", .. call.SelectMany(o => new[] { o.Key, o.Value }), .. more]);
    }

    private JsonNode Report() => JsonNode.Parse(File.ReadAllText(this.folder.In("report/report.json")))!;
}
