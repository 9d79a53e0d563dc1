using TransitHub.Core.Snapshots;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>One method's errors by METRICS: e = actual − predicted, in seconds; positive when the vehicle came later than told.</summary>
internal sealed class PredictionScore(string name)
{
    private static readonly double[] Ends = [180, 360, 600, 900, 1200, 1800, 2701];
    private static readonly (double From, double To, double Early, double Late)[] Mbta =
        [(0, 180, -60, 60), (180, 360, -90, 120), (360, 720, -150, 210), (720, 1800, -240, 360)];
    private static readonly (double From, double To, double Early, double Late)[] Eta =
        [(0, 180, -30, 90), (180, 360, -60, 150), (360, 600, -60, 210), (600, 900, -90, 270)];

    private readonly Sums[] bins = new Sums[Ends.Length];
    private readonly (long Good, long All)[] mbta = new (long, long)[4];
    private readonly (long Good, long All)[] eta = new (long, long)[4];
    private (long Good, long All) calItp;
    private double relative;
    private long relativeCount;
    private double pinball;
    private long pinballCount;

    public static IReadOnlyList<string> Spans { get; } = ["0-3", "3-6", "6-10", "10-15", "15-20", "20-30", "30-45"];

    public string Name { get; } = name;

    public long Count => this.bins.Sum(b => b.Count);

    public double Mae => this.bins.Sum(b => b.Absolute) / this.Count;

    public double Rmse => Math.Sqrt(this.bins.Sum(b => b.Squared) / this.Count);

    public double Bias => this.bins.Sum(b => b.Signed) / this.Count;

    public double MapePercent => 100 * this.relative / this.relativeCount;

    public double CatchPercent => 100.0 * this.bins.Sum(b => b.Caught) / this.Count;

    public double CalItpPercent => Percent(this.calItp);

    public double MbtaPercent => Percent((this.mbta.Sum(b => b.Good), this.mbta.Sum(b => b.All)));

    /// <summary>Of one span of predicted time ahead: 0-3, 3-6, 6-12, 12-30 minutes.</summary>
    public double MbtaPercentOf(int bin) => Percent(this.mbta[bin]);

    public double EtaPercent => this.eta.Average(Percent);

    /// <summary>Mean over the five quantiles; NaN for a method without them.</summary>
    public double Pinball => this.pinball / this.pinballCount;

    public double CoveredPercent => 100.0 * this.bins.Sum(b => b.Covered) / this.Count;

    public double MeanWidthSeconds => this.bins.Sum(b => b.Width) / this.Count;

    public Sums Bin(int index) => this.bins[index];

    /// <summary>Takes a prediction.</summary>
    /// <param name="now">When it was made.</param>
    /// <param name="actual">The true arrival.</param>
    /// <param name="predicted">The predicted one.</param>
    /// <param name="quantiles">Its quantiles from <paramref name="origin"/>; null: the method has none.</param>
    /// <param name="origin">Where the quantiles count from.</param>
    public void Add(double now, double actual, double predicted, ArrivalQuantiles? quantiles = null, double origin = 0)
    {
        double error = actual - predicted;
        double ahead = actual - now;
        int bin = Array.FindIndex(Ends, end => ahead < end);
        this.bins[bin].Add(error, quantiles is { } q ? (origin + q.P10, origin + q.P90) : null, actual);
        Tally(Mbta, this.mbta, predicted - now, error, inclusive: false);
        Tally(Eta, this.eta, ahead, error, inclusive: true);
        if (ahead >= 60)
        {
            this.relative += Math.Abs(error) / ahead;
            this.relativeCount++;
        }

        if (ahead <= 1800)
        {
            double minutes = ahead / 60;
            bool isGood = error > -60 * Math.Log(minutes + 1.3) && error < 60 * Math.Log(minutes + 1.5);
            this.calItp = (this.calItp.Good + (isGood ? 1 : 0), this.calItp.All + 1);
        }

        if (quantiles is { } all)
        {
            this.pinball += (Loss(.1, all.P10) + Loss(.25, all.P25) + Loss(.5, all.P50) + Loss(.75, all.P75) + Loss(.9, all.P90)) / 5;
            this.pinballCount++;
        }

        double Loss(double share, double offset)
        {
            double off = actual - (origin + offset);
            return off >= 0 ? share * off : (share - 1) * off;
        }
    }

    private static double Percent((long Good, long All) share) => 100.0 * share.Good / share.All;

    private static void Tally((double From, double To, double Early, double Late)[] rules, (long Good, long All)[] shares, double ahead, double error, bool inclusive)
    {
        int bin = Array.FindIndex(rules, r => ahead >= r.From && ahead < r.To);
        if (bin < 0 || ahead <= 0)
        {
            return;
        }

        (double early, double late) = (rules[bin].Early, rules[bin].Late);
        bool isGood = inclusive ? error >= early && error <= late : error > early && error < late;
        shares[bin] = (shares[bin].Good + (isGood ? 1 : 0), shares[bin].All + 1);
    }

    /// <summary>The sums of one span of time ahead.</summary>
    internal struct Sums
    {
        public long Count;
        public double Absolute;
        public double Squared;
        public double Signed;
        public double Width;
        public long Covered;
        public long Caught;

        public readonly double Mae => this.Absolute / this.Count;

        public readonly double Bias => this.Signed / this.Count;

        public readonly double CoveredPercent => 100.0 * this.Covered / this.Count;

        public void Add(double error, (double From, double To)? interval, double actual)
        {
            this.Count++;
            this.Absolute += Math.Abs(error);
            this.Squared += error * error;
            this.Signed += error;
            this.Caught += error >= 0 ? 1 : 0;
            if (interval is { } span)
            {
                this.Width += span.To - span.From;
                this.Covered += actual >= span.From && actual <= span.To ? 1 : 0;
            }
        }
    }
}
