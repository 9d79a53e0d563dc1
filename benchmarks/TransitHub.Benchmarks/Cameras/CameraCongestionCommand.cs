using System.CommandLine;
using System.Globalization;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cameras;

/// <summary>
/// `camera-congestion`: the vehicles of some routes stop reporting and cameras at stops see them instead; how freely traffic is said to move on links of which
/// cameras alone tell, beside what the vehicles' own reports say of the same links at the same moments.
/// </summary>
internal sealed class CameraCongestionCommand
{
    private const int EverySeconds = 300;
    private const int Levels = 4;

    private readonly Schedule schedule;
    private readonly HashSet<int> hidden;
    private readonly HashSet<int> links = [];

    /// <summary>Moments of links by the level that reports tell, then by that of cameras; 0: none is told.</summary>
    private readonly int[,] told = new int[Levels + 1, Levels + 1];
    private readonly List<(double Reports, double Cameras)> ratios = [];

    private CameraCongestionCommand(Schedule schedule, int[] ranks)
    {
        this.schedule = schedule;
        this.hidden = [.. Enumerable.Range(0, schedule.Trips.Count)
            .Where(t => schedule.Trips.PatternIndex(t) >= 0 && schedule.Trips.RouteIndex(t) >= 0)
            .GroupBy(t => schedule.Routes.ShortName(schedule.Trips.RouteIndex(t)))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Where((_, at) => ranks.Contains(at + 1)).SelectMany(g => g)];
        foreach (int trip in this.hidden)
        {
            this.links.UnionWith(schedule.Patterns.Links(schedule.Trips.PatternIndex(trip)).ToArray());
        }
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true };
        Option<string> arrivals = new("--arrivals") { Required = true };
        Option<int[]> ranks = new("--rank") { DefaultValueFactory = _ => [1], AllowMultipleArgumentsPerToken = true, Description = "Which routes: 1 has the most trips." };
        Option<int> stops = new("--every-stops") { DefaultValueFactory = _ => 2 };
        Option<bool> halves = new("--halves") { Description = "Compares the reports of half of the vehicles with those of the other half instead: how far any two can agree." };
        Command command = new("camera-congestion", "Compares the congestion that cameras alone tell with what vehicles' reports tell.") { gtfs, positions, arrivals, ranks, stops, halves };
        command.SetAction(parsed =>
        {
            CameraCongestionCommand run = new(ScheduleReader.Read(parsed.GetValue(gtfs)!).Schedule, parsed.GetValue(ranks)!);
            run.Replay(parsed.GetValue(positions)!, parsed.GetValue(arrivals)!, parsed.GetValue(stops), parsed.GetValue(halves));
            return 0;
        });
        return command;
    }

    private void Replay(string positions, string arrivals, int every, bool halves)
    {
        ArrivalTruth truth = new(this.schedule);
        ArrivalsFile.Read(arrivals, this.schedule, truth);
        truth.Close();
        StopCameras sites = new(this.schedule, every, this.hidden.Select(this.schedule.Trips.PatternIndex).ToHashSet());
        Queue<CameraCase> passages = new(halves ? [] : new CameraCases(this.schedule, sites, new CameraFaults(1, 0.05, 0.05, 3, 1, 0)).Make(truth));
        FusionPipeline whole = new(FeedId.Parse("bench"), this.schedule, new FusionOptions(), new RejectionLedger());
        FusionPipeline blind = new(FeedId.Parse("bench"), this.schedule, new FusionOptions(), new RejectionLedger(), devices: sites.MakeRegistry());
        long due = 0;
        foreach (AvlReport report in PositionsFile.Read(positions))
        {
            while (passages.TryPeek(out CameraCase? passage) && passage.Report.ReceivedAt <= report.ReceivedAt)
            {
                blind.Advance(passage.Report.ReceivedAt);
                blind.Process(passages.Dequeue().Report);
            }

            long second = report.ReceivedAt.UnixSeconds;
            due = due == 0 ? second + EverySeconds : due;
            if (second >= due)
            {
                due += EverySeconds;
                this.Compare(whole.TakeSnapshot(report.ReceivedAt), blind.TakeSnapshot(report.ReceivedAt), halves);
            }

            if (halves)
            {
                (HalfOf(report.Device) == 0 ? whole : blind).Process(report);
                continue;
            }

            whole.Process(report);
            if (!(report.TripId is { } id && this.schedule.Trips.TryFind(id, out int trip) && this.hidden.Contains(trip)))
            {
                blind.Process(report);
            }
        }

        this.Print(sites.Count);
    }

    private void Compare(HubSnapshot whole, HubSnapshot blind, bool halves)
    {
        Dictionary<int, CongestedLink> reports = whole.Congestion.Where(c => this.links.Contains(c.Link)).ToDictionary(c => c.Link);
        Dictionary<int, CongestedLink> cameras = blind.Congestion.Where(c => this.links.Contains(c.Link)).ToDictionary(c => c.Link);
        foreach (int link in this.links)
        {
            CongestedLink? one = reports.GetValueOrDefault(link);
            CongestedLink? other = cameras.GetValueOrDefault(link);
            if (!halves && other is not null && other.CameraSamples < other.Samples)
            {
                continue;
            }

            this.told[one?.Level ?? 0, other?.Level ?? 0]++;
            if (one is not null && other is not null)
            {
                this.ratios.Add((one.SpeedRatio, other.SpeedRatio));
            }
        }
    }

    private void Print(int cameras)
    {
        string[] names = ["nothing", "smooth", "stop and go", "congestion", "severe"];
        Write($"{this.links.Count} links, {cameras} cameras; moments of links at which reports and cameras tell:\n");
        Write($"| reports tell | {string.Join(" | ", names.Select(n => "cameras: " + n))} |\n|---|---|---|---|---|---|");
        for (int one = 0; one <= Levels; one++)
        {
            Write($"| {names[one]} | {string.Join(" | ", Enumerable.Range(0, Levels + 1).Select(other => this.told[one, other]))} |");
        }

        var both = Enumerable.Range(1, Levels).SelectMany(one => Enumerable.Range(1, Levels).Select(other => (Off: Math.Abs(one - other), N: this.told[one, other]))).ToArray();
        double all = Math.Max(1, both.Sum(b => b.N));
        Write($"\nboth {all:F0}, same level {100 * both.Where(b => b.Off == 0).Sum(b => b.N) / all:F1} %, one off or less {100 * both.Where(b => b.Off <= 1).Sum(b => b.N) / all:F1} %, correlation of speed ratios {this.Correlation():F2}, cameras' less reports' ratio on average {this.ratios.Average(r => r.Cameras - r.Reports):F3}");
    }

    /// <summary>Half of the vehicles, by their ids' last characters.</summary>
    private static int HalfOf(DeviceId device) => device.ToString().Sum(static c => c) % 2;

    private double Correlation()
    {
        double meanReports = this.ratios.Average(r => Math.Min(1.5, r.Reports));
        double meanCameras = this.ratios.Average(r => Math.Min(1.5, r.Cameras));
        double both = 0;
        double one = 0;
        double other = 0;
        foreach ((double reports, double cameras) in this.ratios)
        {
            double a = Math.Min(1.5, reports) - meanReports;
            double b = Math.Min(1.5, cameras) - meanCameras;
            both += a * b;
            one += a * a;
            other += b * b;
        }

        return both / Math.Sqrt(one * other);
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
