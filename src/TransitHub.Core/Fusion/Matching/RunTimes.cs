using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>The timetable as a function of the way.</summary>
internal static class RunTimes
{
    /// <summary>Scheduled service time of a trip at a place on its line, seconds, even between two stops in time as in way.</summary>
    public static double SecondsAt(Schedule schedule, int trip, double along)
    {
        ReadOnlySpan<float> offsets = schedule.Patterns.StopOffsets(schedule.Trips.PatternIndex(trip));
        int after = UpperBound(offsets, (float)along);
        if (after == 0)
        {
            return schedule.Trips.Departures(trip)[0];
        }

        if (after == offsets.Length)
        {
            return schedule.Trips.Arrivals(trip)[^1];
        }

        double from = schedule.Trips.Departures(trip)[after - 1];
        double way = offsets[after] - offsets[after - 1];
        double share = way > 0 ? (along - offsets[after - 1]) / way : 0;
        return from + (share * (schedule.Trips.Arrivals(trip)[after] - from));
    }

    private static int UpperBound(ReadOnlySpan<float> values, float value)
    {
        int low = 0;
        int high = values.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (values[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
