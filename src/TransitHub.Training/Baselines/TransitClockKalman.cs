using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>
/// TheTransitClock's Kalman: between the mean of the same trip's last three days and the last vehicle, with the gain
/// g = (e + v) / (e + 2v) and e' = v·g, which tends to 0.618 of the mean.
/// </summary>
public sealed class TransitClockKalman(Schedule schedule, LinkHistory history) : LinkMethod(schedule)
{
    /// <summary>TheTransitClock's first error, 100 square milliseconds, in square seconds.</summary>
    private const double FirstError = 1e-4;

    /// <summary>Days or times of which mean and variance are taken.</summary>
    private const int Needed = 3;

    /// <summary>The gain's limit for a constant variance.</summary>
    private const double SteadyGain = 0.618;

    /// <summary>A variance of 0 would leave the gain undefined, square seconds.</summary>
    private const double LeastVariance = 1e-6;

    private readonly TransitClockDefault otherwise = new(schedule, history);
    private readonly RecentPassages recent = new(schedule.Links.Count);
    private readonly Dictionary<int, double> errors = [];

    /// <inheritdoc/>
    public override string Name => "TransitClock Kalman";

    /// <inheritdoc/>
    public override string Knows => "its Kalman gain between the same trip's last three days and the last vehicle on the link; generously, where three days are not there, three times of the link in the same three hours, else 0.618 of the timetable; without a last vehicle the default";

    /// <inheritdoc/>
    public override void Observe(in LinkPassage passage)
    {
        if (this.Past(passage.Link, passage.Trip, passage.DaySeconds) is { } past)
        {
            this.errors[passage.Link] = past.Variance * this.Gain(passage.Link, past.Variance);
        }

        this.recent.Add(passage);
    }

    private protected override double Seconds(in LinkAhead link)
    {
        if (!this.recent.TryGetLast(link.Link, out LinkPassage last))
        {
            return this.otherwise.Expect(link);
        }

        (double mean, double gain) = this.Past(link.Link, link.Trip, link.DaySeconds) is { } past
            ? (past.Mean, this.Gain(link.Link, past.Variance))
            : (link.Scheduled, SteadyGain);
        return ((1 - gain) * last.Seconds) + (gain * mean);
    }

    private double Gain(int link, double variance)
    {
        double error = this.errors.GetValueOrDefault(link, FirstError);
        return (error + variance) / (error + (2 * variance));
    }

    private (double Mean, double Variance)? Past(int link, int trip, double daySeconds)
    {
        if (history.DaysOf(link, trip) is { Count: >= Needed } days)
        {
            (double mean, double variance) = days.Newest(Needed);
            return (mean, Math.Max(LeastVariance, variance));
        }

        return history.InThreeHours(link, daySeconds) is { Count: >= Needed } times
            ? (times.Mean, Math.Max(LeastVariance, times.Variance))
            : null;
    }
}
