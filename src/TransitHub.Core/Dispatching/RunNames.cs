using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Dispatching;

/// <summary>Finds runs of the timetable by what an operator wrote.</summary>
internal sealed class RunNames(Schedule schedule, Complaints wrong)
{
    /// <summary>The run; null where there is none, and a complaint says why.</summary>
    public TripInstance? FindRun(ChangeDraft draft)
    {
        if (this.FindTrip(draft.TripId) is not { } trip || this.ReadDate(draft.StartDate) is not { } date)
        {
            return null;
        }

        if (!schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date))
        {
            wrong.Add("start_date", $"is no day on which trip '{draft.TripId}' runs.");
            return null;
        }

        ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(trip);
        int planned = schedule.Trips.StartSeconds(trip);
        int? told = draft.StartTime is null ? null : this.ReadTime(draft.StartTime, "start_time");
        if (windows.IsEmpty)
        {
            wrong.Require(told is null || told == planned || told == schedule.Trips.Arrivals(trip)[0], "start_time", $"of trip '{draft.TripId}' is {ServiceTime.FromSeconds(planned)}: leave it out.");
            return new TripInstance(trip, date, planned);
        }

        if (told is not int start)
        {
            wrong.Require(draft.StartTime is not null, "start_time", $"is needed: trip '{draft.TripId}' is of frequencies.txt, where only the start tells its runs apart.");
            return null;
        }

        wrong.Require(Fits(windows, start), "start_time", $"is no start of trip '{draft.TripId}' by frequencies.txt.");
        return new TripInstance(trip, date, start);
    }

    /// <summary>The trip's index.</summary>
    public int? FindTrip(string? id)
    {
        if (!schedule.Trips.TryFind(id ?? string.Empty, out int trip))
        {
            wrong.Add("trip_id", $"'{id}' is not in the GTFS.");
            return null;
        }

        if (schedule.Trips.PatternIndex(trip) < 0 || schedule.Trips.ServiceIndex(trip) < 0)
        {
            wrong.Add("trip_id", $"'{id}' has fewer than two usable stops, or no service.");
            return null;
        }

        return trip;
    }

    /// <summary>A service day.</summary>
    public ServiceDate? ReadDate(string? text)
    {
        bool isDate = ServiceDate.TryParse(text ?? string.Empty, out ServiceDate date);
        wrong.Require(isDate, "start_date", "is a service day, YYYYMMDD.");
        return isDate ? date : null;
    }

    /// <summary>A service time, seconds.</summary>
    public int? ReadTime(string? text, string field)
    {
        bool isTime = ServiceTime.TryParse(text ?? string.Empty, out ServiceTime time) && time.Seconds < 30 * 3600;
        wrong.Require(isTime, field, "is a time of the service day, HH:MM:SS, up to 29:59:59.");
        return isTime ? time.Seconds : null;
    }

    private static bool Fits(ReadOnlySpan<FrequencyWindow> windows, int start)
    {
        foreach (FrequencyWindow window in windows)
        {
            if (start >= window.StartSeconds && start < window.EndSeconds && (!window.ExactTimes || (start - window.StartSeconds) % window.HeadwaySeconds == 0))
            {
                return true;
            }
        }

        return false;
    }
}
