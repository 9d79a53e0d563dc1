using System.Globalization;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Views;

/// <summary>The text forms of a run, the same in every output.</summary>
internal static class TripText
{
    /// <summary><c>trip_id|start_date|start_time</c>: names the run.</summary>
    public static string Key(Schedule schedule, TripInstance trip) =>
        string.Create(CultureInfo.InvariantCulture, $"{schedule.Trips.Id(trip.TripIndex)}|{trip.ServiceDate}|{StartTime(trip)}");

    /// <summary>The same for a run with its own stop times.</summary>
    public static string Key(ExtraRunKey run) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.TripId}|{run.ServiceDate}|{ServiceTime.FromSeconds(run.StartSeconds)}");

    /// <summary>GTFS-Realtime's word for how it relates to the timetable, in small letters.</summary>
    public static string Relationship(ExtraRunKind kind) => kind switch
    {
        ExtraRunKind.New => "new",
        ExtraRunKind.Replacement => "replacement",
        ExtraRunKind.Duplicated => "duplicated",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What a vehicle shows on a run with its own stop times.</summary>
    public static string HeadsignOf(ExtraRun run, Schedule schedule) => run.Headsign ?? (run.OriginalTrip < 0 ? string.Empty : schedule.Trips.Headsign(run.OriginalTrip));

    /// <summary>Scheduled start, HH:MM:SS, may pass 24:00:00.</summary>
    public static string StartTime(TripInstance trip) => ServiceTime.FromSeconds(trip.StartSeconds).ToString();

    /// <summary>The route's id; empty when routes.txt does not have it.</summary>
    public static string RouteId(Schedule schedule, int routeIndex) => routeIndex < 0 ? string.Empty : schedule.Routes.Id(routeIndex);

    /// <summary>Index of the stop at a place of the trip's pattern; -1 when there is none.</summary>
    public static int StopAt(Schedule schedule, int tripIndex, int position)
    {
        int pattern = schedule.Trips.PatternIndex(tripIndex);
        return pattern < 0 || position < 0 || position >= schedule.Patterns.Stops(pattern).Length ? -1 : schedule.Patterns.Stops(pattern)[position];
    }

    /// <summary>
    /// Scheduled arrival and departure of a run at a place, Unix seconds; null for a run by headway, whose timetable gives only
    /// the times between stops.
    /// </summary>
    public static (long Arrival, long Departure)? ScheduledAt(Schedule schedule, TripInstance trip, int position)
    {
        int shift = 0;
        if (schedule.Trips.Frequencies(trip.TripIndex) is { Length: > 0 } windows)
        {
            if (!IsExact(windows, trip.StartSeconds))
            {
                return null;
            }

            shift = trip.StartSeconds - schedule.Trips.StartSeconds(trip.TripIndex);
        }

        return (
            schedule.ToUnixSeconds(trip.ServiceDate, schedule.Trips.Arrivals(trip.TripIndex)[position] + shift),
            schedule.ToUnixSeconds(trip.ServiceDate, schedule.Trips.Departures(trip.TripIndex)[position] + shift));
    }

    private static bool IsExact(ReadOnlySpan<FrequencyWindow> windows, int startSeconds)
    {
        foreach (FrequencyWindow window in windows)
        {
            if (startSeconds >= window.StartSeconds && startSeconds < window.EndSeconds)
            {
                return window.ExactTimes;
            }
        }

        return false;
    }
}
