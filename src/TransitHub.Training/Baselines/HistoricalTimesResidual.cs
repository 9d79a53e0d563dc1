using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>
/// The historical average times what the last vehicles on the link took more or less than it: the logarithm of the ratio of the last eight,
/// decayed with a time constant of 45 minutes, with two observations of no difference, fading for links farther ahead.
/// </summary>
public sealed class HistoricalTimesResidual(Schedule schedule, LinkHistory history) : LinkMethod(schedule)
{
    private const double MemorySeconds = 2700;

    /// <summary>What holds now counts e times less for a link that is reached so much later, seconds.</summary>
    private const double AheadSeconds = 2400;

    private const double PriorWeight = 2;
    private const double MostRatio = 1;

    private readonly RecentPassages recent = new(schedule.Links.Count);
    private readonly (double Now, double Residual)[] reckoned = new (double, double)[schedule.Links.Count];

    /// <inheritdoc/>
    public override string Name => "historical × residual";

    /// <inheritdoc/>
    public override string Knows => "the historical average times the decayed mean ratio to it (log, last eight vehicles, 45 min, two observations of none), fading with 40 min ahead";

    /// <inheritdoc/>
    public override void Observe(in LinkPassage passage)
    {
        this.recent.Add(passage);
        this.reckoned[passage.Link].Now = 0;
    }

    private protected override double Seconds(in LinkAhead link)
    {
        ref (double Now, double Residual) own = ref this.reckoned[link.Link];
        if (own.Now != link.Now)
        {
            own = (link.Now, this.Residual(link.Link, link.Now));
        }

        return history.Average(link.Link, link.DaySeconds, link.Scheduled) * Math.Exp(own.Residual * Math.Exp(-link.Ahead / AheadSeconds));
    }

    private double Residual(int link, double now)
    {
        double weights = PriorWeight;
        double sum = 0;
        foreach (ref readonly LinkPassage passage in this.recent.Of(link))
        {
            double weight = Math.Exp(-Math.Max(0, now - passage.LeftAt) / MemorySeconds);
            double expected = Math.Max(1, history.Average(link, passage.DaySeconds, passage.Scheduled));
            weights += weight;
            sum += weight * Math.Clamp(Math.Log(Math.Max(1, passage.Seconds) / expected), -MostRatio, MostRatio);
        }

        return sum / weights;
    }
}
