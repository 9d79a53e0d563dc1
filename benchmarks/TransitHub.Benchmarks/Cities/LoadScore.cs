using System.Globalization;

namespace TransitHub.Benchmarks.Cities;

/// <summary>Errors of foretold loads: each once, and each by the number of measurements behind the truth.</summary>
internal sealed class LoadScore
{
    private readonly double[] counts = new double[2];
    private readonly double[] absolute = new double[2];
    private readonly double[] squared = new double[2];
    private readonly double[] rightClass = new double[2];
    private readonly double[] rightThird = new double[2];

    /// <summary>Mean absolute error, riders, each once.</summary>
    public double Mae => this.absolute[0] / this.counts[0];

    /// <summary>Adds a foretold load.</summary>
    public void Add(double told, double truth, double measurements, bool isRightClass, bool isRightThird)
    {
        for (int i = 0; i < 2; i++)
        {
            double weight = i == 0 ? 1 : measurements;
            this.counts[i] += weight;
            this.absolute[i] += weight * Math.Abs(told - truth);
            this.squared[i] += weight * (told - truth) * (told - truth);
            this.rightClass[i] += isRightClass ? weight : 0;
            this.rightThird[i] += isRightThird ? weight : 0;
        }
    }

    /// <summary>Cells of a table: each figure once plain and once weighted.</summary>
    public string Cells()
    {
        return string.Join(" | ",
            Pair(i => this.absolute[i] / this.counts[i], "0.00"),
            Pair(i => Math.Sqrt(this.squared[i] / this.counts[i]), "0.00"),
            Pair(i => 100 * this.rightClass[i] / this.counts[i], "0.0"),
            Pair(i => 100 * this.rightThird[i] / this.counts[i], "0.0"),
            this.counts[0].ToString("#,0", CultureInfo.InvariantCulture));
    }

    private static string Pair(Func<int, double> figure, string format) =>
        $"{figure(0).ToString(format, CultureInfo.InvariantCulture)} ({figure(1).ToString(format, CultureInfo.InvariantCulture)})";
}
