using System.Collections.Immutable;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Reads another agency's copy of a trip at another time: DUPLICATED, with its own id, day and start in its properties.</summary>
internal sealed class CopyRepair(Schedule schedule, ForeignIds ids)
{
    private readonly StopPlacer placer = new(schedule, ids);
    private readonly StopTimesRepair times = new(schedule);

    /// <summary>Which run it is; null: it does not say, and the notes say why.</summary>
    public ExtraRepair.Identity? Name(TripUpdate update, RepairNotes notes)
    {
        TripDescriptor trip = update.Trip;
        if (!ids.TryFind(trip.TripId, schedule.Trips.TryFind, out int original, out _) || schedule.Trips.PatternIndex(original) < 0)
        {
            notes.Add(RejectionReason.UpdateOfUnknownTrip, $"trip_id '{Shown.Text(trip.TripId)}', of which it is a copy, is not in the schedule");
            return null;
        }

        if (update.TripProperties is not { TripId.Length: > 0 } copy || !ServiceDate.TryParse(copy.StartDate, out ServiceDate date) || !ServiceTime.TryParse(copy.StartTime, out ServiceTime start)
            || schedule.Trips.TryFind(copy.TripId, out _))
        {
            notes.Add(RejectionReason.UpdateMalformed, "a copy needs trip_properties with a trip_id that the schedule does not have, start_date and start_time");
            return null;
        }

        int route = schedule.Trips.RouteIndex(original);
        update.Trip = new TripDescriptor { TripId = schedule.Trips.Id(original), ScheduleRelationship = TripDescriptor.Types.ScheduleRelationship.Duplicated };
        if (route >= 0)
        {
            update.Trip.RouteId = schedule.Routes.Id(route);
        }

        if (schedule.Trips.DirectionId(original) is >= 0 and var direction)
        {
            update.Trip.DirectionId = (uint)direction;
        }

        (copy.StartDate, copy.StartTime) = (date.ToString(), start.ToString());
        copy.ClearShapeId();
        return new ExtraRepair.Identity(new ExtraRunKey(copy.TripId, date, start.Seconds), ExtraRunKind.Duplicated, original, route);
    }

    /// <summary>All stops of the copied trip at the copy's times, with what the update foretells.</summary>
    public ImmutableArray<ExtraStop> Stops(TripUpdate update, ExtraRunKey key, int original, long madeAt, RepairNotes notes)
    {
        var run = new TripInstance(original, key.ServiceDate, key.StartSeconds);
        List<PlacedUpdate> placed = this.placer.Place(original, update.StopTimeUpdate, notes);

        // Readers reckon a copy's delays from times that not all of them know: the times alone are told.
        this.times.Repair(run, placed, madeAt, byHeadway: true, notes);
        placed.RemoveAll(p => p.TellsTimes && p.Update.Arrival is null && p.Update.Departure is null);
        foreach (PlacedUpdate one in placed)
        {
            CallRepair.LeaveOutTimes(one, isTimetabled: true, notes);
            one.Update.StopTimeProperties = null;
        }

        StopListRepair.NameRelations(placed.Select(p => p.Update));
        update.StopTimeUpdate.Clear();
        update.StopTimeUpdate.AddRange(placed.Select(p => p.Update));
        return this.Join(run, placed, madeAt);
    }

    private ImmutableArray<ExtraStop> Join(TripInstance run, List<PlacedUpdate> placed, long madeAt)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(run.TripIndex));
        ReadOnlySpan<int> sequences = schedule.Trips.StopSequences(run.TripIndex);
        var timetable = new RunTimetable(schedule, run);
        ImmutableArray<ExtraStop>.Builder all = ImmutableArray.CreateBuilder<ExtraStop>(stops.Length);
        for (int i = 0; i < stops.Length; i++)
        {
            int position = i;
            TripUpdate.Types.StopTimeUpdate? told = placed.Find(p => p.Position == position).Update;
            all.Add(StopListRepair.StopOf(told, sequences[i], stops[i], timetable.Arrival(i), timetable.Departure(i), madeAt) with
            {
                ScheduledArrival = timetable.Arrival(i),
                ScheduledDeparture = timetable.Departure(i),
            });
        }

        return all.DrainToImmutable();
    }
}
