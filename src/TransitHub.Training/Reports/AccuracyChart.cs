using System.Globalization;
using TransitHub.Core.Scoring;
using TransitHub.Training.Backtesting;

namespace TransitHub.Training.Reports;

/// <summary>MAE of every method by actual time ahead.</summary>
public static class AccuracyChart
{
    private const int Width = 960;
    private const int Height = 460;
    private const int Left = 56;
    private const int Right = 700;
    private const int Top = 20;
    private const int Bottom = 400;
    private const int LabelHeight = 16;

    private static readonly (string Color, bool IsDashed)[] Others =
    [
        ("#8d949c", false), ("#8d949c", true), ("#b37700", false), ("#8e63b8", false), ("#8e63b8", true), ("#d81b60", false), ("#00897b", false), ("#5d8f00", false),
    ];

    /// <summary>Draws it.</summary>
    public static string Write(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        IReadOnlyList<MethodBoard> boards = report.Backtest.Boards;
        double most = Enumerable.Range(0, boards.Count).Max(b => Enumerable.Range(0, HorizonBins.Count).Max(bin => Finite(report.CommonMae(b, bin))));
        double step = Step(most);
        double top = Math.Max(step, Math.Ceiling(most / step) * step);
        SvgDrawing svg = new(Width, Height, "Mean absolute error of every method by time ahead");
        for (double value = 0; value <= top + 1e-9; value += step)
        {
            svg.Line(Left, Y(value, top), Right, Y(value, top));
            svg.Text(Left - 8, Y(value, top) + 4, value.ToString("0", CultureInfo.InvariantCulture), "end");
        }

        for (int bin = 0; bin < HorizonBins.Count; bin++)
        {
            svg.Text(X(bin), Bottom + 20, HorizonBins.Names[bin], "middle");
        }

        svg.Text((Left + Right) / 2.0, Bottom + 44, "minutes to the true arrival", "middle");
        svg.Text(Left, Top - 6, "MAE, seconds (lower is better)");
        List<(double Y, string Name, string Color, bool IsOurs)> labels = [];
        for (int i = 0; i < boards.Count; i++)
        {
            bool isOurs = i >= report.Backtest.MedianBoard;
            (string color, bool isDashed) = isOurs ? (i < report.Backtest.MedianBoard + 2 ? "#1a66d6" : "#c9501c", (i - report.Backtest.MedianBoard) % 2 == 1) : Others[i % Others.Length];
            if (Draw(svg, report, i, top, color, isDashed) is { } end)
            {
                labels.Add((end, boards[i].Plain.Name, color, isOurs));
            }
        }

        Label(svg, labels);
        return svg.Finish();
    }

    private static double? Draw(SvgDrawing svg, BacktestReport report, int board, double top, string color, bool isDashed)
    {
        bool isOurs = board >= report.Backtest.MedianBoard;
        (int Bin, double Mae)[] points =
            [.. Enumerable.Range(0, HorizonBins.Count).Select(b => (b, report.CommonMae(board, b))).Where(p => double.IsFinite(p.Item2))];
        if (points.Length == 0)
        {
            return null;
        }

        svg.Polyline(points.Select(p => (X(p.Bin), Y(p.Mae, top))), color, isOurs ? 3 : 1.6, isDashed);
        foreach ((int bin, double mae) in points)
        {
            svg.Dot(X(bin), Y(mae, top), isOurs ? 4 : 2.6, color, $"{report.Backtest.Boards[board].Plain.Name}, {HorizonBins.Names[bin]} min: {Figures.Of(mae)} s");
        }

        return Y(points[^1].Mae, top);
    }

    /// <summary>Names stand at the ends of their lines, moved apart where they would lie on each other.</summary>
    private static void Label(SvgDrawing svg, List<(double Y, string Name, string Color, bool IsOurs)> labels)
    {
        labels.Sort((a, b) => a.Y.CompareTo(b.Y));
        double[] places = [.. labels.Select(l => l.Y)];
        double lowest = Bottom - ((places.Length - 1) * LabelHeight);
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = Math.Max(places[i], i == 0 ? Top : places[i - 1] + LabelHeight);
            places[i] = Math.Min(places[i], lowest + (i * LabelHeight));
        }

        for (int i = 0; i < labels.Count; i++)
        {
            svg.Line(X(HorizonBins.Count - 1) + 4, labels[i].Y, Right + 14, places[i], labels[i].Color);
            svg.Text(Right + 18, places[i] + 4, labels[i].Name, "start", labels[i].Color, labels[i].IsOurs);
        }
    }

    private static double Step(double most) => most <= 60 ? 10 : most <= 150 ? 25 : most <= 300 ? 50 : most <= 900 ? 100 : 500;

    private static double X(int bin) => Left + ((Right - Left) * (bin + 0.5) / HorizonBins.Count);

    private static double Y(double value, double top) => Bottom - ((Bottom - Top) * value / top);

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
