using System.CommandLine;
using System.Diagnostics;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Tracing;

namespace TransitHub.Benchmarks.Observing;

/// <summary>`gtfs-shapes`: draws the shapes of a feed's patterns from stops and positions, with the real shapes hidden, and compares.</summary>
internal static class GtfsShapesCommand
{
    private const double StepMeters = 25;

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string[]> positions = new("--positions") { Required = true, AllowMultipleArgumentsPerToken = true };
        Option<int> fewest = new("--min-traces") { DefaultValueFactory = _ => 2 };
        Command command = new("gtfs-shapes", "Compares shapes drawn from traces with the real ones.") { gtfs, positions, fewest };
        command.SetAction(parsed =>
        {
            Run(ScheduleReader.Read(parsed.GetValue(gtfs)!).Schedule, parsed.GetValue(positions)!, parsed.GetValue(fewest));
            return 0;
        });
        return command;
    }

    private static void Run(Schedule schedule, string[] files, int fewest)
    {
        long started = Stopwatch.GetTimestamp();
        WayTracer tracer = new(fewest);
        int reports = 0;
        foreach (AvlReport report in files.SelectMany(PositionsFile.Read))
        {
            reports++;
            tracer.TryAdd(report);
        }

        Deviations drawn = new();
        Deviations straight = new();
        (Deviations near, Deviations middle, Deviations far, Deviations unseen) = (new(), new(), new(), new());
        List<TracedWay> ways = [];
        (int patterns, int trips, int drawnTrips) = (0, 0, 0);
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            if (schedule.Patterns.IsStraight(pattern))
            {
                continue;
            }

            patterns++;
            trips += schedule.Patterns.Trips(pattern).Length;
            GeoPoint[] stops = [.. schedule.Patterns.Stops(pattern).ToArray().Select(s => new GeoPoint(schedule.Stops.Latitude(s), schedule.Stops.Longitude(s)))];
            if (tracer.Trace(stops) is not { } way)
            {
                continue;
            }

            ways.Add(way);
            drawnTrips += schedule.Patterns.Trips(pattern).Length;
            Geometry real = schedule.Geometries[schedule.Patterns.GeometryIndex(pattern)];
            (double from, double to) = (schedule.Patterns.StopOffsets(pattern)[0], schedule.Patterns.StopOffsets(pattern)[^1]);
            drawn.Add(real, from, to, LineOf(way.Way.Points));
            straight.Add(real, from, to, LineOf(stops));
            for (int link = 0; link < way.Links; link++)
            {
                double apart = stops[link].DistanceTo(stops[link + 1]);
                Deviations part = way.IsSeen[link] ? (apart < 500 ? near : apart < 2000 ? middle : far) : unseen;
                part.Add(real, schedule.Patterns.StopOffsets(pattern)[link], schedule.Patterns.StopOffsets(pattern)[link + 1], LineOf(way.Way.Points), isWhole: false);
            }
        }

        Console.WriteLine($"{reports:N0} reports; {ways.Count} of {patterns} patterns drawn ({StopScore.Share(drawnTrips, trips)} of {trips} trips), {ways.Sum(w => w.SeenLinks)} of {ways.Sum(w => w.Links)} parts seen; {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, {Environment.WorkingSet >> 20} MB");
        drawn.Print("drawn");
        straight.Print("straight");
        near.Print("seen parts, stops less than 500 m apart");
        middle.Print("seen parts, 500 to 2,000 m");
        far.Print("seen parts, farther apart");
        unseen.Print("parts that were not seen");
        Console.WriteLine($"said of itself: traces off {Middle(ways.Select(w => w.MedianMeters)):F1} m in the median and {Middle(ways.Select(w => w.MostMeters)):F1} m at 95 % (medians over patterns), {Middle(ways.Select(w => w.FitShare)):P1} of the traces fit");
    }

    private static Geometry LineOf(IReadOnlyList<GeoPoint> points) => Geometry.FromDegrees([.. points.Select(p => p.Lat)], [.. points.Select(p => p.Lon)]);

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    /// <summary>How far a line is from the real shape and the real shape from it, at even steps; each pattern's worst too.</summary>
    private sealed class Deviations
    {
        private readonly List<double> meters = [];
        private readonly List<double> worst = [];

        public void Add(Geometry real, double from, double to, Geometry line, bool isWhole = true)
        {
            double most = 0;
            for (double along = from; along <= to; along += StepMeters)
            {
                most = Math.Max(most, this.Note(real.At(along), line));
            }

            for (double along = 0; isWhole && along <= line.LengthMeters; along += StepMeters)
            {
                most = Math.Max(most, this.Note(line.At(along), real));
            }

            this.worst.Add(most);
        }

        public void Print(string name)
        {
            this.meters.Sort();
            this.worst.Sort();
            double Quantile(List<double> values, double share) => values.Count == 0 ? double.NaN : values[Math.Min(values.Count - 1, (int)(share * values.Count))];
            Console.WriteLine($"{name}: off the real shape {Quantile(this.meters, 0.5):F1} m in the median, {Quantile(this.meters, 0.9):F1} m at 90 %, {Quantile(this.meters, 0.95):F1} m at 95 %, {Quantile(this.meters, 0.99):F1} m at 99 %; the worst place of each {Quantile(this.worst, 0.5):F0} m in the median, {Quantile(this.worst, 0.9):F0} m at 90 %");
        }

        private double Note((double Lat, double Lon) place, Geometry line)
        {
            line.ToLocal(place.Lat, place.Lon, out float x, out float y);
            double off = TransitHub.Gtfs.Geometries.LineProjection.Candidates(line, x, y).Min(c => (double)c.Distance);
            this.meters.Add(off);
            return off;
        }
    }
}
