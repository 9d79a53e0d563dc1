using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>
/// TheTransitClock's default: the mean of the same trip's times over the stop path, outliers left out, speed bounded; where the trip has no
/// history, other trips at that time of day, then at any time, then the timetable.
/// </summary>
public sealed class TransitClockDefault(Schedule schedule, LinkHistory history) : LinkMethod(schedule)
{
    /// <summary>Faster is an error of measurement, m/s.</summary>
    private const double MaxSpeed = 27;

    private readonly Schedule timetable = schedule;

    /// <inheritdoc/>
    public override string Name => "TransitClock default";

    /// <inheritdoc/>
    public override string Knows => "the history's mean of the same trip, else of the link in the same three hours, else of the link, without what lies outside 0.7 to 1/0.7 of the mean; else the timetable";

    /// <summary>What a run is expected to take, seconds.</summary>
    internal double Expect(in LinkAhead link)
    {
        double seconds = this.Mean(link);
        return Math.Max(seconds, this.timetable.Links.LengthMeters(link.Link) / MaxSpeed);
    }

    private protected override double Seconds(in LinkAhead link) => this.Expect(link);

    private double Mean(in LinkAhead link)
    {
        TrimmedTimes? times = history.DaysOf(link.Link, link.Trip)?.Trimmed
            ?? history.InThreeHours(link.Link, link.DaySeconds)
            ?? history.OfLink(link.Link);
        return times?.Mean ?? link.Scheduled;
    }
}
