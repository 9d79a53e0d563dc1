using System.Collections.Immutable;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Detours;

/// <summary>Which trips of a pattern a detour concerns, by service date: those that come to it from a little before it was seen first to some hours from now.</summary>
internal static class ModifiedTrips
{
    /// <summary>Trips planned so long before it began are taken as late ones that met it, seconds.</summary>
    private const long LateSeconds = 1200;

    /// <summary>
    /// From the present full hour so far ahead, seconds: what vehicles do now says something of the next hours, and nothing of tonight. It moves on once an hour, the
    /// pace at which consumers are asked to take in changes (trip-modifications, service-level objective).
    /// </summary>
    private const long AheadSeconds = 3 * 3600;

    private const long Hour = 3600;

    /// <summary>Changes when the trips may be others.</summary>
    public static long HourOf(long now) => now / Hour;

    /// <summary>The trips, by date; dates without any are left out.</summary>
    public static IEnumerable<(ServiceDate Date, ImmutableArray<int> Trips)> Find(Schedule schedule, PatternDetour detour, long now)
    {
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds(now).InZone(schedule.TimeZone).Date;
        var today = ServiceDate.From(day.Year, day.Month, day.Day);
        long until = (HourOf(now) * Hour) + AheadSeconds;
        for (int back = 1; back >= -1; back--)
        {
            ServiceDate date = today.AddDays(-back);
            ImmutableArray<int> trips = [.. schedule.Patterns.Trips(detour.Pattern).ToArray().Where(t => Comes(schedule, detour, t, date, until)).OrderBy(t => schedule.Trips.Id(t), StringComparer.Ordinal)];
            if (!trips.IsEmpty)
            {
                yield return (date, trips);
            }
        }
    }

    private static bool Comes(Schedule schedule, PatternDetour detour, int trip, ServiceDate date, long until)
    {
        if (!schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date))
        {
            return false;
        }

        long midnight = schedule.ServiceDayStart(date);
        int there = schedule.Trips.Arrivals(trip)[detour.Spans[^1].Last + 1];
        ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(trip);
        if (windows.IsEmpty)
        {
            return midnight + there >= detour.Since - LateSeconds && midnight + there < until;
        }

        int behind = there - schedule.Trips.StartSeconds(trip);
        foreach (FrequencyWindow window in windows)
        {
            if (midnight + window.EndSeconds + behind >= detour.Since - LateSeconds && midnight + window.StartSeconds + behind < until)
            {
                return true;
            }
        }

        return false;
    }
}
