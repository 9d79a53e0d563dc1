using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `fusion-labels`: replays hand-labelled traces of vehicles that name no trip, and compares phase and position along the
/// line with the labels.
/// </summary>
internal sealed class LabelsCommand
{
    private readonly Schedule schedule;
    private readonly FusionOptions options;
    private readonly List<double> errors = [];
    private readonly SortedDictionary<string, int> confusion = new(StringComparer.Ordinal);
    private int rows;
    private int matched;
    private int phaseRight;
    private int inProgress;
    private int inProgressFound;

    private LabelsCommand(string gtfs, IReadOnlyDictionary<string, string> signs)
    {
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.options = new FusionOptions { SignRoutes = signs };
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> traces = new("--traces") { Required = true };
        Option<string[]> signs = new("--sign") { Description = "TEXT=ROUTE_ID; an empty route means out of service", DefaultValueFactory = _ => [] };
        Command command = new("fusion-labels", "Compares phase and position with labelled traces.") { gtfs, traces, signs };
        command.SetAction(parsed =>
        {
            Dictionary<string, string> table = parsed.GetValue(signs)!.Select(s => s.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
            LabelsCommand run = new(parsed.GetValue(gtfs)!, table);
            foreach (string path in Directory.GetFiles(parsed.GetValue(traces)!, "*.csv").Order(StringComparer.Ordinal))
            {
                run.Replay(path);
            }

            run.Print();
            return 0;
        });
        return command;
    }

    private void Replay(string path)
    {
        RejectionLedger ledger = new();
        FusionPipeline pipeline = new(FeedId.Parse("labels"), this.schedule, this.options, ledger);
        int before = this.rows;
        int matchedBefore = this.matched;
        foreach (CsvLine row in PositionsFile.Rows(path))
        {
            DateTime time = DateTime.Parse(row["timestamp"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
            Timestamp at = Timestamp.FromUnixSeconds(new DateTimeOffset(time).ToUnixTimeSeconds());
            pipeline.Process(new AvlReport
            {
                Device = DeviceId.Parse(row["vid"]!),
                ReceivedAt = at,
                MeasuredAt = at,
                Latitude = PositionsFile.Number(row["lat"])!.Value,
                Longitude = PositionsFile.Number(row["lon"])!.Value,
                SignText = row["dsc"],
            });
            this.Compare(row, pipeline.TakeSnapshot(at).Vehicles[0]);
        }

        Console.WriteLine($"{Path.GetFileName(path)}: {this.rows - before} rows, matched {this.matched - matchedBefore}; "
            + string.Join(", ", ledger.List().Select(r => $"{r.Key.Name()} {r.Value}")));
    }

    private void Compare(CsvLine row, VehicleSnapshot vehicle)
    {
        this.rows++;
        bool hasTrip = vehicle.Trip is not null;
        this.matched += hasTrip ? 1 : 0;
        string label = row["actual_phase"] ?? string.Empty;
        bool isRight = label.Split('+').Any(l => Fits(l, vehicle));
        this.phaseRight += isRight ? 1 : 0;
        string key = $"{label} as {vehicle.Phase}{(isRight ? string.Empty : " (wrong)")}";
        this.confusion[key] = this.confusion.GetValueOrDefault(key) + 1;
        if (label == "IN_PROGRESS")
        {
            this.inProgress++;
            this.inProgressFound += hasTrip ? 1 : 0;
        }

        if (hasTrip && row["actual_block_lat"] is { } latitude && row["actual_block_lon"] is { } longitude && !double.IsNaN(vehicle.AlongMeters))
        {
            int pattern = this.schedule.Trips.PatternIndex(vehicle.Trip!.Value.TripIndex);
            (double lat, double lon) = this.schedule.Geometries[this.schedule.Patterns.GeometryIndex(pattern)].At(vehicle.AlongMeters);
            this.errors.Add(Geometry.Distance(lat, lon, PositionsFile.Number(latitude)!.Value, PositionsFile.Number(longitude)!.Value));
        }
    }

    /// <summary>The labels are prefixes; a vehicle without riders is any that is given no run.</summary>
    private static bool Fits(string label, VehicleSnapshot vehicle) => vehicle.Phase switch
    {
        VehiclePhase.InService or VehiclePhase.OffRoute => label.StartsWith("IN_PROGRESS", StringComparison.Ordinal),
        VehiclePhase.Layover => label.StartsWith("LAYOVER", StringComparison.Ordinal) || label.StartsWith("DEADHEAD", StringComparison.Ordinal),
        _ => !label.StartsWith("IN_PROGRESS", StringComparison.Ordinal),
    };

    private void Print()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nrows {this.rows}, matched {this.matched}, phase right {100.0 * this.phaseRight / this.rows:F1} %; in progress {this.inProgress}, of these on a run {100.0 * this.inProgressFound / this.inProgress:F1} %"));
        this.errors.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"position along the line: n {this.errors.Count}, median {At(0.5):F1} m, p95 {At(0.95):F1} m, max {At(1):F1} m"));
        foreach ((string key, int count) in this.confusion)
        {
            Console.WriteLine($"  {key}: {count}");
        }

        double At(double share) => this.errors.Count == 0 ? double.NaN : this.errors[(int)(share * (this.errors.Count - 1))];
    }
}
