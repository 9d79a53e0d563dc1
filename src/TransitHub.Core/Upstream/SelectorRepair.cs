using System.Collections.Immutable;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>
/// Says in our static feed's ids whom another agency's alert concerns. A selector whose route, trip or stop is not known is left out: without it, it would
/// concern more than the agency means.
/// </summary>
internal sealed class SelectorRepair(Schedule schedule, TripResolver resolver, ForeignIds ids)
{
    /// <summary>The selectors, each once; empty: it concerns nothing that we have.</summary>
    /// <param name="told">As sent.</param>
    /// <param name="at">When, Unix seconds: tells the day of a run that names none.</param>
    /// <param name="notes">Takes what was changed.</param>
    public ImmutableArray<AlertSelector> Repair(IEnumerable<EntitySelector> told, double at, RepairNotes notes) =>
        [.. told.Select(s => this.Repair(s, at, notes)).OfType<AlertSelector>().Distinct()];

    private AlertSelector? Repair(EntitySelector told, double at, RepairNotes notes)
    {
        var selector = new AlertSelector();
        string routeId = told.RouteId.Length > 0 ? told.RouteId : told.Trip?.RouteId ?? string.Empty;
        if (told.Trip is { RouteId.Length: > 0 } beside && beside.RouteId != routeId)
        {
            return Unknown(notes, $"route_id {Shown.Text(routeId)} and trip.route_id {Shown.Text(beside.RouteId)}");
        }

        if (routeId.Length > 0)
        {
            if (!this.TryFind(routeId, schedule.Routes.TryFind, schedule.Routes.Id, "route_id", notes, out string? route))
            {
                return null;
            }

            selector = selector with { RouteId = route };
        }

        if (told.StopId.Length > 0)
        {
            if (!this.TryFind(told.StopId, schedule.Stops.TryFind, schedule.Stops.Id, "stop_id", notes, out string? stop))
            {
                return null;
            }

            selector = selector with { StopId = stop };
        }

        if (told.HasRouteType && told.RouteType is >= 0 and <= 1702)
        {
            selector = selector with { RouteType = told.RouteType };
        }

        return (told.Trip is null ? selector : this.WithTrip(selector, told.Trip, at, notes)) is { } named
            ? this.WithRest(named, told, notes)
            : null;
    }

    private static AlertSelector? Unknown(RepairNotes notes, string detail)
    {
        notes.Add(RejectionReason.AlertSelectorUnknown, detail);
        return null;
    }

    private bool TryFind(string told, ForeignIds.Finder find, Func<int, string> idOf, string field, RepairNotes notes, out string? id)
    {
        id = null;
        if (!ids.TryFind(told, find, out int index, out bool wasStripped))
        {
            notes.Add(RejectionReason.AlertSelectorUnknown, $"{field} {Shown.Text(told)}");
            return false;
        }

        id = idOf(index);
        if (wasStripped)
        {
            notes.Add(RejectionReason.AlertSelectorCorrected, $"{field} {Shown.Text(told)} is {id}");
        }

        return true;
    }

    private AlertSelector? WithTrip(AlertSelector selector, TripDescriptor trip, double at, RepairNotes notes)
    {
        if (trip.TripId.Length == 0)
        {
            return trip.StartTime.Length == 0 ? selector : this.WithRunByStart(selector, trip, at, notes);
        }

        if (!this.TryFind(trip.TripId, schedule.Trips.TryFind, schedule.Trips.Id, "trip_id", notes, out string? tripId))
        {
            return null;
        }

        schedule.Trips.TryFind(tripId!, out int index);
        if (selector.RouteId is { } told && schedule.Trips.RouteIndex(index) is >= 0 and var route && schedule.Routes.Id(route) != told)
        {
            notes.Add(RejectionReason.AlertSelectorCorrected, $"trip {tripId} is not of route {told}");
            selector = selector with { RouteId = schedule.Routes.Id(route) };
        }

        string? date = ServiceDate.TryParse(trip.StartDate, out ServiceDate day) ? day.ToString() : null;
        string? start = this.StartOf(index, trip, date is null ? null : day, at, notes);
        return selector with { TripId = tripId, StartDate = date, StartTime = start };
    }

    /// <summary>The start of a run by headway; null: every run of the trip, or the trip has one a day.</summary>
    private string? StartOf(int trip, TripDescriptor told, ServiceDate? day, double at, RepairNotes notes)
    {
        if (told.StartTime.Length == 0 || schedule.Trips.Frequencies(trip).IsEmpty)
        {
            return null;
        }

        if (ServiceTime.TryParse(told.StartTime, out ServiceTime start) && this.IsStart(trip, start)
            && resolver.Resolve(new TripReference(schedule.Trips.Id(trip), null, null, day, start), at).Found)
        {
            return start.ToString();
        }

        notes.Add(RejectionReason.AlertSelectorCorrected, $"start_time {Shown.Text(told.StartTime)} of trip {schedule.Trips.Id(trip)} is none");
        return null;
    }

    private bool IsStart(int trip, ServiceTime start)
    {
        foreach (FrequencyWindow window in schedule.Trips.Frequencies(trip))
        {
            if (start.Seconds >= window.StartSeconds && start.Seconds < window.EndSeconds
                && (!window.ExactTimes || window.HeadwaySeconds <= 0 || (start.Seconds - window.StartSeconds) % window.HeadwaySeconds == 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The run of a route that starts then in a direction; without the direction two runs may.</summary>
    private AlertSelector? WithRunByStart(AlertSelector selector, TripDescriptor trip, double at, RepairNotes notes)
    {
        if (selector.RouteId is { } route && trip is { HasDirectionId: true, DirectionId: <= 1 } && ServiceTime.TryParse(trip.StartTime, out ServiceTime start)
            && resolver.Resolve(new TripReference(null, route, (byte)trip.DirectionId, ServiceDate.TryParse(trip.StartDate, out ServiceDate day) ? day : null, start), at) is { Found: true } found
            && schedule.Trips.Frequencies(found.Trip.TripIndex).IsEmpty)
        {
            string id = schedule.Trips.Id(found.Trip.TripIndex);
            notes.Add(RejectionReason.AlertSelectorCorrected, $"the run of route {route} at {start} is {id}");
            return selector with { TripId = id, StartDate = found.Trip.ServiceDate.ToString() };
        }

        return Unknown(notes, $"the run of route '{Shown.Text(trip.RouteId)}' at {Shown.Text(trip.StartTime)}");
    }

    /// <summary>With the direction, which belongs to a route, and the agency, which agencies call otherwise elsewhere.</summary>
    private AlertSelector? WithRest(AlertSelector selector, EntitySelector told, RepairNotes notes)
    {
        uint? direction = told.HasDirectionId ? told.DirectionId : told.Trip is { HasDirectionId: true, TripId.Length: 0 } trip ? trip.DirectionId : null;
        if (direction is { } way)
        {
            if (way <= 1 && selector is { RouteId: not null, TripId: null })
            {
                selector = selector with { DirectionId = (int)way };
            }
            else if (selector.TripId is null)
            {
                notes.Add(RejectionReason.AlertSelectorCorrected, $"direction_id {way} without a route: both");
            }
        }

        if (told.AgencyId.Length > 0)
        {
            if (ids.TryFind(told.AgencyId, schedule.Agencies.TryFind, out int agency, out _))
            {
                return selector with { AgencyId = schedule.Agencies.Id(agency) };
            }

            if (selector is { RouteId: null, RouteType: null, TripId: null, StopId: null })
            {
                return Unknown(notes, $"agency_id {Shown.Text(told.AgencyId)}");
            }

            notes.Add(RejectionReason.AlertSelectorCorrected, $"agency_id {Shown.Text(told.AgencyId)} is not known; what it names besides is");
        }

        return selector is { RouteId: null, RouteType: null, TripId: null, StopId: null } ? Unknown(notes, "a selector names nothing") : selector;
    }
}
