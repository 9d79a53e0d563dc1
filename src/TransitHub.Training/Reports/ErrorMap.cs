using System.Globalization;
using System.Text;
using TransitHub.Gtfs;

namespace TransitHub.Training.Reports;

/// <summary>The network's links along their shapes, colored by the mean error at their end.</summary>
public static class ErrorMap
{
    private const int Width = 960;
    private const int Legend = 46;
    private const int MostHeight = 1100;
    private const int LeastCount = 20;

    private static readonly (double Below, string Color, string Name)[] Classes =
    [
        (-90, "#08306b", "below −90 s"), (-45, "#2171b5", "−90 to −45"), (-15, "#6baed6", "−45 to −15"), (15, "#9a9a9a", "−15 to 15"),
        (45, "#fb8a5c", "15 to 45"), (90, "#d7301f", "45 to 90"), (double.PositiveInfinity, "#7f0000", "above 90 s"),
    ];

    /// <summary>What is worst is drawn last.</summary>
    private static readonly int[] DrawingOrder = [3, 2, 4, 1, 5, 0, 6];

    /// <summary>Draws it.</summary>
    public static string Write(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Schedule schedule = report.Schedule;
        List<(int Link, double[] Latitudes, double[] Longitudes)> lines = Lines(report);
        if (lines.Count == 0)
        {
            SvgDrawing empty = new(Width, 60, "Mean error by link");
            empty.Text(10, 30, FormattableString.Invariant($"No link has {LeastCount} predictions."));
            return empty.Finish();
        }

        (double south, double north) = Middle(lines.SelectMany(l => l.Latitudes));
        (double west, double east) = Middle(lines.SelectMany(l => l.Longitudes));
        double narrowing = Math.Cos((south + north) / 2 * Math.PI / 180);
        double scale = Math.Min((Width - 20) / Math.Max(1e-6, (east - west) * narrowing), (MostHeight - Legend) / Math.Max(1e-6, north - south));
        int height = (int)Math.Ceiling((north - south) * scale) + Legend + 20;
        StringBuilder[] paths = [.. Classes.Select(_ => new StringBuilder())];
        foreach ((int link, double[] latitudes, double[] longitudes) in lines)
        {
            double bias = report.Backtest.Links.Of(link).Bias;
            StringBuilder path = paths[Array.FindIndex(Classes, c => bias < c.Below)];
            Draw(path, latitudes, longitudes, (lat, lon) => (((lon - west) * narrowing * scale) + 10, ((north - lat) * scale) + Legend));
        }

        SvgDrawing svg = new(Width, height, "Mean error of the hub's median by link");
        svg.Text(10, 16, "Mean error (actual − predicted) up to 15 min ahead: blue came earlier than told, red later");
        for (int i = 0; i < Classes.Length; i++)
        {
            svg.Box(10 + (i * 132), 26, 18, 8, Classes[i].Color);
            svg.Text(34 + (i * 132), 35, Classes[i].Name);
        }

        foreach (int i in DrawingOrder.Where(i => paths[i].Length > 0))
        {
            svg.Path(paths[i], Classes[i].Color, i == 3 ? 1 : 1.8);
        }

        return svg.Finish();
    }

    /// <summary>The part of the first pattern's shape that each link with enough predictions lies on.</summary>
    private static List<(int Link, double[] Latitudes, double[] Longitudes)> Lines(BacktestReport report)
    {
        Schedule schedule = report.Schedule;
        List<(int, double[], double[])> lines = [];
        bool[] isDrawn = new bool[schedule.Links.Count];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            Geometry line = schedule.Geometries[schedule.Patterns.GeometryIndex(pattern)];
            ReadOnlySpan<int> links = schedule.Patterns.Links(pattern);
            ReadOnlySpan<float> offsets = schedule.Patterns.StopOffsets(pattern);
            for (int i = 0; i < links.Length; i++)
            {
                if (!isDrawn[links[i]] && report.Backtest.Links.Of(links[i]).Count >= LeastCount)
                {
                    isDrawn[links[i]] = true;
                    lines.Add(Part(links[i], line, offsets[i], offsets[i + 1]));
                }
            }
        }

        return lines;
    }

    private static (int Link, double[] Latitudes, double[] Longitudes) Part(int link, Geometry line, float from, float to)
    {
        List<double> offsets = [from];
        foreach (float point in line.Cumulative)
        {
            if (point > from && point < to)
            {
                offsets.Add(point);
            }
        }

        offsets.Add(to);
        (double Lat, double Lon)[] places = [.. offsets.Select(line.At)];
        return (link, [.. places.Select(p => p.Lat)], [.. places.Select(p => p.Lon)]);
    }

    private static (double Least, double Most) Middle(IEnumerable<double> values)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return (least, most);
    }

    /// <summary>Adds a line in whole units; points that fall on the last one are left out.</summary>
    private static void Draw(StringBuilder path, double[] latitudes, double[] longitudes, Func<double, double, (double X, double Y)> project)
    {
        (int X, int Y) last = default;
        for (int i = 0; i < latitudes.Length; i++)
        {
            (double x, double y) = project(latitudes[i], longitudes[i]);
            (int X, int Y) place = ((int)Math.Round(x * 2), (int)Math.Round(y * 2));
            if (i == 0 || place != last || (i == latitudes.Length - 1 && latitudes.Length == 2))
            {
                path.Append(i == 0 ? 'M' : 'L').Append(Half(place.X)).Append(' ').Append(Half(place.Y));
            }

            last = place;
        }
    }

    private static string Half(int doubled) => (doubled / 2.0).ToString("0.#", CultureInfo.InvariantCulture);
}
