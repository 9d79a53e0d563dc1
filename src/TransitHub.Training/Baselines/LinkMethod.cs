using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>A link that a run has yet to pass.</summary>
/// <param name="Link">Index of the link.</param>
/// <param name="Trip">Index of the trip.</param>
/// <param name="DaySeconds">Service time at which it is expected to enter the link.</param>
/// <param name="Scheduled">What the timetable gives it, seconds.</param>
/// <param name="Now">The present, Unix seconds.</param>
/// <param name="Ahead">When it is expected to enter the link, seconds from now, 0 or more.</param>
public readonly record struct LinkAhead(int Link, int Trip, double DaySeconds, double Scheduled, double Now, double Ahead);

/// <summary>
/// A method that adds up times of links from the newest known arrival. No arrival is predicted before now: a vehicle that should be at the
/// next stop already is taken to come at once, and the stops behind follow.
/// </summary>
public abstract class LinkMethod : ArrivalMethod
{
    private readonly Schedule schedule;

    private protected LinkMethod(Schedule schedule) => this.schedule = schedule;

    /// <inheritdoc/>
    public override void Predict(ObservedRun run, double now, Span<double> arrivals)
    {
        ArgumentNullException.ThrowIfNull(run);
        ReadOnlySpan<int> links = this.schedule.Patterns.Links(run.Truth.Pattern);
        double time = run.EntersAt;
        for (int stop = run.Reached + 1; stop < run.Truth.StopCount; stop++)
        {
            double scheduled = run.Truth.ScheduledSeconds(stop - 1, stop);
            LinkAhead link = new(links[stop - 1], run.Truth.Trip.TripIndex, time - run.Truth.DayStart, scheduled, now, Math.Max(0, time - now));
            time = Math.Max(now, time + this.Seconds(link));
            arrivals[stop] = time;
        }
    }

    /// <summary>What the run is expected to take over a link, seconds.</summary>
    private protected abstract double Seconds(in LinkAhead link);
}
