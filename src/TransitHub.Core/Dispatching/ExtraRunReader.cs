using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Dispatching;

/// <summary>Reads runs with their own stop times: added, in the place of a run, copied.</summary>
internal static class ExtraRunReader
{
    /// <summary>Stops of one run.</summary>
    private const int MostStops = 200;

    private const int LongestText = 200;

    /// <summary>The run as planned; null where it is none, and a complaint says why.</summary>
    public static ExtraRun? Read(ServiceChange change, Schedule schedule, RunNames names, IReadOnlyCollection<ServiceChange> others, Complaints wrong)
    {
        ChangeDraft draft = change.Content;
        wrong.Require(draft.Headsign is null or { Length: > 0 and <= LongestText }, "headsign", $"has 1 to {LongestText} characters.");
        wrong.Require(draft.ShortName is null or { Length: > 0 and <= LongestText }, "short_name", $"has 1 to {LongestText} characters.");
        return draft.Kind switch
        {
            ChangeKind.Add => Add(change, schedule, names, others, wrong),
            ChangeKind.Replace => Replace(change, schedule, names, wrong),
            _ => Duplicate(change, schedule, names, others, wrong),
        };
    }

    private static ExtraRun? Add(ServiceChange change, Schedule schedule, RunNames names, IReadOnlyCollection<ServiceChange> others, Complaints wrong)
    {
        ChangeDraft draft = change.Content;
        CheckNewId(draft.TripId, "trip_id", schedule, others, wrong);
        wrong.Require(schedule.Routes.TryFind(draft.RouteId ?? string.Empty, out int route), "route_id", $"'{draft.RouteId}' is not in the GTFS.");
        wrong.Require(draft.DirectionId is null or 0 or 1, "direction_id", "is 0 or 1.");
        if (names.ReadDate(draft.StartDate) is not { } date)
        {
            return null;
        }

        (ImmutableArray<ExtraStop> stops, int start) = ReadStops(draft, date, schedule, names, wrong);
        return new ExtraRun
        {
            Key = new ExtraRunKey(draft.TripId!, date, start),
            Kind = ExtraRunKind.New,
            RouteIndex = route,
            DirectionId = draft.DirectionId,
            Headsign = draft.Headsign,
            ShortName = draft.ShortName,
            MeasuredAt = Timestamp.FromUnixSeconds(change.UpdatedAt),
            ChangeId = change.Id,
            Stops = stops,
        };
    }

    private static ExtraRun? Replace(ServiceChange change, Schedule schedule, RunNames names, Complaints wrong)
    {
        ChangeDraft draft = change.Content;
        if (names.FindRun(draft) is not { } run)
        {
            return null;
        }

        int direction = schedule.Trips.DirectionId(run.TripIndex);
        return new ExtraRun
        {
            Key = new ExtraRunKey(draft.TripId!, run.ServiceDate, run.StartSeconds),
            Kind = ExtraRunKind.Replacement,
            OriginalTrip = run.TripIndex,
            RouteIndex = schedule.Trips.RouteIndex(run.TripIndex),
            DirectionId = direction < 0 ? null : direction,
            Headsign = draft.Headsign,
            ShortName = draft.ShortName,
            MeasuredAt = Timestamp.FromUnixSeconds(change.UpdatedAt),
            ChangeId = change.Id,
            Stops = ReadStops(draft, run.ServiceDate, schedule, names, wrong).Stops,
        };
    }

    private static ExtraRun? Duplicate(ServiceChange change, Schedule schedule, RunNames names, IReadOnlyCollection<ServiceChange> others, Complaints wrong)
    {
        ChangeDraft draft = change.Content;
        CheckNewId(draft.NewTripId, "new_trip_id", schedule, others, wrong);
        if (names.FindTrip(draft.TripId) is not { } trip || names.ReadDate(draft.StartDate) is not { } date || names.ReadTime(draft.StartTime, "start_time") is not { } start)
        {
            return null;
        }

        wrong.Require(
            !TripDescriptorWriter.RunsByHeadway(schedule, trip), "trip_id", $"'{draft.TripId}' runs by headway, and the specification lets no such trip be copied: use add.");
        int direction = schedule.Trips.DirectionId(trip);
        return new ExtraRun
        {
            Key = new ExtraRunKey(draft.NewTripId!, date, start),
            Kind = ExtraRunKind.Duplicated,
            OriginalTrip = trip,
            RouteIndex = schedule.Trips.RouteIndex(trip),
            DirectionId = direction < 0 ? null : direction,
            MeasuredAt = Timestamp.FromUnixSeconds(change.UpdatedAt),
            ChangeId = change.Id,
            Stops = CopyStops(schedule, trip, date, start),
        };
    }

    private static void CheckNewId(string? id, string field, Schedule schedule, IReadOnlyCollection<ServiceChange> others, Complaints wrong)
    {
        wrong.Require(id is { Length: > 0 and <= 100 } && !id.Any(char.IsControl), field, "has 1 to 100 characters.");
        wrong.Require(!schedule.Trips.TryFind(id ?? string.Empty, out _), field, $"'{id}' is a trip of the GTFS: give one that is not.");
        wrong.Require(
            others.All(o => o.Content.Kind is not ChangeKind.Add || o.Content.TripId != id) && others.All(o => o.Content.NewTripId is null || o.Content.NewTripId != id),
            field, $"'{id}' is the id of another change.");
    }

    private static ImmutableArray<ExtraStop> CopyStops(Schedule schedule, int trip, ServiceDate date, int start)
    {
        long zero = schedule.ServiceDayStart(date) + start - schedule.Trips.StartSeconds(trip);
        ImmutableArray<ExtraStop>.Builder stops = ImmutableArray.CreateBuilder<ExtraStop>();
        for (int position = 0; position < schedule.Trips.Arrivals(trip).Length; position++)
        {
            stops.Add(Planned(
                schedule.Trips.StopSequences(trip)[position],
                schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip))[position],
                zero + schedule.Trips.Arrivals(trip)[position],
                zero + schedule.Trips.Departures(trip)[position]));
        }

        return stops.DrainToImmutable();
    }

    private static (ImmutableArray<ExtraStop> Stops, int Start) ReadStops(ChangeDraft draft, ServiceDate date, Schedule schedule, RunNames names, Complaints wrong)
    {
        IReadOnlyList<StopTimeDraft> told = draft.StopTimes ?? [];
        wrong.Require(told.Count is >= 2 and <= MostStops, "stop_times", $"has {told.Count} stops; a run has 2 to {MostStops}.");
        long zero = schedule.ServiceDayStart(date);
        List<ExtraStop> stops = [];
        int earliest = -1;
        int start = 0;
        foreach ((StopTimeDraft stop, int i) in told.Take(MostStops).Select((stop, i) => (stop, i)))
        {
            string field = $"stop_times[{i}]";
            bool isStop = schedule.Stops.TryFind(stop.StopId ?? string.Empty, out int index) && schedule.Stops.LocationType(index) == 0;
            wrong.Require(isStop, field + ".stop_id", $"'{stop.StopId}' is no stop or platform of the GTFS.");
            if (names.ReadTime(stop.Arrival ?? stop.Departure, field + ".arrival") is not { } arrival
                || names.ReadTime(stop.Departure ?? stop.Arrival, field + ".departure") is not { } departure)
            {
                continue;
            }

            wrong.Require(arrival > earliest, field + ".arrival", "is not after the departure from the stop before.");
            wrong.Require(departure >= arrival, field + ".departure", "is before the arrival.");
            wrong.Require(!isStop || stops.Count == 0 || stops[^1].Stop != index, field + ".stop_id", "is the stop before once more.");
            (earliest, start) = (departure, i == 0 ? departure : start);
            stops.Add(Planned(i + 1, isStop ? index : 0, zero + arrival, zero + departure));
        }

        return ([.. stops], start);
    }

    private static ExtraStop Planned(int sequence, int stop, long arrival, long departure) => new()
    {
        Sequence = sequence,
        Stop = stop,
        ScheduledArrival = arrival,
        ScheduledDeparture = departure,
        Arrival = arrival,
        Departure = departure,
    };
}
