using TransitHub.Core.Conformance;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Encodes a run as a FeedEntity with a TripUpdate (gtfs-realtime reference, message TripUpdate). The entity's id is
/// <c>trip_id|start_date|start_time</c>, the run's own name, so it stays while vehicles change.
/// </summary>
/// <param name="writer">What is written to.</param>
/// <param name="options">Which routes Google predicts itself.</param>
/// <param name="outside">Vehicles that the feeds say nothing of.</param>
internal sealed class TripUpdatesEncoder(ProtobufWriter writer, FeedOptions options, OutsideVehicles outside)
{
    private readonly ExtraRunsEncoder extra = new(writer);

    /// <summary>Encodes one run; its bytes are null when no stop is known, for a TripUpdate without any says nothing, and while its vehicle is outside the area.</summary>
    /// <param name="schedule">What the run's indexes refer to.</param>
    /// <param name="trip">The run.</param>
    /// <param name="latest">No timestamp is later, Unix seconds: that of the header which the entity appears under first.</param>
    public EncodedEntity Encode(Schedule schedule, TripSnapshot trip, long latest)
    {
        if (trip.Stops.IsEmpty || schedule.Trips.PatternIndex(trip.Trip.TripIndex) < 0 || (trip.Upstream is null && outside.Contains(trip.Vehicle)))
        {
            return new EncodedEntity(null, trip.MeasuredAt.UnixMilliseconds, ForGoogle: true);
        }

        writer.Clear();
        int entity = writer.BeginMessage(FieldTags.FeedMessage.Entity);
        if (trip.Upstream is { } theirs)
        {
            return this.Pass(theirs, entity, trip.MeasuredAt.UnixMilliseconds, this.IsForGoogle(schedule, trip.Trip));
        }

        this.WriteRunName(FieldTags.FeedEntity.Id, [], schedule, trip.Trip);
        int update = writer.BeginMessage(FieldTags.FeedEntity.TripUpdate);
        TripDescriptorWriter.Write(writer, FieldTags.TripUpdate.Trip, schedule, trip.Trip);
        this.WriteStops(schedule, trip);
        if (trip.HasVehicle || !trip.IsPlanned)
        {
            this.WriteVehicle(schedule, trip);
        }

        writer.WriteVarint(FieldTags.TripUpdate.Timestamp, Math.Min(trip.MeasuredAt.UnixSeconds, latest));
        if (trip.DelaySeconds is int delay && !TripDescriptorWriter.RunsByHeadway(schedule, trip.Trip.TripIndex))
        {
            writer.WriteVarint(FieldTags.TripUpdate.Delay, delay);
        }

        writer.EndMessage(update);
        writer.EndMessage(entity);

        // What an operator says of a run is no measurement that could be too old.
        return new EncodedEntity(writer.Written.ToArray(), trip.IsPlanned ? long.MaxValue : trip.MeasuredAt.UnixMilliseconds, this.IsForGoogle(schedule, trip.Trip));
    }

    /// <summary>Encodes a run with its own stop times.</summary>
    public EncodedEntity EncodeExtra(Schedule schedule, ExtraRun run, long latest) =>
        this.extra.Encode(schedule, run, latest, this.IsForGoogle(schedule, run.RouteIndex));

    /// <summary>
    /// Encodes a run that nobody sees: a canceled one as CANCELED, or as DELETED where an operator does not want riders to see it, without stops or vehicle, with the time when it was found so.
    /// Of one that is only in doubt the feed says nothing, and its readers go on with the timetable: NO_DATA would tell them no more, and
    /// entities would come and go with every doubt.
    /// </summary>
    public EncodedEntity EncodeUnseen(Schedule schedule, UnseenRun run, long latest)
    {
        if (run.State != RunState.Canceled)
        {
            return new EncodedEntity(null, long.MaxValue, ForGoogle: true);
        }

        writer.Clear();
        int entity = writer.BeginMessage(FieldTags.FeedMessage.Entity);
        if (run.Upstream is { } theirs)
        {
            return this.Pass(theirs, entity, long.MaxValue, isForGoogle: true);
        }

        this.WriteRunName(FieldTags.FeedEntity.Id, [], schedule, run.Trip);
        int update = writer.BeginMessage(FieldTags.FeedEntity.TripUpdate);
        TripDescriptorWriter.Write(writer, FieldTags.TripUpdate.Trip, schedule, run.Trip, run.IsDeleted ? TripDescriptorWriter.Deleted : TripDescriptorWriter.Canceled);
        writer.WriteVarint(FieldTags.TripUpdate.Timestamp, Math.Min(run.Since.UnixSeconds, latest));
        writer.EndMessage(update);
        writer.EndMessage(entity);

        // No measurement that could be too old: the state takes it away when the run's time is over or a vehicle is found.
        return new EncodedEntity(writer.Written.ToArray(), long.MaxValue, ForGoogle: true);
    }

    private bool IsForGoogle(Schedule schedule, TripInstance run) => this.IsForGoogle(schedule, schedule.Trips.RouteIndex(run.TripIndex));

    private bool IsForGoogle(Schedule schedule, int route) =>
        options.GoogleOwnEtas.Count == 0 || route < 0 || !options.GoogleOwnEtas.Contains(schedule.Routes.Type(route));

    /// <summary>Another agency's update, repaired before, with all that the hub does not know of it.</summary>
    private EncodedEntity Pass(UpstreamRun theirs, int entity, long measuredAt, bool isForGoogle)
    {
        writer.Append(theirs.Entity);
        writer.EndMessage(entity);
        return new EncodedEntity(writer.Written.ToArray(), measuredAt, isForGoogle);
    }

    /// <summary>Of a run that only cameras see nobody knows the vehicle; its name there is the run's.</summary>
    private void WriteVehicle(Schedule schedule, TripSnapshot trip)
    {
        int vehicle = writer.BeginMessage(FieldTags.TripUpdate.Vehicle);
        if (trip.HasVehicle)
        {
            writer.WriteText(FieldTags.VehicleDescriptor.Id, trip.Vehicle.ToString());
        }
        else
        {
            this.WriteRunName(FieldTags.VehicleDescriptor.Id, SightedVehicle.Prefix, schedule, trip.Trip);
        }

        writer.EndMessage(vehicle);
    }

    /// <summary>Writes <c>trip_id|start_date|start_time</c> behind a prefix.</summary>
    private void WriteRunName(byte tag, ReadOnlySpan<byte> prefix, Schedule schedule, TripInstance run)
    {
        Span<byte> text = stackalloc byte[Math.Max(ServiceDate.TextLength, ServiceTime.MaxTextLength)];
        int id = writer.BeginMessage(tag);
        writer.Append(prefix);
        writer.Append(schedule.Trips.IdUtf8(run.TripIndex));
        writer.Append("|"u8);
        writer.Append(text[..run.ServiceDate.WriteUtf8(text)]);
        writer.Append("|"u8);
        writer.Append(text[..ServiceTime.FromSeconds(run.StartSeconds).WriteUtf8(text)]);
        writer.EndMessage(id);
    }

    /// <summary>
    /// Writes the stops in order. Times rise by a second at least from each stop to the next and no departure comes before
    /// its arrival: whole seconds would otherwise put two near stops on one, which readers refuse.
    /// </summary>
    private void WriteStops(Schedule schedule, TripSnapshot trip)
    {
        int index = trip.Trip.TripIndex;
        ReadOnlySpan<int> sequences = schedule.Trips.StopSequences(index);
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(index));
        Timetable timetable = Timetable.Of(schedule, trip.Trip);
        long earliest = long.MinValue;
        foreach (StopPrediction stop in trip.Stops)
        {
            int? assigned = trip.FindAssigned(stop.Position);
            StopRelation relation = RelationOf(trip, stop, timetable.ByHeadway);
            if (trip.IsPlanned && relation is StopRelation.Scheduled or StopRelation.Unscheduled)
            {
                continue;
            }

            int update = writer.BeginMessage(FieldTags.TripUpdate.StopTimeUpdate);
            writer.WriteVarint(FieldTags.StopTimeUpdate.StopSequence, sequences[stop.Position]);
            if (relation is StopRelation.Scheduled or StopRelation.Unscheduled)
            {
                long arrival = Math.Max(stop.Arrival, earliest);
                long departure = Math.Max(stop.Departure, arrival);
                earliest = departure + 1;
                StopTimeEventWriter.Write(writer, FieldTags.StopTimeUpdate.Arrival, arrival, timetable.FindArrival(stop.Position), stop.UncertaintySeconds);
                StopTimeEventWriter.Write(writer, FieldTags.StopTimeUpdate.Departure, departure, timetable.FindDeparture(stop.Position), stop.UncertaintySeconds);
            }

            if (assigned is null)
            {
                writer.WriteText(FieldTags.StopTimeUpdate.StopId, schedule.Stops.IdUtf8(stops[stop.Position]));
            }

            writer.WriteVarint(FieldTags.StopTimeUpdate.ScheduleRelationship, (int)relation);
            this.WriteAssigned(schedule, assigned);
            if (stop.DepartureOccupancy is byte occupancy && relation is StopRelation.Scheduled or StopRelation.Unscheduled)
            {
                writer.WriteVarint(FieldTags.StopTimeUpdate.DepartureOccupancyStatus, occupancy);
            }

            writer.EndMessage(update);
        }
    }

    private static StopRelation RelationOf(TripSnapshot trip, StopPrediction stop, bool byHeadway) =>
        stop.IsSkipped ? StopRelation.Skipped
        : stop.HasNoData || (trip.IsPlanned && trip.FindAssigned(stop.Position) is not null) ? StopRelation.NoData
        : byHeadway ? StopRelation.Unscheduled
        : StopRelation.Scheduled;

    /// <summary>With assigned_stop_id the stop_id is better left out: it would have to be the assigned one, which strict readers compare with the timetable's.</summary>
    private void WriteAssigned(Schedule schedule, int? stop)
    {
        if (stop is int assigned)
        {
            int properties = writer.BeginMessage(FieldTags.StopTimeUpdate.StopTimeProperties);
            writer.WriteText(FieldTags.StopTimeProperties.AssignedStopId, schedule.Stops.IdUtf8(assigned));
            writer.EndMessage(properties);
        }
    }

    /// <summary>The scheduled times of one run; a run by headway has none.</summary>
    private readonly ref struct Timetable
    {
        private readonly ReadOnlySpan<int> arrivals;
        private readonly ReadOnlySpan<int> departures;
        private readonly long zero;

        private Timetable(ReadOnlySpan<int> arrivals, ReadOnlySpan<int> departures, long zero)
        {
            this.arrivals = arrivals;
            this.departures = departures;
            this.zero = zero;
        }

        public bool ByHeadway => this.arrivals.IsEmpty;

        public static Timetable Of(Schedule schedule, TripInstance run)
        {
            TripTable trips = schedule.Trips;
            if (TripDescriptorWriter.RunsByHeadway(schedule, run.TripIndex))
            {
                return default;
            }

            // Stop times of a trip of frequencies.txt are relative: the run starts at its own time.
            int shift = trips.Frequencies(run.TripIndex).IsEmpty ? 0 : run.StartSeconds - trips.StartSeconds(run.TripIndex);
            long zero = schedule.ServiceDayStart(run.ServiceDate) + shift;
            return new Timetable(trips.Arrivals(run.TripIndex), trips.Departures(run.TripIndex), zero);
        }

        public long? FindArrival(int position) => this.ByHeadway ? null : this.zero + this.arrivals[position];

        public long? FindDeparture(int position) => this.ByHeadway ? null : this.zero + this.departures[position];
    }
}
