using System.CommandLine;
using TransitHub.Benchmarks.Cameras;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// `city-headways`: scores the next departures that are foretold for patterns by headway against a simulation's truth, beside what a reader of
/// frequencies.txt can do: the headway after the last departure, and half a headway from now.
/// </summary>
internal sealed class CityHeadwaysCommand
{
    private const int Ahead = 3;
    private readonly Schedule schedule;
    private readonly FusionPipeline pipeline;
    private readonly Dictionary<int, double[]> departures;
    private readonly Sums[] sums = [.. Enumerable.Range(0, Ahead).Select(_ => new Sums())];
    private readonly SortedDictionary<string, long> alone = new(StringComparer.Ordinal);
    private long silent;
    private long shown;

    private readonly ArrivalTruth truth;
    private readonly StopCameras? cameras;

    private CityHeadwaysCommand(string gtfs, string truth, int cameraStops)
    {
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.truth = new CityTruth(this.schedule, truth).Arrivals;
        this.cameras = cameraStops == 0 ? null : new StopCameras(this.schedule, cameraStops, this.truth.Runs.Where(r => r.ByHeadway).Select(r => r.Pattern).ToHashSet(), tellsDirections: true);
        this.pipeline = new FusionPipeline(
            FeedId.Parse("city"), this.schedule, new FusionOptions(), new RejectionLedger(), devices: this.cameras?.MakeRegistry());
        this.departures = this.truth.Runs
            .Where(r => r.Vehicle is not null && r.ByHeadway && !double.IsNaN(r.Departures[0]))
            .GroupBy(r => r.Pattern)
            .ToDictionary(g => g.Key, g => g.Select(r => r.Departures[0]).Order().ToArray());
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true, Description = "The city's GTFS, as the hub served it." };
        Option<string?> log = new("--log") { Description = "The hub's observation log of the city's feed; without it nobody reports and cameras see the lines." };
        Option<int> stops = new("--every-stops") { DefaultValueFactory = _ => 5, Description = "Without a log: stops from one camera to the next at most." };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<double> read = new("--read") { DefaultValueFactory = _ => 1, Description = "Share of the passages whose route was read." };
        Option<string> truth = new("--truth") { Required = true, Description = "The simulation's stop_times.csv." };
        Command command = new("city-headways", "Scores the departures foretold for lines by headway.") { gtfs, log, truth, stops, seed, read };
        command.SetAction(parsed =>
        {
            var run = new CityHeadwaysCommand(parsed.GetValue(gtfs)!, parsed.GetValue(truth)!, parsed.GetValue(log) is null ? parsed.GetValue(stops) : 0);
            if (parsed.GetValue(log) is { } recorded)
            {
                run.Replay(recorded);
            }
            else
            {
                run.Watch(new CameraFaults((ulong)parsed.GetValue(seed), 0.05, 0.05, 3, parsed.GetValue(read), 0));
            }

            run.Print();
            return 0;
        });
        return command;
    }

    private void Replay(string log)
    {
        using Recording recording = RecordingReader.Open(log, RecordingFormat.ObservationLog);
        long due = 0;
        long from = 0;
        while (recording.TryRead(out RecordedItem item))
        {
            long second = item.ReceivedAt.UnixSeconds;
            from = from == 0 ? second + 900 : from;
            due = due == 0 ? second : due;
            for (; second > due; due += 30)
            {
                HubSnapshot snapshot = this.pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due));
                if (due >= from)
                {
                    this.Score(snapshot, due);
                }
            }

            this.pipeline.Process(item.Observation!);
        }
    }

    /// <summary>Nobody reports; cameras see who passes.</summary>
    private void Watch(CameraFaults faults)
    {
        List<CameraCase> passages = new CameraCases(this.schedule, this.cameras!, faults).Make(this.truth);
        SightedRunScore score = new(this.schedule, this.cameras!, this.truth);
        passages.ForEach(score.Add);
        this.pipeline.Cameras!.Board.Listener = score.Take;
        long due = passages[0].Report.ReceivedAt.UnixSeconds / 30 * 30;
        long from = due + 900;
        foreach (CameraCase passage in passages)
        {
            for (long second = passage.Report.ReceivedAt.UnixSeconds; second > due; due += 5)
            {
                this.pipeline.Advance(Timestamp.FromUnixSeconds(due));
                if (due >= from && due % 30 == 0)
                {
                    HubSnapshot snapshot = this.pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due));
                    this.Score(snapshot, due);
                    score.Score(snapshot, due);
                }
            }

            this.pipeline.Process(passage.Report);
        }

        Console.WriteLine($"{this.cameras!.Count} cameras, {passages.Count} passages");
        score.Print();
    }

    /// <summary>Vehicles that the positions feed shows on a run of which the other feed has no predictions (the validator's W003), by what they do.</summary>
    private void CountPairs(HubSnapshot snapshot)
    {
        HashSet<TripInstance> predicted = [.. snapshot.Trips.Where(t => !t.Stops.IsEmpty).Select(t => t.Trip)];
        foreach (VehicleSnapshot vehicle in snapshot.Vehicles)
        {
            if (vehicle.Trip is not null && vehicle.Phase is VehiclePhase.InService or VehiclePhase.Layover or VehiclePhase.Lost)
            {
                this.shown++;
                if (!predicted.Contains(vehicle.Trip!.Value))
                {
                    string key = $"{vehicle.Phase}, place {(vehicle.StopPosition == 0 ? "first stop" : vehicle.StopPosition == 1 ? "second stop" : "later")}, {vehicle.StopStatus}";
                    this.alone[key] = this.alone.GetValueOrDefault(key) + 1;
                }
            }
        }
    }

    private void Score(HubSnapshot snapshot, double now)
    {
        this.CountPairs(snapshot);
        foreach ((int pattern, double[] times) in this.departures)
        {
            double[] coming = [.. times.Where(t => t > now).Take(Ahead)];
            IReadOnlyList<DepartureQuantiles> foretold = snapshot.FindHeadway(pattern) is { } headway ? headway.Next(now, Ahead) : [];
            double planned = this.PlannedOf(pattern, now);
            double before = times.LastOrDefault(t => t <= now - 30, double.NaN);
            for (int i = 0; i < coming.Length && !double.IsNaN(before); i++)
            {
                if (foretold.Count == 0)
                {
                    this.silent++;
                    continue;
                }

                this.sums[i].Add(
                    coming[i] - foretold[i].P50,
                    coming[i] >= foretold[i].P10 && coming[i] <= foretold[i].P90,
                    coming[i] - Math.Max(now, before + ((i + 1) * planned)),
                    coming[i] - (now + ((i + 0.5) * planned)));
            }
        }
    }

    /// <summary>The headway in force; the first of the day where none is.</summary>
    private double PlannedOf(int pattern, double now)
    {
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds((long)now).InZone(this.schedule.TimeZone).Date;
        double second = now - this.schedule.ServiceDayStart(ServiceDate.From(day.Year, day.Month, day.Day));
        FrequencyWindow[] windows = [.. this.schedule.Patterns.Trips(pattern).ToArray().SelectMany(t => this.schedule.Trips.Frequencies(t).ToArray())];
        return windows.Where(w => w.StartSeconds <= second && second < w.EndSeconds).Select(w => w.HeadwaySeconds).DefaultIfEmpty(windows[0].HeadwaySeconds).Min();
    }

    private void Print()
    {
        Console.WriteLine($"patterns {this.departures.Count}, nothing foretold for {100.0 * this.silent / Math.Max(1, this.silent + this.sums.Sum(s => s.Count)):F2} % of the departures");
        Console.WriteLine($"positions on a run {this.shown}, of these without predictions {this.alone.Values.Sum()}: {string.Join("; ", this.alone.Select(p => $"{p.Key} {p.Value}"))}");
        Console.WriteLine("| departure | n | median MAE s | median bias s | 80 % covers | last + headway MAE s | half a headway MAE s |\n|---|---|---|---|---|---|---|");
        for (int i = 0; i < Ahead; i++)
        {
            Sums s = this.sums[i];
            Console.WriteLine($"| {i + 1} | {s.Count} | {s.Error / s.Count:F1} | {s.Bias / s.Count:F1} | {100.0 * s.Covered / s.Count:F1} % | {s.Planned / s.Count:F1} | {s.Half / s.Count:F1} |");
        }
    }

    private sealed class Sums
    {
        public long Count { get; private set; }

        public double Error { get; private set; }

        public double Bias { get; private set; }

        public long Covered { get; private set; }

        public double Planned { get; private set; }

        public double Half { get; private set; }

        public void Add(double error, bool isCovered, double planned, double half)
        {
            this.Count++;
            this.Error += Math.Abs(error);
            this.Bias += error;
            this.Covered += isCovered ? 1 : 0;
            this.Planned += Math.Abs(planned);
            this.Half += Math.Abs(half);
        }
    }
}
