using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Onnx;
using TransitHub.Simulation.Recordings;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private const long Midnight = ReplayFolder.Departure - (8 * 3600);
    private const int Trips = 110;
    private const int Stops = 10;

    private readonly ReplayFolder folder = new();
    private readonly string gtfs;
    private readonly string positions;

    public TrainCommandTests()
    {
        using MemoryStream zip = City().ToZip();
        this.gtfs = this.folder.Write("city.zip", zip.ToArray());
        this.positions = this.folder.Write("city.csv", Positions());
    }

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Makes_a_model_that_replay_takes()
    {
        CommandRun trained = await this.Train();
        Assert.Equal((0, string.Empty), (trained.ExitCode, trained.Error));
        Assert.Contains("rows to learn from", trained.Output, StringComparison.Ordinal);
        OnnxArrivalModel.Load(this.folder.In("model")).Dispose();
        string card = await File.ReadAllTextAsync(this.folder.In("model/card.md"), TestContext.Current.CancellationToken);
        Assert.Contains("Terms of the data: made up in a test.", card, StringComparison.Ordinal);

        Assert.Equal(string.Empty, (await this.Replay("with", "--model", this.folder.In("model"))).Error);
        await this.Replay("without", "--no-model");
        await this.Replay("again", "--model", this.folder.In("model"));
        Assert.Equal(this.folder.Hash("with"), this.folder.Hash("again"));
        Assert.NotEqual(this.folder.Hash("with"), this.folder.Hash("without"));
    }

    [Fact]
    public async Task Backtest_scores_a_model_beside_the_formula()
    {
        await this.Train();
        CommandRun run = await CommandRun.Of(
            "backtest", "--feed", "f", "--gtfs", this.gtfs, "--input", this.positions, "--format", "positions-csv", "--test-from", $"{Midnight + Start(60)}", "--model", this.folder.In("model"), "--report", this.folder.In("report"));

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("with the model: MAE", run.Output, StringComparison.Ordinal);
        JsonNode report = JsonNode.Parse(await File.ReadAllTextAsync(this.folder.In("report/report.json"), TestContext.Current.CancellationToken))!;
        string[] names = [.. report["methods"]!.AsArray().Select(m => (string)m!["name"]!)];
        Assert.Equal(["ours, median", "ours, published", "ours with the model, median", "ours with the model, published"], names[^4..]);
        JsonNode all = report["model_against_formula"]![0]!;
        Assert.Equal(("ours, median", "all"), ((string)all["other"]!, (string)all["minutes"]!));

        // The model has seen this day: it must be better on it.
        Assert.True((double)all["own_mae_seconds"]! < (double)all["other_mae_seconds"]!);
        Assert.Equal((int)report["methods"]![8]!["plain"]!["n"]!, (int)report["methods"]![10]!["plain"]!["n"]!);
    }

    [Fact]
    public async Task The_same_archive_and_seed_give_the_same_bytes()
    {
        await this.Train("one");
        await this.Train("other");
        Assert.Equal(this.folder.Hash("one"), this.folder.Hash("other"));
    }

    [Fact]
    public async Task An_archived_day_teaches_what_its_log_teaches()
    {
        using (Recording recording = RecordingReader.Open(this.positions, RecordingFormat.PositionsCsv))
        {
            await using SegmentObservationLog log = SegmentObservationLog.Open(this.folder.In("data/f/log"), new ObservationLogOptions());
            List<Observation> observations = [];
            while (recording.TryRead(out RecordedItem item))
            {
                observations.Add(item.Observation!);
            }

            await log.AppendAsync(observations, TestContext.Current.CancellationToken);
        }

        CommandRun export = await CommandRun.Of("archive", "export", "--data", this.folder.In("data"), "--feed", "f", "--day", "2026-03-02", "--gtfs", this.gtfs, "--out", this.folder.In("days"));
        CommandRun ofLog = await this.TrainOn("data/f/log", "log", "of-log");
        CommandRun ofArchive = await this.TrainOn("days", "archive", "of-archive");

        Assert.Equal((0, 0, 0), (export.ExitCode, ofLog.ExitCode, ofArchive.ExitCode));
        Assert.Equal(await File.ReadAllBytesAsync(this.folder.In("of-log/model.onnx"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(this.folder.In("of-archive/model.onnx"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_model_that_cannot_be_used_is_named_and_the_formula_goes_on()
    {
        CommandRun run = await this.Replay("with", "--model", this.folder.In("nowhere"));
        await this.Replay("without");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning", run.Error, StringComparison.Ordinal);
        Assert.Contains(this.folder.In("nowhere"), run.Error, StringComparison.Ordinal);
        Assert.Equal(this.folder.Hash("without"), this.folder.Hash("with"));
    }

    [Fact]
    public async Task Refuses_a_model_and_none_at_once() =>
        (await this.Replay("out", "--model", "m", "--no-model")).AssertFailed(2, "--no-model");

    [Fact]
    public async Task Refuses_a_model_without_a_name() =>
        (await this.Replay("out", "--model", "")).AssertFailed(2, "--model is empty: name the folder of a model, or give --no-model");

    [Fact]
    public async Task Says_when_too_little_can_be_learned()
    {
        CommandRun run = await CommandRun.Of("train", "--feed", "f", "--gtfs", this.folder.Gtfs, "--input", this.folder.Write("p.csv", ReplayFolder.RunOfT()), "--format", "positions-csv", "--out", this.folder.In("model"));
        run.AssertFailed(1, "predictions have a known arrival");
        Assert.False(Directory.Exists(this.folder.In("model")));
    }

    [Fact]
    public async Task Each_archive_needs_its_own_timetable()
    {
        CommandRun run = await CommandRun.Of("train", "--feed", "f", "--gtfs", this.gtfs, "--input", "a", "--input", "b", "--format", "positions-csv", "--out", "m");
        run.AssertFailed(2, "its own --gtfs");
    }

    [Fact]
    public async Task Arrivals_without_the_needed_columns_are_refused_by_name()
    {
        CommandRun run = await this.Train(more: ["--arrivals", this.folder.Write("a.csv", "trip_id,stop_sequence,arrival_unix\n")]);
        run.AssertFailed(1, "service_date");
    }

    [Theory]
    [InlineData("20260302,elsewhere,1,1772413200\n", "1 rows name unknown trips")]
    [InlineData("20260302,T0,1,soon\n", "line 2")]
    public async Task Arrivals_that_say_nothing_are_refused_before_the_archive_is_read(string row, string told)
    {
        string arrivals = this.folder.Write("a.csv", "service_date,trip_id,stop_sequence,arrival_unix\n" + row);
        CommandRun run = await CommandRun.Of(
            "train", "--feed", "f", "--gtfs", this.gtfs, "--input", "nowhere.csv", "--format", "positions-csv", "--arrivals", arrivals, "--out", this.folder.In("model"));
        run.AssertFailed(1, told);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused_before_the_archive_is_read()
    {
        CommandRun run = await CommandRun.Of(
            "train", "--feed", "f", "--gtfs", this.gtfs, "--input", "nowhere.csv", "--format", "positions-csv", "--out", Path.Combine(this.positions, "model"));
        run.AssertFailed(2, "--out");
    }

    [Fact]
    public async Task Learns_from_arrivals_of_a_file_where_they_are_given()
    {
        StringBuilder arrivals = new("service_date,trip_id,stop_sequence,arrival_unix\n");
        for (int trip = 0; trip < Trips; trip++)
        {
            for (int stop = 0; stop < Stops; stop++)
            {
                arrivals.Append(CultureInfo.InvariantCulture, $"20260302,T{trip},{stop + 1},{Midnight + Start(trip) + (stop * Pace(trip))}\n");
            }
        }

        CommandRun run = await this.Train(more: ["--arrivals", this.folder.Write("a.csv", arrivals.ToString())]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("arrivals from a file of its own", await File.ReadAllTextAsync(this.folder.In("model/card.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private Task<CommandRun> Train(string outFolder = "model", params string[] more) => CommandRun.Of(
        ["train", "--feed", "f", "--gtfs", this.gtfs, "--input", this.positions, "--format", "positions-csv", "--license", "made up in a test.", "--out", this.folder.In(outFolder), .. more]);

    private Task<CommandRun> TrainOn(string input, string format, string outFolder) => CommandRun.Of(
        "train", "--feed", "f", "--gtfs", this.gtfs, "--input", this.folder.In(input), "--format", format, "--out", this.folder.In(outFolder));

    private Task<CommandRun> Replay(string outFolder, params string[] more) => CommandRun.Of(
        ["replay", "--feed", "f", "--gtfs", this.gtfs, "--input", this.positions, "--format", "positions-csv", "--every", "600", "--out", this.folder.In(outFolder), .. more]);

    /// <summary>Seconds after midnight at which a trip leaves: one every three minutes from six.</summary>
    private static int Start(int trip) => (6 * 3600) + (trip * 180);

    /// <summary>Seconds a bus truly takes from stop to stop, where the timetable says 120: some are quicker all the way.</summary>
    private static int Pace(int trip) => trip % 3 == 0 ? 100 : 135;

    private static FeedText City()
    {
        StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon\n");
        StringBuilder trips = new("route_id,service_id,trip_id\n");
        StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        for (int stop = 0; stop < Stops; stop++)
        {
            stops.AppendLine(CultureInfo.InvariantCulture, $"S{stop},Stop {stop},{13.70 + (0.007 * stop):F4},100.50");
        }

        for (int trip = 0; trip < Trips; trip++)
        {
            trips.AppendLine(CultureInfo.InvariantCulture, $"R,S,T{trip}");
            for (int stop = 0; stop < Stops; stop++)
            {
                TimeSpan time = TimeSpan.FromSeconds(Start(trip) + (stop * 120));
                times.AppendLine(CultureInfo.InvariantCulture, $"T{trip},{time:hh\\:mm\\:ss},{time:hh\\:mm\\:ss},S{stop},{stop + 1}");
            }
        }

        return FeedText.TwoStops().With("stops.txt", stops.ToString().TrimEnd()).With("trips.txt", trips.ToString().TrimEnd()).With("stop_times.txt", times.ToString().TrimEnd());
    }

    private static string Positions()
    {
        List<(long At, string Row)> rows = [];
        for (int trip = 0; trip < Trips; trip++)
        {
            int whole = (Stops - 1) * Pace(trip);
            for (int second = 0; second <= whole; second += 30)
            {
                long at = Midnight + Start(trip) + second;
                double latitude = 13.70 + (0.007 * (Stops - 1) * second / whole);
                rows.Add((at, string.Create(CultureInfo.InvariantCulture, $"{at},{at},bus-{trip},T{trip},{latitude:F6},100.50")));
            }
        }

        return ReplayFolder.Header + string.Join('\n', rows.OrderBy(r => r.At).Select(r => r.Row)) + "\n";
    }
}
