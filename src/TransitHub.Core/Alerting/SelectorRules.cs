using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Alerting;

/// <summary>What a static feed says of whom an alert concerns.</summary>
internal static class SelectorRules
{
    /// <summary>Whether it names something, and nothing that the static feed does not have.</summary>
    public static bool IsKnown(Schedule schedule, AlertSelector selector) => !FindProblems(schedule, selector).Any();

    /// <summary>What is wrong with it: the field, and a sentence.</summary>
    public static IEnumerable<(string Field, string Problem)> FindProblems(Schedule schedule, AlertSelector selector)
    {
        if (selector is { AgencyId: null, RouteId: null, RouteType: null, TripId: null, StopId: null })
        {
            yield return (string.Empty, "names nothing: give agency_id, route_id, route_type, trip_id or stop_id.");
        }

        if (selector.AgencyId is { } agency && !schedule.Agencies.TryFind(agency, out _))
        {
            yield return ("agency_id", $"there is no agency '{agency}' in the static feed.");
        }

        int route = -1;
        if (selector.RouteId is { } routeId && !schedule.Routes.TryFind(routeId, out route))
        {
            yield return ("route_id", $"there is no route '{routeId}' in the static feed.");
        }

        if (selector.StopId is { } stop && !schedule.Stops.TryFind(stop, out _))
        {
            yield return ("stop_id", $"there is no stop '{stop}' in the static feed.");
        }

        if (selector.RouteType is < 0 or > 1702)
        {
            yield return ("route_type", "must be a GTFS route type, 0 to 1702.");
        }

        if (selector.DirectionId is { } direction && (selector.RouteId is null || direction is not (0 or 1)))
        {
            yield return ("direction_id", "must be 0 or 1, and needs a route_id.");
        }

        foreach ((string, string) problem in FindTripProblems(schedule, selector, route))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string Field, string Problem)> FindTripProblems(Schedule schedule, AlertSelector selector, int route)
    {
        if (selector.TripId is not { } tripId)
        {
            if (selector.StartDate is not null || selector.StartTime is not null)
            {
                yield return ("trip_id", "start_date and start_time need a trip_id.");
            }

            yield break;
        }

        if (!schedule.Trips.TryFind(tripId, out int trip))
        {
            yield return ("trip_id", $"there is no trip '{tripId}' in the static feed.");
            yield break;
        }

        if (route >= 0 && schedule.Trips.RouteIndex(trip) != route)
        {
            yield return ("route_id", $"trip '{tripId}' is of another route.");
        }

        if (selector.StartDate is { } date && !ServiceDate.TryParse(date, out _))
        {
            yield return ("start_date", $"'{date}' is no date: give YYYYMMDD.");
        }

        if (selector.StartTime is { } time && !ServiceTime.TryParse(time, out _))
        {
            yield return ("start_time", $"'{time}' is no time: give HH:MM:SS.");
        }

        bool isByFrequency = !schedule.Trips.Frequencies(trip).IsEmpty;
        if (selector.StartTime is not null && !isByFrequency)
        {
            yield return ("start_time", $"only a trip of frequencies.txt has runs that start_time tells apart; '{tripId}' is none.");
        }
    }
}
