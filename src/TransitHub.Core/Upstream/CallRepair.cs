using System.Collections.Immutable;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using StopTimeUpdate = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate;

namespace TransitHub.Core.Upstream;

/// <summary>Makes what another agency says of calls at stops agree with itself: how a stop is served, at which platform, and what times may stand beside that.</summary>
internal sealed class CallRepair(Schedule schedule, ForeignIds ids)
{
    /// <summary>Repairs the updates of a run of the timetable in place, and gives the stops at which it calls instead of the timetable's.</summary>
    public ImmutableArray<AssignedStop> Repair(TripInstance run, List<PlacedUpdate> placed, bool byHeadway, RepairNotes notes)
    {
        List<AssignedStop> assigned = [];
        StopRelation wanted = byHeadway ? StopRelation.Unscheduled : StopRelation.Scheduled;
        foreach (PlacedUpdate one in placed)
        {
            LeaveOutTimes(one, isTimetabled: true, notes);
            if (one.TellsTimes && (!one.Update.HasScheduleRelationship || one.Update.ScheduleRelationship != wanted))
            {
                notes.Add(RejectionReason.RelationshipFilled, $"stop_sequence {one.Update.StopSequence}: {wanted}");
                one.Update.ScheduleRelationship = wanted;
            }

            if (this.AssignedOf(run, one, notes) is { } stop)
            {
                assigned.Add(new AssignedStop(one.Position, stop));
            }
        }

        return [.. assigned];
    }

    /// <summary>Takes off times where there may be none: at a stop without data, and scheduled ones where the timetable has them.</summary>
    public static void LeaveOutTimes(PlacedUpdate one, bool isTimetabled, RepairNotes notes)
    {
        StopTimeUpdate update = one.Update;
        if (update is { ScheduleRelationship: StopRelation.NoData } && (update.Arrival ?? update.Departure) is not null)
        {
            notes.Add(RejectionReason.TimesLeftOut, $"stop_sequence {update.StopSequence} is NO_DATA");
            update.Arrival = update.Departure = null;
        }

        if (isTimetabled && (update.Arrival is { HasScheduledTime: true } || update.Departure is { HasScheduledTime: true }))
        {
            notes.Add(RejectionReason.TimesLeftOut, $"stop_sequence {update.StopSequence} has scheduled_time");
            update.Arrival?.ClearScheduledTime();
            update.Departure?.ClearScheduledTime();
        }
    }

    /// <summary>The platform that is told in place of the timetable's; null: none, or none of the same station.</summary>
    private int? AssignedOf(TripInstance run, PlacedUpdate one, RepairNotes notes)
    {
        if (one.Update.StopTimeProperties is not { HasAssignedStopId: true } properties)
        {
            return null;
        }

        int planned = schedule.Patterns.Stops(schedule.Trips.PatternIndex(run.TripIndex))[one.Position];
        if (ids.TryFind(properties.AssignedStopId, schedule.Stops.TryFind, out int stop, out _) && stop != planned && schedule.Stops.LocationType(stop) == 0
            && schedule.Stops.ParentIndex(planned) is >= 0 and var station && schedule.Stops.ParentIndex(stop) == station)
        {
            // Strict readers compare stop_id with the timetable's, others with the assigned one: without it both are content.
            properties.AssignedStopId = schedule.Stops.Id(stop);
            one.Update.ClearStopId();
            return stop;
        }

        if (stop != planned)
        {
            notes.Add(RejectionReason.StopNotOnTrip, $"assigned_stop_id '{Shown.Text(properties.AssignedStopId)}' at stop_sequence {one.Update.StopSequence} is no platform of its station");
        }

        properties.ClearAssignedStopId();
        return null;
    }
}
