using TransitHub.Gtfs;
using TransitHub.Training.Observing;

namespace TransitHub.Benchmarks.Observing;

/// <summary>Compares drafted directions with the real patterns they stand for: ways, run times, headways.</summary>
internal static class LineScore
{
    private const double StepMeters = 50;
    private const double NearMeters = 50;
    private const double SameShare = 0.8;
    private const double EndsMeters = 1500;

    public static void Print(SeenService seen, DraftNetwork draft)
    {
        DraftDirection[] directions = [.. draft.Lines.SelectMany(l => l.Directions)];
        Dictionary<int, DraftDirection> match = [];
        foreach (int pattern in seen.Patterns.Keys)
        {
            Geometry real = seen.Schedule.Geometries[seen.Schedule.Patterns.GeometryIndex(pattern)];
            (DraftDirection? best, double most) = (null, SameShare);
            foreach (DraftDirection direction in directions)
            {
                if (Ends(real, direction.Shape) <= EndsMeters && Math.Min(Near(real, direction.Shape), Near(direction.Shape, real)) is var share && share >= most)
                {
                    (best, most) = (direction, share + 1e-9);
                }
            }

            if (best is not null)
            {
                match.Add(pattern, best);
            }
        }

        int trips = seen.Patterns.Values.Sum();
        int often = seen.Patterns.Count(p => p.Value >= 3);
        Console.WriteLine($"ways: {StopScore.Share(match.Count, seen.Patterns.Count)} of the patterns seen are drafted, {StopScore.Share(match.Keys.Count(p => seen.Patterns[p] >= 3), often)} of those with three trips or more, which is {StopScore.Share(match.Keys.Sum(p => seen.Patterns[p]), trips)} of the trips; {StopScore.Share(match.Values.Distinct().Count(), directions.Length)} of the drafted directions are a pattern");
        PrintShapes(seen, match);
        PrintTimes(seen, match);
        PrintHeadways(seen, match, OfPattern(seen, directions, match));
    }

    /// <summary>All drafted directions by the one that stands for the pattern they fit best: a way that was drafted twice has its departures in both.</summary>
    private static ILookup<DraftDirection, DraftDirection> OfPattern(SeenService seen, DraftDirection[] directions, Dictionary<int, DraftDirection> match)
    {
        List<(DraftDirection Main, DraftDirection Own)> pairs = [];
        foreach (DraftDirection direction in directions)
        {
            (DraftDirection? main, double most) = (match.ContainsValue(direction) ? direction : null, SameShare);
            foreach ((int pattern, DraftDirection matched) in main is null ? match : [])
            {
                Geometry real = seen.Schedule.Geometries[seen.Schedule.Patterns.GeometryIndex(pattern)];
                if (Ends(real, direction.Shape) <= EndsMeters && Math.Min(Near(real, direction.Shape), Near(direction.Shape, real)) is var share && share >= most)
                {
                    (main, most) = (matched, share);
                }
            }

            if (main is not null)
            {
                pairs.Add((main, direction));
            }
        }

        return pairs.ToLookup(p => p.Main, p => p.Own);
    }

    private static void PrintShapes(SeenService seen, Dictionary<int, DraftDirection> match)
    {
        List<double> off = [];
        foreach ((DraftDirection direction, IEnumerable<int> patterns) in match.GroupBy(m => m.Value, m => m.Key).Select(g => (g.Key, g)))
        {
            Geometry[] reals = [.. patterns.Select(p => seen.Schedule.Geometries[seen.Schedule.Patterns.GeometryIndex(p)])];
            double[][] each = [.. reals.Select(r => Distances(direction.Shape, r))];
            off.AddRange(each.MinBy(e => e.Average())!);
        }

        Console.WriteLine($"shapes: {Quantile(off, 0.5):F1} m off in the median, {Quantile(off, 0.9):F1} m at 90 %, {Quantile(off, 0.95):F1} m at 95 % (every {StepMeters} m of the drafted, to the real)");
    }

    private static void PrintTimes(SeenService seen, Dictionary<int, DraftDirection> match)
    {
        List<double> errors = [];
        List<double> flat = [];
        List<double> signed = [];
        foreach (int trip in seen.Trips)
        {
            if (!match.TryGetValue(seen.Schedule.Trips.PatternIndex(trip), out DraftDirection? direction))
            {
                continue;
            }

            int hour = seen.Schedule.Trips.StartSeconds(trip) / 3600;
            if (Common(seen.Schedule, trip, direction) is not var (first, last, from, to))
            {
                continue;
            }

            double real = seen.Schedule.Trips.Arrivals(trip)[last] - seen.Schedule.Trips.Departures(trip)[first];
            double drafted = Seconds(direction, direction.Travel.FirstOrDefault(t => t.FromHour == hour) ?? direction.Travel[0], from, to);
            if (real >= 300)
            {
                errors.Add(Math.Abs(drafted - real) / real * 100);
                signed.Add((drafted - real) / real * 100);
                double meters = direction.Calls[to].AlongMeters - direction.Calls[from].AlongMeters;
                flat.Add(Math.Abs((meters / 1000 * 180) - real) / real * 100);
            }
        }

        Console.WriteLine($"run times: {errors.Count} trips, off by {Quantile(errors, 0.5):F1} % in the median, {Quantile(errors, 0.9):F1} % at 90 %, {Quantile(signed, 0.5):+0.0;-0.0} % on the whole, against the timetable (plain, 20 km/h throughout: {Quantile(flat, 0.5):F1} %)");
    }

    private static void PrintHeadways(SeenService seen, Dictionary<int, DraftDirection> match, ILookup<DraftDirection, DraftDirection> drafts)
    {
        if (seen.ToHour <= seen.FromHour)
        {
            return;
        }

        List<double> errors = [];
        double drafted = 0;
        double real = 0;
        foreach ((DraftDirection direction, HashSet<int> patterns) in match.GroupBy(m => m.Value, m => m.Key).Select(g => (g.Key, g.ToHashSet())))
        {
            for (int hour = seen.FromHour; hour < seen.ToHour; hour++)
            {
                int count = seen.Trips.Count(t => patterns.Contains(seen.Schedule.Trips.PatternIndex(t)) && seen.Schedule.Trips.StartSeconds(t) / 3600 == hour);
                double own = drafts[direction].Sum(d => d.Service.Sum(s => Departures(s, hour)));
                real += count;
                drafted += own;
                if (count >= 3)
                {
                    errors.Add(own < 0.5 ? 100 : Math.Abs((1 / own) - (1.0 / count)) * count * 100);
                }
            }
        }

        Console.WriteLine($"headways: {errors.Count} hours of a direction with three trips or more, off by {Quantile(errors, 0.5):F1} % in the median, {(errors.Count == 0 ? 0 : errors.Average()):F1} % in the mean; {drafted:F0} departures drafted for {real} trips");
    }

    private static double Departures(DraftService service, int hour) => service.EverySeconds > 0
        ? Math.Max(0, Math.Min(service.ToSeconds, (hour + 1) * 3600) - Math.Max(service.FromSeconds, hour * 3600)) / (double)service.EverySeconds
        : service.Departures.Count(d => d / 3600 == hour);

    private static double Seconds(DraftDirection direction, DraftTravel travel, int from, int to)
    {
        double seconds = 0;
        for (int link = from; link < to; link++)
        {
            seconds += travel.Seconds[link] + (link > from ? direction.DwellSeconds[link] : 0);
        }

        return seconds;
    }

    /// <summary>The first and the last stop that trip and direction share: positions in the pattern and in the calls.</summary>
    private static (int First, int Last, int From, int To)? Common(Schedule schedule, int trip, DraftDirection direction)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip));
        (int first, int last, int from, int to) = (-1, -1, -1, -1);
        for (int i = 0; i < stops.Length; i++)
        {
            for (int call = Math.Max(0, to + 1); call < direction.Calls.Count; call++)
            {
                DraftStop stop = direction.Calls[call].Stop;
                if (Geometry.Distance(stop.Latitude, stop.Longitude, schedule.Stops.Latitude(stops[i]), schedule.Stops.Longitude(stops[i])) <= 60)
                {
                    (first, from) = first < 0 ? (i, call) : (first, from);
                    (last, to) = (i, call);
                    break;
                }
            }
        }

        return last > first ? (first, last, from, to) : null;
    }

    private static double Ends(Geometry a, Geometry b)
    {
        (double latA, double lonA) = a.At(0);
        (double latB, double lonB) = b.At(0);
        (double endLatA, double endLonA) = a.At(a.LengthMeters);
        (double endLatB, double endLonB) = b.At(b.LengthMeters);
        return Math.Max(Geometry.Distance(latA, lonA, latB, lonB), Geometry.Distance(endLatA, endLonA, endLatB, endLonB));
    }

    private static double Near(Geometry of, Geometry to)
    {
        double[] distances = Distances(of, to);
        return (double)distances.Count(d => d <= NearMeters) / distances.Length;
    }

    /// <summary>Distances from places along one line to the other.</summary>
    private static double[] Distances(Geometry of, Geometry to)
    {
        double[] distances = new double[(int)(of.LengthMeters / StepMeters) + 1];
        for (int i = 0; i < distances.Length; i++)
        {
            (double lat, double lon) = of.At(i * StepMeters);
            to.ToLocal(lat, lon, out float x, out float y);
            double nearest = double.MaxValue;
            for (int at = 0; at + 1 < to.X.Length; at++)
            {
                double dx = to.X[at + 1] - to.X[at];
                double dy = to.Y[at + 1] - to.Y[at];
                double length = (dx * dx) + (dy * dy);
                double share = length > 0 ? Math.Clamp((((x - to.X[at]) * dx) + ((y - to.Y[at]) * dy)) / length, 0, 1) : 0;
                double ex = x - to.X[at] - (share * dx);
                double ey = y - to.Y[at] - (share * dy);
                nearest = Math.Min(nearest, (ex * ex) + (ey * ey));
            }

            distances[i] = Math.Sqrt(nearest);
        }

        return distances;
    }

    private static double Quantile(List<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
