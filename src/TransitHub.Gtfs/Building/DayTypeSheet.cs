using System.Collections.Immutable;

namespace TransitHub.Gtfs.Building;

/// <summary>Days that run alike.</summary>
/// <param name="Id">service_id.</param>
/// <param name="Days">The days of the week on which it runs, Monday first; empty if it runs on holidays only.</param>
public sealed record DayTypeSheet(string Id, ImmutableArray<DayOfWeek> Days)
{
    /// <summary>Whether it runs on a day of the week that is no holiday.</summary>
    public bool RunsOn(DayOfWeek day) => Days.Contains(day);

    /// <summary>
    /// Whether it runs on a holiday that is run like <paramref name="holiday"/>: that day type itself, one that runs every
    /// day, and one that has all its days, as a day type Friday to Sunday has those of a weekend.
    /// </summary>
    public bool RunsOnHoliday(DayTypeSheet holiday)
    {
        ArgumentNullException.ThrowIfNull(holiday);
        return Id == holiday.Id || Days.Length == 7 || (holiday.Days.Length > 0 && holiday.Days.All(RunsOn));
    }
}
