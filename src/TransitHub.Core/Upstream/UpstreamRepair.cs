using System.Collections.Immutable;
using Google.Protobuf;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Upstream;

/// <summary>
/// Brings another agency's TripUpdate into the terms of our static feed: ids, dates, sequences, times. What it changes has a named reason; what it
/// does not know (extensions, fields of later versions) stays. A pure function of what it is given.
/// </summary>
public sealed class UpstreamRepair
{
    /// <summary>A run whose last time lies so far back is over, seconds.</summary>
    private const int OverSeconds = 600;

    private readonly Schedule schedule;
    private readonly UpstreamOptions options;
    private readonly RunFinder finder;
    private readonly StopPlacer placer;
    private readonly StopTimesRepair times;
    private readonly CallRepair calls;

    /// <summary>Makes one for a schedule.</summary>
    public UpstreamRepair(Schedule schedule, FusionOptions options)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(options);
        this.schedule = schedule;
        this.options = options.Upstream;
        ForeignIds ids = new(options.Upstream);
        this.finder = new RunFinder(schedule, new TripResolver(schedule, options), ids);
        this.placer = new StopPlacer(schedule, ids);
        this.times = new StopTimesRepair(schedule);
        this.calls = new CallRepair(schedule, ids);
    }

    /// <summary>Repairs an update; null when nothing can be made of it, and the last of the notes says why.</summary>
    /// <param name="entity">An entity with a TripUpdate; it is changed.</param>
    /// <param name="madeAt">When it was made.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="notes">Takes what was changed.</param>
    public RepairedUpdate? Repair(FeedEntity entity, Timestamp madeAt, Timestamp receivedAt, RepairNotes notes)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(notes);
        TripUpdate update = entity.TripUpdate;
        if (update.Trip is not { } trip)
        {
            return Refuse(notes, RejectionReason.UpdateMalformed, "it names no trip");
        }

        if (receivedAt.SecondsSince(madeAt) > this.options.StaleSeconds)
        {
            return Refuse(notes, RejectionReason.UpdateStale, $"made at {madeAt}, {receivedAt.SecondsSince(madeAt):0} s before");
        }

        if (trip.ScheduleRelationship is not (TripRelation.Scheduled or TripRelation.Unscheduled or TripRelation.Canceled or TripRelation.Deleted) || (trip.TripId.Length == 0 && trip.ModifiedTrip is not null))
        {
            return Refuse(notes, RejectionReason.UpdateUnsupported, $"schedule_relationship {trip.ScheduleRelationship}, trip_id '{Shown.Text(trip.TripId)}'");
        }

        if (this.finder.Find(trip, update.StopTimeUpdate, MomentOf(update, madeAt), notes) is not { } run)
        {
            return null;
        }

        return this.Repair(entity, run, madeAt, notes);
    }

    private static RepairedUpdate? Refuse(RepairNotes notes, RejectionReason reason, string detail)
    {
        notes.Add(reason, detail);
        return null;
    }

    /// <summary>A moment of the run: its first time, else when the update was made.</summary>
    private static double MomentOf(TripUpdate update, Timestamp madeAt)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in update.StopTimeUpdate)
        {
            if ((stop.Arrival?.Time ?? 0, stop.Departure?.Time ?? 0) is var (arrival, departure) && Math.Max(arrival, departure) is > 0 and var time && Math.Abs(time - madeAt.UnixSeconds) <= StopTimesRepair.FarthestSeconds)
            {
                return time;
            }
        }

        return madeAt.UnixMilliseconds / 1000.0;
    }

    private RepairedUpdate? Repair(FeedEntity entity, TripInstance run, Timestamp madeAt, RepairNotes notes)
    {
        TripUpdate update = entity.TripUpdate;
        bool isCanceled = update.Trip.ScheduleRelationship is TripRelation.Canceled or TripRelation.Deleted;
        bool byHeadway = TripDescriptorWriter.RunsByHeadway(this.schedule, run.TripIndex);
        this.Name(update.Trip, run, isCanceled, byHeadway, notes);
        if (update.Timestamp != (ulong)madeAt.UnixSeconds)
        {
            notes.Add(RejectionReason.TimestampFilled, $"timestamp {update.Timestamp} became {madeAt.UnixSeconds}");
            update.Timestamp = (ulong)madeAt.UnixSeconds;
        }

        LeaveOutCopy(update, notes);
        ImmutableArray<StopPrediction> stops = [];
        ImmutableArray<AssignedStop> assigned = [];
        if (!isCanceled)
        {
            List<PlacedUpdate> placed = this.placer.Place(run.TripIndex, update.StopTimeUpdate, notes);
            this.times.Repair(run, placed, madeAt.UnixSeconds, byHeadway, notes);
            placed.RemoveAll(p => p.TellsTimes && p.Update.Arrival is null && p.Update.Departure is null);
            assigned = this.calls.Repair(run, placed, byHeadway, notes);
            update.StopTimeUpdate.Clear();
            update.StopTimeUpdate.AddRange(placed.Select(p => p.Update));
            if (placed.Count == 0)
            {
                return Refuse(notes, RejectionReason.UpdateEmpty, $"trip {this.schedule.Trips.Id(run.TripIndex)}");
            }

            stops = StopForecasts.Of(this.schedule, run, placed, madeAt.UnixSeconds);
            if (stops[^1].Departure < madeAt.UnixSeconds - OverSeconds)
            {
                return Refuse(notes, RejectionReason.UpdateStale, $"trip {this.schedule.Trips.Id(run.TripIndex)} was over at {stops[^1].Departure}");
            }
        }

        entity.Id = $"{this.schedule.Trips.Id(run.TripIndex)}|{run.ServiceDate}|{ServiceTime.FromSeconds(run.StartSeconds)}";
        return new RepairedUpdate
        {
            Trip = run,
            MeasuredAt = madeAt,
            IsCanceled = isCanceled,
            IsDeleted = update.Trip.ScheduleRelationship == TripRelation.Deleted,
            Assigned = assigned,
            Vehicle = isCanceled ? string.Empty : update.Vehicle?.Id ?? string.Empty,
            Stops = stops,
            Entity = entity.ToByteArray(),
        };
    }

    /// <summary>What only a copy of a trip has says nothing of one of the timetable.</summary>
    private static void LeaveOutCopy(TripUpdate update, RepairNotes notes)
    {
        if (update.TripProperties is { HasTripId: true } or { HasStartDate: true } or { HasStartTime: true })
        {
            notes.Add(RejectionReason.RelationshipFilled, "trip_properties of a copy were left out");
            update.TripProperties.ClearTripId();
            update.TripProperties.ClearStartDate();
            update.TripProperties.ClearStartTime();
        }
    }

    /// <summary>Names the run as the schedule does.</summary>
    private void Name(TripDescriptor trip, TripInstance run, bool isCanceled, bool byHeadway, RepairNotes notes)
    {
        trip.TripId = this.schedule.Trips.Id(run.TripIndex);
        string date = run.ServiceDate.ToString();
        if (trip.StartDate != date)
        {
            if (trip.StartDate.Length == 0 || !ServiceDate.TryParse(trip.StartDate, out _))
            {
                notes.Add(RejectionReason.StartDateFilled, $"trip {trip.TripId} on {date}");
            }

            trip.StartDate = date;
        }

        this.NameStart(trip, run, notes);
        TripRelation wanted = byHeadway ? TripRelation.Unscheduled : TripRelation.Scheduled;
        if (!isCanceled && (!trip.HasScheduleRelationship || trip.ScheduleRelationship != wanted))
        {
            notes.Add(RejectionReason.RelationshipFilled, $"trip {trip.TripId}: {wanted}");
            trip.ScheduleRelationship = wanted;
        }

        int route = this.schedule.Trips.RouteIndex(run.TripIndex);
        if (trip.RouteId.Length > 0 && route >= 0 && trip.RouteId != this.schedule.Routes.Id(route))
        {
            notes.Add(RejectionReason.RouteCorrected, $"route_id {Shown.Text(trip.RouteId)} of trip {trip.TripId} is {this.schedule.Routes.Id(route)}");
            trip.RouteId = this.schedule.Routes.Id(route);
        }

        if (trip.HasDirectionId && this.schedule.Trips.DirectionId(run.TripIndex) is >= 0 and var direction && direction != trip.DirectionId)
        {
            notes.Add(RejectionReason.RouteCorrected, $"direction_id {trip.DirectionId} of trip {trip.TripId} is {direction}");
            trip.DirectionId = (uint)direction;
        }
    }

    private void NameStart(TripDescriptor trip, TripInstance run, RepairNotes notes)
    {
        string start = ServiceTime.FromSeconds(run.StartSeconds).ToString();
        bool isNeeded = !this.schedule.Trips.Frequencies(run.TripIndex).IsEmpty;
        if (trip.StartTime == start || (trip.StartTime.Length == 0 && !isNeeded))
        {
            return;
        }

        int arrival = this.schedule.Trips.Arrivals(run.TripIndex)[0];
        if (!isNeeded && ServiceTime.TryParse(trip.StartTime, out ServiceTime told) && (told.Seconds == arrival || told.Seconds == run.StartSeconds))
        {
            return;
        }

        notes.Add(RejectionReason.StartTimeCorrected, $"start_time '{Shown.Text(trip.StartTime)}' of trip {trip.TripId} is {start}");
        trip.StartTime = start;
    }
}
