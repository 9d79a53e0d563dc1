using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Reading;

/// <summary>Makes times that never fall and have no gaps of the times of a trip as they stand.</summary>
internal static class TripTimes
{
    /// <summary>Speed for times before the first and after the last known one when the trip itself shows none.</summary>
    private const float AssumedMetersPerSecond = 8;

    /// <summary>No slower speed is taken from a trip: two stops at one place with hours between them tell nothing of the rest.</summary>
    private const float MinMetersPerSecond = 0.5f;

    private const int MaxSeconds = (ServiceTime.MaxHours * 3600) + 3599;

    /// <summary>
    /// Blanks the times that break the order: what is left is the longest run of times that never fall, so that one wrong
    /// hour does not spoil the rest. Gives the position of the first one taken out and its time, or -1.
    /// </summary>
    public static int RemoveDisorder(Span<StopTimeRow> rows, out int seconds)
    {
        seconds = 0;
        if (IsOrdered(rows))
        {
            return -1;
        }

        var times = new List<(int Time, int Row, bool IsArrival)>();
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row].Arrival >= 0)
            {
                times.Add((rows[row].Arrival, row, true));
                times.Add((rows[row].Departure, row, false));
            }
        }

        var kept = LongestRun(times);
        var first = -1;
        for (var at = 0; at < times.Count; at++)
        {
            if (!kept[at])
            {
                ref var row = ref rows[times[at].Row];
                (first, seconds) = first < 0 ? (times[at].Row, times[at].Time) : (first, seconds);
                var (own, other) = times[at].IsArrival ? (at, at + 1) : (at, at - 1);
                var replacement = kept[other] ? times[other].Time : -1;
                row.Arrival = times[own].IsArrival ? replacement : row.Arrival;
                row.Departure = times[own].IsArrival ? row.Departure : replacement;
            }
        }

        return first;
    }

    /// <summary>Fills blank times by the way between the known ones, or evenly where the way has no length.</summary>
    public static void FillBlanks(ReadOnlySpan<StopTimeRow> rows, ReadOnlySpan<float> offsets, Span<int> arrivals, Span<int> departures)
    {
        var (first, last) = (-1, -1);
        for (var at = 0; at < rows.Length; at++)
        {
            (arrivals[at], departures[at]) = (rows[at].Arrival, rows[at].Departure);
            if (rows[at].Arrival < 0)
            {
                continue;
            }

            if (last >= 0)
            {
                Between(last, at, offsets, arrivals, departures);
            }

            first = first < 0 ? at : first;
            last = at;
        }

        var (meters, seconds) = (offsets[last] - offsets[first], arrivals[last] - departures[first]);
        var speed = meters > 0 && seconds > 0 ? Math.Max(meters / seconds, MinMetersPerSecond) : AssumedMetersPerSecond;
        for (var at = first - 1; at >= 0; at--)
        {
            arrivals[at] = departures[at] = (int)Math.Max(0, arrivals[at + 1] - ((double)(offsets[at + 1] - offsets[at]) / speed));
        }

        for (var at = last + 1; at < rows.Length; at++)
        {
            arrivals[at] = departures[at] = (int)Math.Min(MaxSeconds, departures[at - 1] + ((double)(offsets[at] - offsets[at - 1]) / speed));
        }
    }

    private static void Between(int from, int to, ReadOnlySpan<float> offsets, Span<int> arrivals, Span<int> departures)
    {
        var (start, seconds) = (departures[from], arrivals[to] - departures[from]);
        var meters = offsets[to] - offsets[from];
        for (var at = from + 1; at < to; at++)
        {
            var share = meters > 0 ? (offsets[at] - offsets[from]) / meters : (float)(at - from) / (to - from);
            arrivals[at] = departures[at] = start + (int)Math.Round((double)share * seconds);
        }
    }

    private static bool IsOrdered(ReadOnlySpan<StopTimeRow> rows)
    {
        var reached = -1;
        foreach (ref readonly var row in rows)
        {
            if (row.Arrival < 0)
            {
                continue;
            }

            if (row.Arrival < reached || row.Departure < row.Arrival)
            {
                return false;
            }

            reached = row.Departure;
        }

        return true;
    }

    /// <summary>Marks a longest subsequence that never falls (patience sorting).</summary>
    private static bool[] LongestRun(List<(int Time, int Row, bool IsArrival)> times)
    {
        var tails = new List<int>();
        var previous = new int[times.Count];
        for (var at = 0; at < times.Count; at++)
        {
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = times[tails[middle]].Time <= times[at].Time ? (middle + 1, high) : (low, middle);
            }

            previous[at] = low > 0 ? tails[low - 1] : -1;
            if (low == tails.Count)
            {
                tails.Add(at);
            }
            else
            {
                tails[low] = at;
            }
        }

        var kept = new bool[times.Count];
        for (var at = tails[^1]; at >= 0; at = previous[at])
        {
            kept[at] = true;
        }

        return kept;
    }
}
