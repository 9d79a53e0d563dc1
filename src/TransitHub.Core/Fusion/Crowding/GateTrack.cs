using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// Those who come to a stop through one gate: what was counted of the last hour, and what is usual. A stretch that was not counted is not one in
/// which nobody came.
/// </summary>
/// <param name="id">Names it within the feed.</param>
/// <param name="usual">What is usual here.</param>
/// <param name="factors">By how much counts are raised (<see cref="CrowdingOptions.GateFactors"/>).</param>
internal sealed class GateTrack(string id, UsualArrivals usual, IReadOnlyList<double> factors)
{
    /// <summary>Counts of the last hour are kept.</summary>
    private const double KeptSeconds = 3600;

    /// <summary>A running total that was silent for longer tells nothing of when those who passed came.</summary>
    private const double LongestGap = 900;

    /// <summary>Usual relative deviation of a quarter of an hour from its time of the week.</summary>
    private const double Unevenness = 0.3;

    /// <summary>What came so long ago counts a third for how the present is against the usual, seconds.</summary>
    private const double MemorySeconds = 1800;

    /// <summary>How long a difference from the usual lasts, seconds: a wet or a festive morning is one for hours.</summary>
    private const double LastsSeconds = 7200;

    /// <summary>Riders a second that an unknown gate may let through, as a deviation from none.</summary>
    private const double UnknownRate = 0.05;

    /// <summary>Below this trust a count is worth nothing.</summary>
    private const double LeastTrust = 0.05;

    private readonly List<CountedStretch> stretches = [];
    private (double At, long Count)? total;

    /// <summary>Names it within the feed.</summary>
    public string Id => id;

    /// <summary>What is usual here.</summary>
    public UsualArrivals Usual => usual;

    /// <summary>Takes a count.</summary>
    /// <param name="count">Accepted; of this gate.</param>
    /// <param name="trust">In its device, 0 to 1.</param>
    /// <returns>False: it tells nothing new.</returns>
    public bool Take(TrafficCount count, double trust)
    {
        double to = count.CorrectedTo.UnixMilliseconds / 1000.0;
        double from = count.CorrectedFrom is { } start ? start.UnixMilliseconds / 1000.0 : double.NaN;
        long riders = count.Count;
        if (count.IsCumulative)
        {
            (double At, long Count)? former = this.total;
            if (former is { } last && to <= last.At)
            {
                return false;
            }

            this.total = (to, count.Count);
            if (former is not { } before || to - before.At > LongestGap)
            {
                return false;
            }

            // A total that fell began anew in between: so many came since at least.
            (from, riders) = (before.At, count.Count >= before.Count ? count.Count - before.Count : count.Count);
        }

        double open = this.Uncovered(from, to);
        double uptime = Math.Clamp(count.Uptime ?? 1, 0, 1);
        if (to - from <= 0 || open < 0.5 || uptime < 0.02)
        {
            return false;
        }

        double counted = riders * open / (to - from);
        double raise = CountBands.FactorAt(factors, counted / open / uptime, 1);
        double came = raise * counted / uptime;
        double unseen = (1 - uptime) * came;
        this.stretches.Add(new CountedStretch(to - open, to, came, (CountBands.Variance(counted, raise) / uptime) + unseen + (0.1 * unseen * unseen), trust));
        this.stretches.RemoveAll(s => s.To < to - KeptSeconds);
        return true;
    }

    /// <summary>Riders who came between two moments, and the variance of that.</summary>
    /// <param name="from">Unix seconds.</param>
    /// <param name="to">Unix seconds.</param>
    /// <param name="now">The present: how far it is off the usual holds for what was not counted.</param>
    public (double Riders, double Variance) Between(double from, double to, in GatePresent now)
    {
        (double riders, double variance, double open) = (0, 0, to - from);
        foreach (CountedStretch stretch in this.stretches)
        {
            double both = Math.Min(to, stretch.To) - Math.Max(from, stretch.From);
            if (both <= 0)
            {
                continue;
            }

            double share = both / stretch.Seconds;
            double trust = stretch.Trust < LeastTrust ? 0 : stretch.Trust;
            (double usual, double usualVariance) = this.Uncounted(Math.Max(from, stretch.From), both, now);
            double spread = (share * share * stretch.Variance) + (share * (1 - share) * stretch.Riders);
            riders += (trust * share * stretch.Riders) + ((1 - trust) * usual);
            variance += (trust * trust * spread) + ((1 - trust) * usualVariance);
            open -= both;
        }

        if (open > 0.01)
        {
            (double usual, double usualVariance) = this.Uncounted(from, open, now);
            riders += usual;
            variance += usualVariance;
        }

        return (riders, variance);
    }

    /// <summary>Trusted counts of a stretch of time that is over teach what is usual.</summary>
    public void Learn(double from, double to)
    {
        foreach (CountedStretch stretch in this.stretches)
        {
            if (stretch.To > from && stretch.To <= to && stretch.Trust > LeastTrust)
            {
                usual.Learn(stretch.Middle, stretch.Seconds, stretch.Riders, stretch.Trust * stretch.Trust);
            }
        }
    }

    /// <summary>How the last minutes are against what is usual.</summary>
    /// <param name="now">Unix seconds.</param>
    public GatePresent PresentAt(double now)
    {
        (double all, double seconds, double came, double expected) = (0, 0, 0, 0);
        foreach (CountedStretch stretch in this.stretches)
        {
            double trust = stretch.Trust < LeastTrust ? 0 : stretch.Trust;
            all += trust * stretch.Riders;
            seconds += trust * stretch.Seconds;
        }

        double today = seconds > 120 ? all / seconds : double.NaN;
        foreach (CountedStretch stretch in this.stretches)
        {
            double trust = stretch.Trust < LeastTrust ? 0 : stretch.Trust;
            double weight = trust * Math.Exp(-Math.Max(0, now - stretch.Middle) / MemorySeconds);
            double rate = usual.RateAt(stretch.Middle, today);
            came += weight * stretch.Riders;
            expected += double.IsNaN(rate) ? 0 : weight * rate * stretch.Seconds;
        }

        const double prior = 1 / (Unevenness * Unevenness);
        return new GatePresent(now, today, (came + prior) / (expected + prior));
    }

    /// <summary>Riders a second who are expected at a moment; NaN: nothing is known.</summary>
    public double RateAt(double at, in GatePresent now)
    {
        double fades = Math.Exp(-Math.Abs(at - now.At) / LastsSeconds);
        return usual.RateAt(at, now.Today) * (1 + ((now.Factor - 1) * fades));
    }

    private (double Riders, double Variance) Uncounted(double from, double seconds, in GatePresent now)
    {
        double mean = seconds * this.RateAt(from + (seconds / 2), now);
        return double.IsNaN(mean)
            ? (0, UnknownRate * UnknownRate * seconds * seconds)
            : (mean, mean + (Unevenness * Unevenness * mean * mean));
    }

    /// <summary>Seconds of a stretch that were not counted yet.</summary>
    private double Uncovered(double from, double to)
    {
        double open = to - from;
        foreach (CountedStretch stretch in this.stretches)
        {
            open -= Math.Max(0, Math.Min(to, stretch.To) - Math.Max(from, stretch.From));
        }

        return open;
    }
}

/// <summary>How a gate is at present against what is usual.</summary>
/// <param name="At">The present, Unix seconds.</param>
/// <param name="Today">Riders a second of the last hour; NaN: not counted.</param>
/// <param name="Factor">By how many times more come now than usually.</param>
internal readonly record struct GatePresent(double At, double Today, double Factor);
