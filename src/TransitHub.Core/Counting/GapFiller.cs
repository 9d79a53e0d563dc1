namespace TransitHub.Core.Counting;

/// <summary>An hour of a channel.</summary>
/// <param name="HourOfWeek">Hours since Monday 00:00 local time, 0 to 167.</param>
/// <param name="Count">How many were counted, not corrected.</param>
/// <param name="Uptime">Share of the hour in which the device was counting, [0, 1]; 0: nothing is known.</param>
public readonly record struct CountedHour(int HourOfWeek, double Count, double Uptime);

/// <summary>What a whole hour comes to.</summary>
/// <param name="Estimate">Mean.</param>
/// <param name="Low">One in ten are fewer.</param>
/// <param name="High">One in ten are more.</param>
public readonly record struct FilledHour(double Estimate, double Low, double High);

/// <summary>
/// Says what hours came to that nobody counted, or that were counted in part: expected by hour of the week, times the present level on both sides
/// of the gap, with a negative binomial spread. How much the level counts and how wide the spread is, is learned by telling known hours from others as far
/// off as the gap's ends: the spread is the least whose intervals hold what they promise. What was counted in part of an hour says what the
/// rest is likely to be.
/// </summary>
public sealed class GapFiller
{
    /// <summary>How fast a level is forgotten, hours: the day's, and the season's.</summary>
    private const double QuickHours = 4;

    private const double SlowHours = 14 * 24;

    /// <summary>Usual hours that "as usual" counts for in a level.</summary>
    private const double SlowLean = 24;

    /// <summary>Hours counted less than this say nothing of the spread.</summary>
    private const double LeastUptime = 0.05;

    private static readonly double[] QuickLeans = [0.5, 2, 8, 32, 1000];

    /// <summary>Leans by distance where they cannot be learned: those that a street's spring gave.</summary>
    private static readonly double[] KnownLeans = [0.5, 2, 4, 8];
    private static readonly double[] Dispersions = [.. Enumerable.Range(0, 24).Select(i => 0.002 * Math.Pow(1.4, i))];

    /// <summary>Hours to the nearest known one for which the spread is learned.</summary>
    private static readonly int[] Distances = [1, 4, 12, 48];

    private readonly IReadOnlyList<CountedHour> hours;
    private readonly WeekRates? rates;
    private readonly double?[] usual;
    private readonly double[] dispersions = new double[Distances.Length];
    private readonly double[] leans = new double[Distances.Length];
    private readonly double meanRate;

    /// <summary>Learns from a series.</summary>
    /// <param name="hours">One after another without a jump; at least some days.</param>
    public GapFiller(IReadOnlyList<CountedHour> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        this.hours = hours;
        this.rates = new WeekRates();
        foreach (CountedHour hour in hours)
        {
            this.rates.Add(hour.HourOfWeek, hour.Count, hour.Uptime);
        }

        double known = hours.Sum(h => h.Uptime);
        this.meanRate = known > 0 ? hours.Sum(h => h.Uptime > 0 ? h.Count : 0) / known : 0;
        this.usual = [.. Enumerable.Range(0, WeekRates.Hours).Select(this.rates.Rate)];
        this.LearnSpread();
    }

    /// <summary>Learns from what is known of the channel, where only the last hours are kept: usual counts and how far they vary are given.</summary>
    /// <param name="hours">One after another without a jump.</param>
    /// <param name="usual">The usual count of a whole hour by hour of the week; null: nothing is known of this time of day.</param>
    /// <param name="dispersion">How much single windows vary around what is usual.</param>
    internal GapFiller(IReadOnlyList<CountedHour> hours, double?[] usual, double dispersion)
    {
        this.hours = hours;
        this.usual = usual;
        this.meanRate = usual.Average() ?? 0;
        Array.Fill(this.dispersions, dispersion);
        KnownLeans.CopyTo(this.leans, 0);
    }

    /// <summary>What a whole hour comes to; null: nothing is known of this time of day.</summary>
    /// <param name="index">Its place in the series.</param>
    public FilledHour? Fill(int index)
    {
        CountedHour hour = this.hours[index];
        if (this.Forecast(index, 1 - hour.Uptime) is not { } rest)
        {
            return null;
        }

        return rest.Mean <= 0 ? new FilledHour(hour.Count, hour.Count, hour.Count)
            : new FilledHour(hour.Count + rest.Mean, hour.Count + rest.Quantile(0.1), hour.Count + rest.Quantile(0.9));
    }

    /// <summary>How many come in a part of an hour that was not counted.</summary>
    /// <param name="index">The hour's place in the series.</param>
    /// <param name="share">Its length as a share of the hour, [0, 1].</param>
    public NegativeBinomial? Forecast(int index, double share)
    {
        CountedHour hour = this.hours[index];
        double distance = this.DistanceOf(index);
        if (this.Expect(index, hour, 1, this.leans[ClassOf(distance)]) is not { } rate)
        {
            return null;
        }

        // Gamma and Poisson: the hour's own counted part draws its rate toward what was seen.
        double shape = 1 / this.DispersionAt(distance);
        double mean = Math.Max(rate, 1e-6);
        double seen = hour.Uptime > 0 ? hour.Count : 0;
        double own = (shape + seen) / ((shape / mean) + hour.Uptime);
        return new NegativeBinomial(Math.Max(own * share, 0), 1 / (shape + seen));
    }

    /// <summary>The rate of an hour from all others that are at least so far off.</summary>
    private double? Expect(int index, CountedHour leftOut, int distance, double quickLean)
    {
        if (this.UsualWithout(leftOut) is not { } usualRate)
        {
            return null;
        }

        double slowSeen = SlowLean * this.meanRate;
        double slowUsual = slowSeen;
        double quickSeen = 0;
        double quickUsual = 0;
        int reach = (int)(4 * SlowHours);
        for (int i = Math.Max(0, index - reach); i < Math.Min(this.hours.Count, index + reach + 1); i++)
        {
            int apart = Math.Abs(i - index);
            CountedHour other = this.hours[i];
            if (apart < distance || other.Uptime <= 0 || this.usual[other.HourOfWeek] is not { } rate)
            {
                continue;
            }

            double slow = Math.Exp(-apart / SlowHours);
            slowSeen += slow * other.Count;
            slowUsual += slow * rate * other.Uptime;
            if (apart < 8 * QuickHours)
            {
                double quick = Math.Exp(-apart / QuickHours);
                quickSeen += quick * other.Count;
                quickUsual += quick * rate * other.Uptime;
            }
        }

        double season = slowUsual > 0 ? slowSeen / slowUsual : 1;
        double lean = quickLean * this.meanRate * season;
        double level = (lean + quickSeen) / Math.Max(lean + (quickUsual * season), 1e-9);
        return usualRate * season * level;
    }

    private double? UsualWithout(CountedHour leftOut)
    {
        if (leftOut.Uptime <= 0 || this.rates is null)
        {
            return this.usual[leftOut.HourOfWeek];
        }

        this.rates.Add(leftOut.HourOfWeek, -leftOut.Count, -leftOut.Uptime);
        double? rate = this.rates.Rate(leftOut.HourOfWeek);
        this.rates.Add(leftOut.HourOfWeek, leftOut.Count, leftOut.Uptime);
        return rate;
    }

    private void LearnSpread()
    {
        int[] known = [.. Enumerable.Range(0, this.hours.Count).Where(i => this.hours[i].Uptime > LeastUptime)];
        for (int i = 0; i < Distances.Length; i++)
        {
            double best = double.NegativeInfinity;
            double narrowest = i > 0 ? this.dispersions[i - 1] : 0;
            foreach (double lean in QuickLeans)
            {
                List<(double Mean, double Count)> pairs = this.Pairs(known, Distances[i], lean);
                double dispersion = Calibrated(pairs);
                double likelihood = pairs.Sum(p => new NegativeBinomial(p.Mean, dispersion).LogProbability(p.Count));
                if (likelihood > best)
                {
                    best = likelihood;
                    this.leans[i] = lean;
                    this.dispersions[i] = Math.Max(narrowest, dispersion);
                }
            }
        }
    }

    private List<(double Mean, double Count)> Pairs(int[] known, int distance, double lean)
    {
        List<(double Mean, double Count)> pairs = [];
        foreach (int index in known)
        {
            if (this.Expect(index, this.hours[index], distance, lean) is { } rate)
            {
                pairs.Add((Math.Max(rate * this.hours[index].Uptime, 1e-6), Math.Round(this.hours[index].Count)));
            }
        }

        return pairs;
    }

    /// <summary>The least dispersion with which the interval between the outer tenths holds what it promises.</summary>
    private static double Calibrated(List<(double Mean, double Count)> pairs)
    {
        int low = 0;
        int high = Dispersions.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            double held = pairs.Sum(p => Held(new NegativeBinomial(p.Mean, Dispersions[middle]), p.Count));
            (low, high) = held >= 0.8 * pairs.Count ? (low, middle) : (middle + 1, high);
        }

        return Dispersions[low];
    }

    /// <summary>How much of a count's place in its distribution lies between the outer tenths: whole numbers have a place of some width.</summary>
    private static double Held(NegativeBinomial distribution, double count)
    {
        double below = distribution.Cumulative(count - 1);
        double through = Math.Max(below + 1e-12, distribution.Cumulative(count));
        return Math.Max(0, Math.Min(through, 0.9) - Math.Max(below, 0.1)) / (through - below);
    }

    private static int ClassOf(double distance) => Math.Max(0, Array.FindLastIndex(Distances, d => d <= distance));

    private double DistanceOf(int index)
    {
        int apart = 1;
        while (apart < Distances[^1] && !this.IsKnown(index - apart) && !this.IsKnown(index + apart))
        {
            apart++;
        }

        return apart;
    }

    private bool IsKnown(int index) => index >= 0 && index < this.hours.Count && this.hours[index].Uptime > 0;

    private double DispersionAt(double distance)
    {
        int after = Array.FindIndex(Distances, d => d >= distance);
        if (after <= 0)
        {
            return after < 0 ? this.dispersions[^1] : this.dispersions[0];
        }

        double share = Math.Log(distance / Distances[after - 1]) / Math.Log((double)Distances[after] / Distances[after - 1]);
        return this.dispersions[after - 1] + (share * (this.dispersions[after] - this.dispersions[after - 1]));
    }
}
