using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>
/// What readers see of another agency's update: every stop from the first that it names to the end of the trip. Stops that it does not name have
/// the delay of the last one that it does, as the GTFS-Realtime reference says.
/// </summary>
internal static class StopForecasts
{
    /// <summary>Half the width of the 80 % interval of a time whose agency tells no uncertainty, seconds, and what is added of the time ahead.</summary>
    private const double LeastUncertainty = 30;
    private const double UncertaintyShare = 0.1;

    /// <summary>Makes them.</summary>
    /// <param name="schedule">The static feed.</param>
    /// <param name="run">The run.</param>
    /// <param name="placed">Repaired, in the trip's order.</param>
    /// <param name="madeAt">When the update was made, Unix seconds: what lies before has passed.</param>
    public static ImmutableArray<StopPrediction> Of(Schedule schedule, TripInstance run, List<PlacedUpdate> placed, long madeAt)
    {
        var timetable = new RunTimetable(schedule, run);
        var stops = new List<StopPrediction>(timetable.Stops);
        long delay = 0;
        long earliest = long.MinValue;
        int next = 0;
        bool isSilent = false;
        for (int position = placed[0].Position; position < timetable.Stops; position++)
        {
            PlacedUpdate? told = next < placed.Count && placed[next].Position == position ? placed[next++] : null;
            (long arrival, long departure) = TimesOf(told, timetable, position, ref delay);
            (long limit, int until) = LimitBehind(placed, next);
            long latest = until < 0 ? long.MaxValue : limit - (until - position);
            arrival = Math.Max(Math.Min(arrival, latest), earliest);
            departure = Math.Max(Math.Min(departure, latest), arrival);
            earliest = departure + 1;
            isSilent = told is { } word ? !word.TellsTimes && !word.IsSkipped : isSilent;
            StopPrediction stop = Stop(told, position, arrival, departure, madeAt);
            stops.Add(isSilent ? stop with { HasNoData = true, Passed = false } : stop);
        }

        return Ahead(stops);
    }

    private static (long Arrival, long Departure) TimesOf(PlacedUpdate? told, RunTimetable timetable, int position, ref long delay)
    {
        long scheduledArrival = timetable.Arrival(position);
        long scheduledDeparture = timetable.Departure(position);
        if (told is { TellsTimes: true, Update: { } update } && (update.Arrival is not null || update.Departure is not null))
        {
            long dwell = scheduledDeparture - scheduledArrival;
            long arrival = update.Arrival?.Time ?? Math.Min(update.Departure.Time, Math.Max(scheduledArrival, update.Departure.Time - dwell));
            long departure = update.Departure?.Time ?? Math.Max(arrival, scheduledDeparture + Math.Min(0, arrival - scheduledArrival));
            delay = departure - scheduledDeparture;
            return (arrival, departure);
        }

        // NO_DATA: from here on the agency does not know, and the timetable stands.
        if (told is { TellsTimes: false, IsSkipped: false })
        {
            delay = 0;
        }

        return (scheduledArrival + delay, scheduledDeparture + delay);
    }

    /// <summary>The next time that is told, and where; -1: none.</summary>
    private static (long Time, int Position) LimitBehind(List<PlacedUpdate> placed, int from)
    {
        for (int i = from; i < placed.Count; i++)
        {
            if (placed[i].TellsTimes && (placed[i].Update.Arrival ?? placed[i].Update.Departure) is { } told)
            {
                return (told.Time, placed[i].Position);
            }
        }

        return (0, -1);
    }

    private static StopPrediction Stop(PlacedUpdate? told, int position, long arrival, long departure, long madeAt)
    {
        bool passed = departure < madeAt;
        TripUpdate.Types.StopTimeEvent? timed = told?.Update.Arrival ?? told?.Update.Departure;
        double half = timed is { HasUncertainty: true, Uncertainty: > 0 }
            ? Math.Min(timed.Uncertainty, 86_400)
            : LeastUncertainty + (UncertaintyShare * Math.Clamp(arrival - madeAt, 0, 7200));
        int wide = (int)half;
        return new StopPrediction
        {
            Position = position,
            Arrival = arrival,
            Departure = departure,
            Passed = passed,
            IsSkipped = told?.IsSkipped ?? false,
            Quantiles = passed ? default : new ArrivalQuantiles(-wide, -wide / 2, 0, wide / 2, wide),
            DepartureOccupancy = told?.Update is { HasDepartureOccupancyStatus: true, DepartureOccupancyStatus: var status } && (int)status is >= 0 and <= 8 ? (byte)status : null,
        };
    }

    /// <summary>From the stop passed last.</summary>
    private static ImmutableArray<StopPrediction> Ahead(List<StopPrediction> stops)
    {
        int first = 0;
        while (first + 1 < stops.Count && stops[first + 1].Passed)
        {
            first++;
        }

        return [.. stops.Skip(first)];
    }
}
