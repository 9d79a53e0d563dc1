using System.Collections.Immutable;
using TransitHub.Core.Conformance;
using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Encodes a detour as entities with a Shape and TripModifications, and the update of a modified trip (gtfs-realtime, Trip Modifications), in the order of the
/// fields' numbers. Consumers that do not know these are left out of none: the plain update of the same run stands beside.
/// </summary>
internal sealed class DetourEncoder(ProtobufWriter writer)
{
    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of stop time updates: 0.</summary>
    private const int Scheduled = 0;

    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of stop time updates: 3.</summary>
    private const int Unscheduled = 3;

    /// <summary>The way of a pattern with its detours.</summary>
    public EncodedEntity EncodeShape(PatternDetour detour, string id)
    {
        int entity = this.Begin(id);
        int shape = writer.BeginMessage(FieldTags.FeedEntity.Shape);
        writer.WriteText(FieldTags.Shape.ShapeId, id);
        writer.WriteText(FieldTags.Shape.EncodedPolyline, PolylineText.Encode(detour.Line.AsSpan()));
        writer.EndMessage(shape);
        return this.End(entity, long.MaxValue);
    }

    /// <summary>What detours change in the trips of a pattern on one service date.</summary>
    /// <param name="schedule">What indexes refer to.</param>
    /// <param name="detour">The changes.</param>
    /// <param name="id">The entity's id.</param>
    /// <param name="shape">The id of the way.</param>
    /// <param name="date">The date.</param>
    /// <param name="trips">The trips, in the order of their ids.</param>
    public EncodedEntity EncodeModifications(Schedule schedule, PatternDetour detour, string id, string shape, ServiceDate date, ImmutableArray<int> trips)
    {
        int entity = this.Begin(id);
        int all = writer.BeginMessage(FieldTags.FeedEntity.TripModifications);
        int selected = writer.BeginMessage(FieldTags.TripModifications.SelectedTrips);
        foreach (int trip in trips)
        {
            writer.WriteText(FieldTags.SelectedTrips.TripIds, schedule.Trips.IdUtf8(trip));
        }

        writer.WriteText(FieldTags.SelectedTrips.ShapeId, shape);
        writer.EndMessage(selected);
        writer.WriteText(FieldTags.TripModifications.ServiceDates, date.ToString());
        foreach (DetourSpan span in detour.Spans)
        {
            int modification = writer.BeginMessage(FieldTags.TripModifications.Modifications);
            this.WriteStop(FieldTags.Modification.StartStopSelector, schedule, detour.Pattern, trips, span.First);
            this.WriteStop(FieldTags.Modification.EndStopSelector, schedule, detour.Pattern, trips, span.Last);
            writer.WriteVarint(FieldTags.Modification.PropagatedModificationDelay, span.ExtraSeconds);
            writer.WriteText(FieldTags.Modification.ServiceAlertId, span.AlertId);
            writer.WriteVarint(FieldTags.Modification.LastModifiedTime, span.ModifiedAt);
            writer.EndMessage(modification);
        }

        writer.EndMessage(all);
        return this.End(entity, long.MaxValue);
    }

    /// <summary>The update of a modified trip: without the stops left out, numbered from 1, and held against the timetable as it was modified.</summary>
    /// <param name="schedule">What indexes refer to.</param>
    /// <param name="trip">The run, with its stops left out marked and its times behind them shifted.</param>
    /// <param name="detour">The changes.</param>
    /// <param name="modifications">The id of the entity with the changes.</param>
    /// <param name="latest">No timestamp is later, Unix seconds.</param>
    public EncodedEntity EncodeModified(Schedule schedule, TripSnapshot trip, PatternDetour detour, string modifications, long latest)
    {
        if (trip.Stops.All(s => detour.Skips(s.Position)))
        {
            return new EncodedEntity(null, trip.MeasuredAt.UnixMilliseconds, ForGoogle: false);
        }

        bool byHeadway = TripDescriptorWriter.RunsByHeadway(schedule, trip.Trip.TripIndex);
        int entity = this.Begin($"{schedule.Trips.Id(trip.Trip.TripIndex)}|{trip.Trip.ServiceDate}|{ServiceTime.FromSeconds(trip.Trip.StartSeconds)}|modified");
        int update = writer.BeginMessage(FieldTags.FeedEntity.TripUpdate);
        int descriptor = writer.BeginMessage(FieldTags.TripUpdate.Trip);
        int selector = writer.BeginMessage(FieldTags.TripDescriptor.ModifiedTrip);
        writer.WriteText(FieldTags.ModifiedTripSelector.ModificationsId, modifications);
        writer.WriteText(FieldTags.ModifiedTripSelector.AffectedTripId, schedule.Trips.IdUtf8(trip.Trip.TripIndex));
        if (!schedule.Trips.Frequencies(trip.Trip.TripIndex).IsEmpty)
        {
            writer.WriteText(FieldTags.ModifiedTripSelector.StartTime, ServiceTime.FromSeconds(trip.Trip.StartSeconds).ToString());
        }

        writer.WriteText(FieldTags.ModifiedTripSelector.StartDate, trip.Trip.ServiceDate.ToString());
        writer.EndMessage(selector);
        writer.EndMessage(descriptor);
        this.WriteStops(schedule, trip, detour, byHeadway);
        if (trip.HasVehicle)
        {
            int vehicle = writer.BeginMessage(FieldTags.TripUpdate.Vehicle);
            writer.WriteText(FieldTags.VehicleDescriptor.Id, trip.Vehicle.ToString());
            writer.EndMessage(vehicle);
        }

        writer.WriteVarint(FieldTags.TripUpdate.Timestamp, Math.Min(trip.MeasuredAt.UnixSeconds, latest));
        writer.EndMessage(update);
        return this.End(entity, trip.MeasuredAt.UnixMilliseconds);
    }

    private void WriteStops(Schedule schedule, TripSnapshot trip, PatternDetour detour, bool byHeadway)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(detour.Pattern);
        RunTimetable timetable = new(schedule, trip.Trip);
        long earliest = long.MinValue;
        foreach (StopPrediction stop in trip.Stops)
        {
            if (detour.Skips(stop.Position))
            {
                continue;
            }

            long arrival = Math.Max(stop.Arrival, earliest);
            long departure = Math.Max(stop.Departure, arrival);
            earliest = departure + 1;
            int extra = detour.ExtraBefore(stop.Position);
            int update = writer.BeginMessage(FieldTags.TripUpdate.StopTimeUpdate);
            writer.WriteVarint(FieldTags.StopTimeUpdate.StopSequence, NumberOf(detour, stop.Position));
            StopTimeEventWriter.Write(writer, FieldTags.StopTimeUpdate.Arrival, arrival, byHeadway ? null : timetable.Arrival(stop.Position) + extra, stop.UncertaintySeconds);
            StopTimeEventWriter.Write(writer, FieldTags.StopTimeUpdate.Departure, departure, byHeadway ? null : timetable.Departure(stop.Position) + extra, stop.UncertaintySeconds);
            writer.WriteText(FieldTags.StopTimeUpdate.StopId, schedule.Stops.IdUtf8(stops[stop.Position]));
            writer.WriteVarint(FieldTags.StopTimeUpdate.ScheduleRelationship, byHeadway ? Unscheduled : Scheduled);
            writer.EndMessage(update);
        }
    }

    /// <summary>stop_sequence of the modified trip: 1 to n.</summary>
    private static int NumberOf(PatternDetour detour, int position)
    {
        int number = position + 1;
        foreach (DetourSpan span in detour.Spans)
        {
            number -= span.Last < position ? span.Last - span.First + 1 : 0;
        }

        return number;
    }

    /// <summary>A stop by sequence and id; by id alone where the trips number it differently.</summary>
    private void WriteStop(byte tag, Schedule schedule, int pattern, ImmutableArray<int> trips, int position)
    {
        int start = writer.BeginMessage(tag);
        int sequence = schedule.Trips.StopSequences(trips[0])[position];
        if (trips.All(t => schedule.Trips.StopSequences(t)[position] == sequence))
        {
            writer.WriteVarint(FieldTags.StopSelector.StopSequence, sequence);
        }

        writer.WriteText(FieldTags.StopSelector.StopId, schedule.Stops.IdUtf8(schedule.Patterns.Stops(pattern)[position]));
        writer.EndMessage(start);
    }

    private int Begin(string id)
    {
        writer.Clear();
        int entity = writer.BeginMessage(FieldTags.FeedMessage.Entity);
        writer.WriteText(FieldTags.FeedEntity.Id, id);
        return entity;
    }

    private EncodedEntity End(int entity, long measuredAtMs)
    {
        writer.EndMessage(entity);
        return new EncodedEntity(writer.Written.ToArray(), measuredAtMs, ForGoogle: false);
    }
}
