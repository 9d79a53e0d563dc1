using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tracing;

/// <summary>Gathers how far traces lie off the way that was drawn for them.</summary>
internal sealed class TraceFit
{
    /// <summary>A trace with a fix farther off went another way, meters.</summary>
    private const double FitMeters = 40;

    /// <summary>Farther off is as far as this, meters.</summary>
    private const float FarMeters = 300;

    private const double WildMeters = 100;

    private readonly List<double> meters = [];
    private int traces;
    private int fits;

    /// <summary>How far the fixes lie off in the mean, meters, a fix that is farther off than <see cref="WildMeters"/> counted as so far; 0 without any.</summary>
    public double MeanMeters => this.meters.Count == 0 ? 0 : this.meters.Average(off => Math.Min(off, WildMeters));

    /// <summary>Measures the fixes of traces, each with those between its two stops, against a way.</summary>
    public static TraceFit Of(Geometry way, IEnumerable<IReadOnlyList<TimedFix>> traces)
    {
        TraceFit fit = new();
        List<LineCandidate> found = [];
        foreach (IReadOnlyList<TimedFix> trace in traces)
        {
            double worst = 0;
            foreach (TimedFix fix in trace)
            {
                LineCandidates.Find(way, fix.Latitude, fix.Longitude, FarMeters, found);
                double off = found.Count == 0 ? FarMeters : found.Min(c => c.Distance);
                fit.meters.Add(off);
                worst = Math.Max(worst, off);
            }

            fit.traces++;
            fit.fits += worst <= FitMeters ? 1 : 0;
        }

        fit.meters.Sort();
        return fit;
    }

    /// <summary>Takes another one's traces too.</summary>
    public void Add(TraceFit other)
    {
        this.meters.AddRange(other.meters);
        this.traces += other.traces;
        this.fits += other.fits;
    }

    /// <summary>The result.</summary>
    public TracedWay Of(DrawnWay way, bool[] seen)
    {
        this.meters.Sort();
        return new TracedWay(way, seen, this.traces, this.Quantile(0.5), this.Quantile(0.95), this.traces == 0 ? double.NaN : (double)this.fits / this.traces);
    }

    private double Quantile(double share) => this.meters.Count == 0 ? double.NaN : this.meters[Math.Min(this.meters.Count - 1, (int)(share * this.meters.Count))];
}
