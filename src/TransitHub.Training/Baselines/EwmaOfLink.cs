using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>
/// The exponentially weighted mean of a link's last eight times, time constant 30 minutes, with the timetable as one more observation of
/// weight one.
/// </summary>
public sealed class EwmaOfLink(Schedule schedule) : LinkMethod(schedule)
{
    private const double MemorySeconds = 1800;

    private readonly RecentPassages recent = new(schedule.Links.Count);
    private readonly (double Now, double Weight, double Sum)[] reckoned = new (double, double, double)[schedule.Links.Count];

    /// <inheritdoc/>
    public override string Name => "EWMA of link";

    /// <inheritdoc/>
    public override string Knows => "a link's last eight known times, decayed with a time constant of 30 min, and the timetable as one observation";

    /// <inheritdoc/>
    public override void Observe(in LinkPassage passage)
    {
        this.recent.Add(passage);
        this.reckoned[passage.Link].Now = 0;
    }

    private protected override double Seconds(in LinkAhead link)
    {
        ref (double Now, double Weight, double Sum) mean = ref this.reckoned[link.Link];
        if (mean.Now != link.Now)
        {
            mean = (link.Now, 0, 0);
            foreach (ref readonly LinkPassage passage in this.recent.Of(link.Link))
            {
                double weight = Math.Exp(-Math.Max(0, link.Now - passage.LeftAt) / MemorySeconds);
                mean.Weight += weight;
                mean.Sum += weight * passage.Seconds;
            }
        }

        return (mean.Sum + link.Scheduled) / (mean.Weight + 1);
    }
}
