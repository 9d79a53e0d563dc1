using TransitHub.Core.Numerics;
using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>
/// What is known of the departures of a pattern that runs by headway: the last one that was seen, and the gap to the next as a gamma distribution.
/// Immutable; it changes when a vehicle leaves the first stop.
/// </summary>
public sealed class HeadwayForecast
{
    /// <summary>Less probable than this that nobody left for so long, and what is known no longer holds.</summary>
    private const double Exhausted = 0.005;

    /// <summary>Index of the pattern.</summary>
    public required int Pattern { get; init; }

    /// <summary>When the last vehicle left the first stop.</summary>
    public required Timestamp LastDeparture { get; init; }

    /// <summary>Expected gap to the next, seconds.</summary>
    public required double MeanSeconds { get; init; }

    /// <summary>Shape of the gap's gamma distribution: the square of its mean over its spread; 1 for departures by pure chance, more for regular ones.</summary>
    public required double Shape { get; init; }

    /// <summary>How many gaps were seen; 0: only the timetable's headway.</summary>
    public required int Gaps { get; init; }

    /// <summary>When the next vehicles leave the first stop; empty when so long nobody left that nothing can be said.</summary>
    /// <param name="now">Unix seconds; not before the last departure.</param>
    /// <param name="count">How many, from 1 on.</param>
    public IReadOnlyList<DepartureQuantiles> Next(double now, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double last = this.LastDeparture.UnixMilliseconds / 1000.0;
        double scale = this.MeanSeconds / this.Shape;
        double waited = Math.Max(0, now - last) / scale;
        double unseen = GammaMath.Beyond(this.Shape, waited);
        if (unseen < Exhausted)
        {
            return [];
        }

        DepartureQuantiles[] next = new DepartureQuantiles[count];
        next[0] = new DepartureQuantiles(At(0.9 * unseen), At(0.5 * unseen), At(0.1 * unseen));
        double first = this.Shape * GammaMath.Beyond(this.Shape + 1, waited) / unseen;
        double square = this.Shape * (this.Shape + 1) * GammaMath.Beyond(this.Shape + 2, waited) / unseen;
        for (int i = 1; i < count; i++)
        {
            // The gap that is running and the whole ones after it, as one gamma with their mean and variance.
            double mean = first - waited + (i * this.Shape);
            double variance = square - (first * first) + (i * this.Shape);
            double shape = mean * mean / variance;
            next[i] = new DepartureQuantiles(Sum(0.9), Sum(0.5), Sum(0.1));

            double Sum(double beyond) => last + (scale * (waited + (GammaMath.Exceeded(shape, beyond) * variance / mean)));
        }

        return next;

        double At(double beyond) => last + (scale * GammaMath.Exceeded(this.Shape, beyond));
    }
}

/// <summary>Quantiles of a predicted departure, Unix seconds.</summary>
/// <param name="P10">10 %.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">90 %.</param>
public readonly record struct DepartureQuantiles(double P10, double P50, double P90);
