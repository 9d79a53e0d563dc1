using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Finds the run of the schedule that another agency's update is about.</summary>
internal sealed class RunFinder(Schedule schedule, TripResolver resolver, ForeignIds ids)
{
    /// <summary>The run; null when there is none, and the notes say why.</summary>
    /// <param name="trip">What names it.</param>
    /// <param name="stops">Its stops, to tell between trips.</param>
    /// <param name="at">A moment of the run, Unix seconds.</param>
    /// <param name="notes">Takes what was found to differ.</param>
    public TripInstance? Find(TripDescriptor trip, IReadOnlyList<TripUpdate.Types.StopTimeUpdate> stops, double at, RepairNotes notes)
    {
        ServiceDate? date = ServiceDate.TryParse(trip.StartDate, out ServiceDate day) ? day : null;
        ServiceTime? start = ServiceTime.TryParse(trip.StartTime, out ServiceTime time) ? time : null;
        if (trip.TripId.Length > 0 && ids.TryFind(trip.TripId, schedule.Trips.TryFind, out int index, out bool wasStripped))
        {
            if (wasStripped)
            {
                notes.Add(RejectionReason.TripIdStripped, $"trip_id {Shown.Text(trip.TripId)} is {schedule.Trips.Id(index)}");
            }

            return this.OnDay(index, date, start, at, notes);
        }

        if (trip.RouteId.Length > 0 && start is not null && ids.TryFind(trip.RouteId, schedule.Routes.TryFind, out int route, out _))
        {
            return this.ByStart(trip, route, date, start.Value, stops, at, notes);
        }

        notes.Add(RejectionReason.UpdateOfUnknownTrip, $"trip_id '{Shown.Text(trip.TripId)}' is not in the schedule, and no route_id with start_time tells which it is");
        return null;
    }

    private TripInstance? OnDay(int trip, ServiceDate? date, ServiceTime? start, double at, RepairNotes notes)
    {
        string id = schedule.Trips.Id(trip);
        TripResolution found = resolver.Resolve(new TripReference(id, null, null, date, start), at);
        if (found.Found)
        {
            return found.Trip;
        }

        if (date is not null && found.Reason == RejectionReason.TripNotActive
            && resolver.Resolve(new TripReference(id, null, null, null, start), at) is { Found: true } beside
            && Math.Abs(beside.Trip.ServiceDate.DayNumber - date.Value.DayNumber) <= 1)
        {
            notes.Add(RejectionReason.StartDateCorrected, $"trip {id} does not run on {date}, but on {beside.Trip.ServiceDate}");
            return beside.Trip;
        }

        notes.Add(RejectionReason.UpdateOfUnknownTrip, $"trip {id} does not run {(date is null ? "at this time" : $"on {date}")}, or has no stops");
        return null;
    }

    /// <summary>The one run of the route that starts then and calls where the update says.</summary>
    private TripInstance? ByStart(
        TripDescriptor named, int route, ServiceDate? date, ServiceTime start, IReadOnlyList<TripUpdate.Types.StopTimeUpdate> stops, double at, RepairNotes notes)
    {
        TripInstance? found = null;
        ServiceDate today = date ?? resolver.DayOf(at);
        foreach (int trip in schedule.Routes.Trips(route))
        {
            if (schedule.Trips.PatternIndex(trip) < 0
                || !schedule.Trips.Frequencies(trip).IsEmpty
                || (named.HasDirectionId && schedule.Trips.DirectionId(trip) is >= 0 and var direction && direction != named.DirectionId)
                || !this.StartsAt(trip, start)
                || !this.Calls(trip, stops)
                || !resolver.TryOnDay(trip, today, start, at, out TripInstance run))
            {
                continue;
            }

            if (found is not null)
            {
                notes.Add(RejectionReason.UpdateAmbiguous, $"trips {schedule.Trips.Id(found.Value.TripIndex)} and {schedule.Trips.Id(trip)} of route {schedule.Routes.Id(route)} start at {start} and call there");
                return null;
            }

            found = run;
        }

        if (found is { } one)
        {
            notes.Add(RejectionReason.TripFoundByStart, $"trip_id '{Shown.Text(named.TripId)}' is {schedule.Trips.Id(one.TripIndex)} by route {schedule.Routes.Id(route)} and start {start}");
            return one;
        }

        notes.Add(RejectionReason.UpdateOfUnknownTrip, $"no trip of route {schedule.Routes.Id(route)} starts at {start} on {today} and calls where the update says");
        return null;
    }

    private bool StartsAt(int trip, ServiceTime start)
    {
        ReadOnlySpan<int> arrivals = schedule.Trips.Arrivals(trip);
        return schedule.Trips.StartSeconds(trip) == start.Seconds || (!arrivals.IsEmpty && arrivals[0] == start.Seconds);
    }

    /// <summary>Whether all stops that the update names are the trip's, in its order.</summary>
    private bool Calls(int trip, IReadOnlyList<TripUpdate.Types.StopTimeUpdate> stops)
    {
        ReadOnlySpan<int> own = schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip));
        int place = 0;
        foreach (TripUpdate.Types.StopTimeUpdate told in stops.Where(s => s.StopId.Length > 0))
        {
            if (!ids.TryFind(told.StopId, schedule.Stops.TryFind, out int stop, out _))
            {
                return false;
            }

            while (place < own.Length && own[place] != stop)
            {
                place++;
            }

            if (place++ == own.Length)
            {
                return false;
            }
        }

        return true;
    }
}
