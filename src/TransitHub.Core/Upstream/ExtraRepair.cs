using System.Collections.Immutable;
using Google.Protobuf;
using TransitHub.Core.Conformance;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Upstream;

/// <summary>
/// Brings another agency's word of a run that the timetable does not have into the terms of our static feed: NEW, in the place of a run, or a copy of a
/// trip. ADDED, whose meaning was never defined, is NEW, as the specification advises. A pure function of what it is given.
/// </summary>
internal sealed class ExtraRepair
{
    /// <summary>A run whose last time lies so far back is over, seconds.</summary>
    private const int OverSeconds = 600;

    private readonly Schedule schedule;
    private readonly UpstreamOptions options;
    private readonly ForeignIds ids;
    private readonly RunFinder finder;
    private readonly StopListRepair list;
    private readonly CopyRepair copy;

    /// <summary>Makes one for a schedule.</summary>
    public ExtraRepair(Schedule schedule, FusionOptions options)
    {
        this.schedule = schedule;
        this.options = options.Upstream;
        this.ids = new ForeignIds(options.Upstream);
        this.finder = new RunFinder(schedule, new TripResolver(schedule, options), this.ids);
        this.list = new StopListRepair(schedule, this.ids);
        this.copy = new CopyRepair(schedule, this.ids);
    }

    /// <summary>
    /// Whether an update is of such a run. A trip that the timetable has is not new or extra, whatever its producer says, and is told as one of the timetable from here on.
    /// </summary>
    public bool Takes(TripUpdate update, RepairNotes notes)
    {
        if (update.Trip is not { ModifiedTrip: null } trip)
        {
            return false;
        }

        bool isNew = trip.Is(TripRelation.New) || trip.Is(Labels.Added);
        if (!isNew && !(trip.Is(TripRelation.Unscheduled) && trip.TripId.Length > 0))
        {
            return trip.Is(TripRelation.Replacement) || trip.Is(TripRelation.Duplicated);
        }

        if (trip.TripId.Length == 0 || !this.ids.TryFind(trip.TripId, this.schedule.Trips.TryFind, out int index, out _))
        {
            return true;
        }

        if (isNew)
        {
            notes.Add(RejectionReason.RelationshipFilled, $"trip {this.schedule.Trips.Id(index)} is {trip.ScheduleRelationship} and in the schedule: it is told as scheduled");
            trip.ScheduleRelationship = TripRelation.Scheduled;
        }

        return false;
    }

    /// <summary>Repairs an update; null when nothing can be made of it, and the last of the notes says why.</summary>
    /// <param name="entity">An entity whose TripUpdate <see cref="Takes"/>; it is changed.</param>
    /// <param name="source">Names the agency's feed.</param>
    /// <param name="madeAt">When it was made.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="notes">Takes what was changed.</param>
    public ExtraRun? Repair(FeedEntity entity, string source, Timestamp madeAt, Timestamp receivedAt, RepairNotes notes)
    {
        if (receivedAt.SecondsSince(madeAt) > this.options.StaleSeconds)
        {
            return Refuse(notes, RejectionReason.UpdateStale, $"made at {madeAt}, {receivedAt.SecondsSince(madeAt):0} s before");
        }

        TripUpdate update = entity.TripUpdate;
        update.Timestamp = (ulong)madeAt.UnixSeconds;
        update.ClearDelay();
        Identity? named = update.Trip.Is(TripRelation.Duplicated) ? this.copy.Name(update, notes)
            : update.Trip.Is(TripRelation.Replacement) ? this.NameReplacement(update, madeAt, notes)
            : this.NameNew(entity, madeAt, notes);
        if (named is not { } run)
        {
            return null;
        }

        ImmutableArray<ExtraStop> stops = run.Kind == ExtraRunKind.Duplicated
            ? this.copy.Stops(update, run.Key, run.OriginalTrip, madeAt.UnixSeconds, notes)
            : this.list.Repair(update, madeAt.UnixSeconds, notes);
        if (stops.Length < 2)
        {
            return Refuse(notes, RejectionReason.UpdateEmpty, $"run {Shown.Text(run.Key.TripId)} has {stops.Length} stops that are ours");
        }

        if (stops[^1].Departure < madeAt.UnixSeconds - OverSeconds)
        {
            return Refuse(notes, RejectionReason.UpdateStale, $"run {Shown.Text(run.Key.TripId)} was over at {stops[^1].Departure}");
        }

        entity.Id = $"{run.Key.TripId}|{run.Key.ServiceDate}|{ServiceTime.FromSeconds(run.Key.StartSeconds)}";
        return new ExtraRun
        {
            Key = run.Key,
            Kind = run.Kind,
            OriginalTrip = run.OriginalTrip,
            RouteIndex = run.Route,
            DirectionId = update.Trip.HasDirectionId ? (int)update.Trip.DirectionId : null,
            Headsign = update.TripProperties is { TripHeadsign.Length: > 0 } signed ? signed.TripHeadsign : null,
            ShortName = update.TripProperties is { TripShortName.Length: > 0 } shortly ? shortly.TripShortName : null,
            Vehicle = DeviceId.TryParse(update.Vehicle?.Id ?? string.Empty, out DeviceId vehicle) ? vehicle : default,
            MeasuredAt = madeAt,
            Stops = stops,
            Upstream = new UpstreamRun(source, entity.ToByteArray()),
        };
    }

    private static Identity? Refuse(RepairNotes notes, string detail)
    {
        notes.Add(RejectionReason.UpdateOfUnknownTrip, detail);
        return null;
    }

    private static ExtraRun? Refuse(RepairNotes notes, RejectionReason reason, string detail)
    {
        notes.Add(reason, detail);
        return null;
    }

    /// <summary>Moment of the first time that is told, Unix seconds.</summary>
    private static long? FirstTime(TripUpdate update, Timestamp madeAt)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in update.StopTimeUpdate)
        {
            foreach (TripUpdate.Types.StopTimeEvent? told in new[] { stop.Arrival, stop.Departure })
            {
                long time = told is null ? 0 : told.ScheduledTime > 0 ? told.ScheduledTime : told.Time;
                if (time > 0 && Math.Abs(time - madeAt.UnixSeconds) <= StopTimesRepair.FarthestSeconds)
                {
                    return time;
                }
            }
        }

        return null;
    }

    private Identity? NameNew(FeedEntity entity, Timestamp madeAt, RepairNotes notes)
    {
        TripDescriptor trip = entity.TripUpdate.Trip;
        if (!this.ids.TryFind(trip.RouteId, this.schedule.Routes.TryFind, out int route, out _))
        {
            return Refuse(notes, $"route_id '{Shown.Text(trip.RouteId)}' of a trip that is {trip.ScheduleRelationship} is not in the schedule");
        }

        if (FirstTime(entity.TripUpdate, madeAt) is not { } first)
        {
            return Refuse(notes, "a trip that the schedule does not have tells no time");
        }

        if (trip.TripId.Length == 0)
        {
            trip.TripId = entity.Id;
        }

        trip.RouteId = this.schedule.Routes.Id(route);
        ServiceDate date = this.DateOf(trip, first, notes);
        if (!ServiceTime.TryParse(trip.StartTime, out ServiceTime start))
        {
            start = ServiceTime.FromSeconds((int)Math.Clamp(first - this.schedule.ServiceDayStart(date), 0, 2 * 86_400));
            notes.Add(RejectionReason.StartTimeCorrected, $"start_time '{Shown.Text(trip.StartTime)}' of trip {Shown.Text(trip.TripId)} is {start}");
        }

        if (!trip.Is(TripRelation.New))
        {
            notes.Add(RejectionReason.RelationshipFilled, $"trip {Shown.Text(trip.TripId)} is {trip.ScheduleRelationship} and not in the schedule: it is told as NEW");
        }

        trip.ScheduleRelationship = TripRelation.New;
        (trip.StartDate, trip.StartTime) = (date.ToString(), start.ToString());
        NameDirection(trip);
        LeaveOutCopy(entity.TripUpdate);
        return new Identity(new ExtraRunKey(trip.TripId, date, start.Seconds), ExtraRunKind.New, -1, route);
    }

    /// <summary>The day that is told, if it may be; else the one on which the first time lies.</summary>
    private ServiceDate DateOf(TripDescriptor trip, long first, RepairNotes notes)
    {
        if (ServiceDate.TryParse(trip.StartDate, out ServiceDate told) && first - this.schedule.ServiceDayStart(told) is >= -43_200 and <= 2 * 86_400)
        {
            return told;
        }

        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds(first).InZone(this.schedule.TimeZone).Date;
        var date = ServiceDate.From(day.Year, day.Month, day.Day);
        notes.Add(RejectionReason.StartDateFilled, $"start_date '{Shown.Text(trip.StartDate)}' of trip {Shown.Text(trip.TripId)} is {date}");
        return date;
    }

    private Identity? NameReplacement(TripUpdate update, Timestamp madeAt, RepairNotes notes)
    {
        TripDescriptor trip = update.Trip;
        double at = FirstTime(update, madeAt) ?? madeAt.UnixSeconds;
        if (this.finder.Find(trip, [], at, notes) is not { } run)
        {
            return null;
        }

        int route = this.schedule.Trips.RouteIndex(run.TripIndex);
        trip.TripId = this.schedule.Trips.Id(run.TripIndex);
        trip.StartDate = run.ServiceDate.ToString();
        trip.ClearStartTime();
        if (!this.schedule.Trips.Frequencies(run.TripIndex).IsEmpty)
        {
            trip.StartTime = ServiceTime.FromSeconds(run.StartSeconds).ToString();
        }

        if (route >= 0)
        {
            trip.RouteId = this.schedule.Routes.Id(route);
        }

        trip.ClearDirectionId();
        if (this.schedule.Trips.DirectionId(run.TripIndex) is >= 0 and var direction)
        {
            trip.DirectionId = (uint)direction;
        }

        LeaveOutCopy(update);
        return new Identity(new ExtraRunKey(trip.TripId, run.ServiceDate, run.StartSeconds), ExtraRunKind.Replacement, run.TripIndex, route);
    }

    private static void NameDirection(TripDescriptor trip)
    {
        if (trip is { HasDirectionId: true, DirectionId: > 1 })
        {
            trip.ClearDirectionId();
        }
    }

    /// <summary>Properties that only a copy has, and a shape, which would be an entity that is not passed on.</summary>
    private static void LeaveOutCopy(TripUpdate update)
    {
        if (update.TripProperties is { } properties)
        {
            properties.ClearTripId();
            properties.ClearStartDate();
            properties.ClearStartTime();
            properties.ClearShapeId();
        }
    }

    /// <summary>Which run it is.</summary>
    /// <param name="Key">Its name.</param>
    /// <param name="Kind">How it relates to the timetable.</param>
    /// <param name="OriginalTrip">The trip that it replaces or copies; -1: none.</param>
    /// <param name="Route">Its route.</param>
    internal readonly record struct Identity(ExtraRunKey Key, ExtraRunKind Kind, int OriginalTrip, int Route);
}
