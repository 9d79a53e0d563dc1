namespace TransitHub.Gtfs.Comparing;

/// <summary>How far one kind of thing kept its ids.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Kept">Things that kept meaning and id.</param>
/// <param name="Changed">Things that kept their meaning under another id.</param>
/// <param name="Reused">Ids that now mean another thing.</param>
/// <param name="Changes">The first of <paramref name="Changed"/>, at most <see cref="FeedComparison.MaxListed"/>.</param>
/// <param name="ReusedIds">The first of <paramref name="Reused"/>, at most as many.</param>
public sealed record IdStability(EntityKind Kind, int Kept, int Changed, int Reused, IReadOnlyList<IdChange> Changes, IReadOnlyList<IdChange> ReusedIds)
{
    /// <summary>Share of the things with the same meaning whose id changed or now means another thing, 0 to 100; 0 when none has the same meaning.</summary>
    public double PercentBroken => Kept + Changed + Reused == 0 ? 0 : 100.0 * (Changed + Reused) / (Kept + Changed + Reused);
}
