using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>Each link takes as long as it did on average at that time of day.</summary>
public sealed class HistoricalAverage(Schedule schedule, LinkHistory history) : LinkMethod(schedule)
{
    /// <inheritdoc/>
    public override string Name => "historical average";

    /// <inheritdoc/>
    public override string Knows => "link times of the history by half hour of the day (five observations' worth of the link's mean, one of the timetable); nothing of the test window";

    private protected override double Seconds(in LinkAhead link) => history.Average(link.Link, link.DaySeconds, link.Scheduled);
}
