namespace TransitHub.Benchmarks.Fusion;

/// <summary>The measures of METRICS for one method: errors by time ahead, the MBTA and ETA benchmark shares, interval coverage.</summary>
internal sealed class ArrivalScore(string name)
{
    private static readonly double[] Ends = [180, 360, 600, 900, 1200, 1800, 2701];
    private static readonly (double From, double To, double Early, double Late)[] Mbta =
        [(0, 180, -60, 60), (180, 360, -90, 120), (360, 720, -150, 210), (720, 1800, -240, 360)];
    private static readonly (double From, double To, double Early, double Late)[] Eta =
        [(0, 180, -30, 90), (180, 360, -60, 150), (360, 600, -60, 210), (600, 900, -90, 270)];

    private readonly long[] count = new long[Ends.Length];
    private readonly double[] absolute = new double[Ends.Length];
    private readonly double[] signed = new double[Ends.Length];
    private readonly long[] covered = new long[Ends.Length];
    private readonly long[] mbtaAll = new long[4];
    private readonly long[] mbtaGood = new long[4];
    private readonly long[] etaAll = new long[4];
    private readonly long[] etaGood = new long[4];
    private long caught;

    public static int Bins => Ends.Length;

    public string Name { get; } = name;

    public long Count => this.count.Sum();

    public double Mae => this.absolute.Sum() / this.Count;

    public double Bias => this.signed.Sum() / this.Count;

    public double Coverage => 100.0 * this.covered.Sum() / this.Count;

    public double MbtaPooled => 100.0 * this.mbtaGood.Sum() / this.mbtaAll.Sum();

    public double EtaBenchmark => Enumerable.Range(0, 4).Average(i => 100.0 * this.etaGood[i] / this.etaAll[i]);

    public double Catch => 100.0 * this.caught / this.Count;

    public double MaeOf(int bin) => this.absolute[bin] / this.count[bin];

    public double BiasOf(int bin) => this.signed[bin] / this.count[bin];

    public double CoverageOf(int bin) => 100.0 * this.covered[bin] / this.count[bin];

    public long CountOf(int bin) => this.count[bin];

    public double MbtaOf(int bin) => 100.0 * this.mbtaGood[bin] / this.mbtaAll[bin];

    public void Add(double now, double actual, double predicted, bool isCovered = false)
    {
        double error = actual - predicted;
        double ahead = actual - now;
        int bin = 0;
        while (ahead >= Ends[bin])
        {
            bin++;
        }

        this.count[bin]++;
        this.absolute[bin] += Math.Abs(error);
        this.signed[bin] += error;
        this.covered[bin] += isCovered ? 1 : 0;
        this.caught += error >= 0 ? 1 : 0;
        Tally(Mbta, predicted - now, error, this.mbtaAll, this.mbtaGood, bounds: false);
        Tally(Eta, ahead, error, this.etaAll, this.etaGood, bounds: true);
    }

    private static void Tally((double From, double To, double Early, double Late)[] bins, double ahead, double error, long[] all, long[] good, bool bounds)
    {
        for (int i = 0; i < bins.Length; i++)
        {
            if (ahead >= bins[i].From && ahead < bins[i].To && ahead > 0)
            {
                all[i]++;
                bool isGood = bounds
                    ? error >= bins[i].Early && error <= bins[i].Late
                    : error > bins[i].Early && error < bins[i].Late;
                good[i] += isGood ? 1 : 0;
            }
        }
    }
}
