using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Encodes a run with its own stop times as a FeedEntity with a TripUpdate that is NEW, REPLACEMENT or DUPLICATED (gtfs-realtime reference, message TripUpdate).
/// Of the first two all stops are told from the first to the last, with <c>scheduled_time</c>: the list is all that readers know of the run. Stops without a
/// prediction are NO_DATA there; of a copy, whose stops readers know, they are left out.
/// </summary>
/// <param name="writer">What is written to.</param>
internal sealed class ExtraRunsEncoder(ProtobufWriter writer)
{
    /// <summary>Encodes one run; its bytes are null for one with fewer than two stops, which is none.</summary>
    /// <param name="schedule">What the run's indexes refer to.</param>
    /// <param name="run">The run.</param>
    /// <param name="latest">No timestamp is later, Unix seconds: that of the header which the entity appears under first.</param>
    /// <param name="isForGoogle">Whether it is in the cut for Google.</param>
    public EncodedEntity Encode(Schedule schedule, ExtraRun run, long latest, bool isForGoogle)
    {
        long measuredAt = run.HasPredictions ? run.MeasuredAt.UnixMilliseconds : long.MaxValue;
        if (run.Stops.Length < 2)
        {
            return new EncodedEntity(null, measuredAt, ForGoogle: true);
        }

        writer.Clear();
        int entity = writer.BeginMessage(FieldTags.FeedMessage.Entity);
        if (run.Upstream is { } theirs)
        {
            writer.Append(theirs.Entity);
            writer.EndMessage(entity);
            return new EncodedEntity(writer.Written.ToArray(), run.MeasuredAt.UnixMilliseconds, isForGoogle);
        }

        writer.WriteText(FieldTags.FeedEntity.Id, $"{run.Key.TripId}|{run.Key.ServiceDate}|{ServiceTime.FromSeconds(run.Key.StartSeconds)}");
        int update = writer.BeginMessage(FieldTags.FeedEntity.TripUpdate);
        ExtraDescriptorWriter.WriteUpdated(writer, schedule, run);
        this.WriteStops(schedule, run);
        if (run.HasVehicle && run.HasPredictions)
        {
            int vehicle = writer.BeginMessage(FieldTags.TripUpdate.Vehicle);
            writer.WriteText(FieldTags.VehicleDescriptor.Id, run.Vehicle.ToString());
            writer.EndMessage(vehicle);
        }

        writer.WriteVarint(FieldTags.TripUpdate.Timestamp, Math.Min(run.MeasuredAt.UnixSeconds, latest));
        this.WriteProperties(run);
        writer.EndMessage(update);
        writer.EndMessage(entity);
        return new EncodedEntity(writer.Written.ToArray(), measuredAt, isForGoogle);
    }

    /// <summary>As in a run of the timetable, predicted times rise by a second at least from stop to stop.</summary>
    private void WriteStops(Schedule schedule, ExtraRun run)
    {
        bool isList = run.Kind != ExtraRunKind.Duplicated;
        long earliest = long.MinValue;
        foreach (ExtraStop stop in run.Stops)
        {
            StopRelation relation = stop.IsSkipped ? StopRelation.Skipped : stop.IsPredicted ? StopRelation.Scheduled : StopRelation.NoData;
            if (!isList && relation == StopRelation.NoData)
            {
                continue;
            }

            int update = writer.BeginMessage(FieldTags.TripUpdate.StopTimeUpdate);
            writer.WriteVarint(FieldTags.StopTimeUpdate.StopSequence, stop.Sequence);
            if (relation == StopRelation.Scheduled)
            {
                long arrival = Math.Max(stop.Arrival, earliest);
                long departure = Math.Max(stop.Departure, arrival);
                earliest = departure + 1;
                this.WriteEvent(FieldTags.StopTimeUpdate.Arrival, arrival, stop.UncertaintySeconds, stop.ScheduledArrival);
                this.WriteEvent(FieldTags.StopTimeUpdate.Departure, departure, stop.UncertaintySeconds, stop.ScheduledDeparture);
            }
            else if (relation == StopRelation.NoData)
            {
                this.WriteEvent(FieldTags.StopTimeUpdate.Arrival, null, 0, stop.ScheduledArrival ?? stop.Arrival);
                this.WriteEvent(FieldTags.StopTimeUpdate.Departure, null, 0, stop.ScheduledDeparture ?? stop.Departure);
            }

            writer.WriteText(FieldTags.StopTimeUpdate.StopId, schedule.Stops.IdUtf8(stop.Stop));
            writer.WriteVarint(FieldTags.StopTimeUpdate.ScheduleRelationship, (int)relation);
            if (relation == StopRelation.Scheduled && stop.DepartureOccupancy is byte occupancy)
            {
                writer.WriteVarint(FieldTags.StopTimeUpdate.DepartureOccupancyStatus, occupancy);
            }

            writer.EndMessage(update);
        }
    }

    private void WriteEvent(byte tag, long? time, int uncertainty, long? scheduled)
    {
        int start = writer.BeginMessage(tag);
        if (time is long told)
        {
            writer.WriteVarint(FieldTags.StopTimeEvent.Time, told);
            writer.WriteVarint(FieldTags.StopTimeEvent.Uncertainty, uncertainty);
        }

        if (scheduled is long planned)
        {
            writer.WriteVarint(FieldTags.StopTimeEvent.ScheduledTime, planned);
        }

        writer.EndMessage(start);
    }

    private void WriteProperties(ExtraRun run)
    {
        if (run.Kind != ExtraRunKind.Duplicated && run.Headsign is null && run.ShortName is null)
        {
            return;
        }

        int properties = writer.BeginMessage(FieldTags.TripUpdate.TripProperties);
        if (run.Kind == ExtraRunKind.Duplicated)
        {
            writer.WriteText(FieldTags.TripProperties.TripId, run.Key.TripId);
            writer.WriteText(FieldTags.TripProperties.StartDate, run.Key.ServiceDate.ToString());
            writer.WriteText(FieldTags.TripProperties.StartTime, ServiceTime.FromSeconds(run.Key.StartSeconds).ToString());
        }

        if (run.Headsign is { } headsign)
        {
            writer.WriteText(FieldTags.TripProperties.TripHeadsign, headsign);
        }

        if (run.ShortName is { } name)
        {
            writer.WriteText(FieldTags.TripProperties.TripShortName, name);
        }

        writer.EndMessage(properties);
    }
}
