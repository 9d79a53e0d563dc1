using System.Globalization;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Observing;

/// <summary>Real stops found, and drafted stops that are one: pairs within 50 m, the nearest first, each stop in one pair at most.</summary>
internal static class StopScore
{
    private const double SameMeters = 50;

    public static void Print(string name, SeenService seen, IReadOnlyList<(double Lat, double Lon, double Confidence)> drafted, string? list, int plain = 0)
    {
        StopTable stops = seen.Schedule.Stops;
        int[] real = [.. seen.Visits.Keys];
        Dictionary<(int, int), List<int>> cells = [];
        for (int i = 0; i < real.Length; i++)
        {
            (int, int) cell = Cell(stops.Latitude(real[i]), stops.Longitude(real[i]));
            (cells.TryGetValue(cell, out List<int>? there) ? there : cells[cell] = []).Add(i);
        }

        List<(double Meters, int Real, int Draft)> pairs = [];
        for (int d = 0; d < drafted.Count; d++)
        {
            (int lat, int lon) = Cell(drafted[d].Lat, drafted[d].Lon);
            for (int cell = 0; cell < 9; cell++)
            {
                foreach (int i in cells.GetValueOrDefault((lat + (cell / 3) - 1, lon + (cell % 3) - 1)) ?? [])
                {
                    double meters = Geometry.Distance(drafted[d].Lat, drafted[d].Lon, stops.Latitude(real[i]), stops.Longitude(real[i]));
                    if (meters <= SameMeters)
                    {
                        pairs.Add((meters, i, d));
                    }
                }
            }
        }

        pairs.Sort();
        int[] ofReal = [.. real.Select(_ => -1)];
        bool[] isStop = new bool[drafted.Count];
        List<double> off = [];
        foreach ((double meters, int i, int d) in pairs)
        {
            if (ofReal[i] < 0 && !isStop[d])
            {
                (ofReal[i], isStop[d]) = (d, true);
                off.Add(meters);
            }
        }

        int often = real.Count(r => seen.Visits[r] >= 5);
        int oftenFound = Enumerable.Range(0, real.Length).Count(i => ofReal[i] >= 0 && seen.Visits[real[i]] >= 5);
        Console.WriteLine($"{name}: {drafted.Count} stops; found {Share(off.Count, real.Length)} of those served, {Share(oftenFound, often)} of those served five times or more; {Share(off.Count, drafted.Count)} of the drafted are stops; {(off.Count == 0 ? 0 : off[off.Count / 2]):F0} m off in the median");
        foreach (double least in name == "draft" ? [0.5, 0.7, 0.9] : Array.Empty<double>())
        {
            int[] sure = [.. Enumerable.Range(0, drafted.Count).Where(d => drafted[d].Confidence >= least)];
            Console.WriteLine($"  confidence {least} or more: {sure.Length} stops, {Share(sure.Count(d => isStop[d]), sure.Length)} are stops");
        }

        if (plain > 0 && plain < drafted.Count)
        {
            int[] surest = [.. Enumerable.Range(0, drafted.Count).OrderByDescending(d => drafted[d].Confidence).ThenBy(d => d).Take(plain)];
            Console.WriteLine($"  the surest {plain}, as many as the plain draft has: {Share(surest.Count(d => isStop[d]), plain)} are stops");
        }

        if (list is not null)
        {
            IEnumerable<string> rows = real.Select((r, i) => string.Create(CultureInfo.InvariantCulture, $"{(ofReal[i] < 0 ? "missed" : "found")},{stops.Latitude(r):F6},{stops.Longitude(r):F6},{seen.Visits[r]}"))
                .Concat(drafted.Where((_, d) => !isStop[d]).Select(d => string.Create(CultureInfo.InvariantCulture, $"wrong,{d.Lat:F6},{d.Lon:F6},{d.Confidence:F2}")));
            File.WriteAllLines(list, rows.Prepend("what,lat,lon,trips_or_confidence"));
        }
    }

    public static string Share(double part, double whole) => whole == 0 ? "–" : (100 * part / whole).ToString("F1", CultureInfo.InvariantCulture) + " %";

    private static (int, int) Cell(double lat, double lon) => ((int)Math.Floor(lat * 1000), (int)Math.Floor(lon * 1000));
}
