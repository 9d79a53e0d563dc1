using System.Globalization;
using TransitHub.Core.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>Reliability of the quantiles: what share of arrivals came by each, of all together and by time ahead.</summary>
public static class ReliabilityChart
{
    private const int Size = 460;
    private const int Left = 52;
    private const int Top = 20;
    private const int Side = 380;

    private static readonly string[] Colors = ["#003f7f", "#00648c", "#00897b", "#5d8f00", "#b37700", "#c9501c", "#b0003a"];

    /// <summary>Draws it.</summary>
    public static string Write(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        IntervalCoverage interval = report.Median.Interval;
        SvgDrawing svg = new(Size + 200, Size, "Share of arrivals not later than each quantile");
        for (int percent = 0; percent <= 100; percent += 20)
        {
            svg.Line(Left, Y(percent), Left + Side, Y(percent));
            svg.Text(Left - 8, Y(percent) + 4, percent.ToString(CultureInfo.InvariantCulture), "end");
            svg.Text(X(percent), Top + Side + 20, percent.ToString(CultureInfo.InvariantCulture), "middle");
        }

        svg.Polyline([(X(0), Y(0)), (X(100), Y(100))], "#8d949c", 1, isDashed: true);
        svg.Text(Left, Top - 6, "percent of arrivals that came by it");
        svg.Text(Left + (Side / 2.0), Top + Side + 44, "quantile, percent (on the dashed line it keeps its word)", "middle");
        for (int bin = 0; bin < HorizonBins.Count; bin++)
        {
            Draw(svg, level => interval.Reached(level, bin), Colors[bin], 1.4, HorizonBins.Names[bin] + " min", bin);
        }

        Draw(svg, interval.Reached, "#1a66d6", 3, "all", HorizonBins.Count);
        return svg.Finish();
    }

    private static void Draw(SvgDrawing svg, Func<int, ShareTally> share, string color, double width, string name, int row)
    {
        (double X, double Y, double Level, double Percent)[] points =
        [
            .. Enumerable.Range(0, IntervalCoverage.Levels.Count)
                .Select(l => (X(100 * IntervalCoverage.Levels[l]), Y(share(l).Percent), 100 * IntervalCoverage.Levels[l], share(l).Percent))
                .Where(p => double.IsFinite(p.Item4)),
        ];
        if (points.Length == 0)
        {
            return;
        }

        svg.Polyline(points.Select(p => (p.X, p.Y)), color, width, isDashed: false);
        foreach ((double x, double y, double level, double percent) in points)
        {
            svg.Dot(x, y, width + 1, color, $"{name}: {Figures.Of(percent)} % came by the quantile {Figures.Of(level)} %");
        }

        double labelY = Top + 10 + (row * 18);
        svg.Box(Left + Side + 20, labelY - 9, 14, 4, color);
        svg.Text(Left + Side + 40, labelY - 2, name, "start", color, width > 2);
    }

    private static double X(double percent) => Left + (Side * percent / 100);

    private static double Y(double percent) => Top + Side - (Side * percent / 100);
}
