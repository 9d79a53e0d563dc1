using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>Each link takes as long as it took the last vehicle; the timetable where there was none.</summary>
public sealed class LastVehicleOnLink(Schedule schedule) : LinkMethod(schedule)
{
    private readonly RecentPassages recent = new(schedule.Links.Count);

    /// <inheritdoc/>
    public override string Name => "last vehicle on link";

    /// <inheritdoc/>
    public override string Knows => "each link takes as long as it took the last vehicle known to have passed it, of any route; the timetable where there was none";

    /// <inheritdoc/>
    public override void Observe(in LinkPassage passage) => this.recent.Add(passage);

    private protected override double Seconds(in LinkAhead link) =>
        this.recent.TryGetLast(link.Link, out LinkPassage last) ? last.Seconds : link.Scheduled;
}
