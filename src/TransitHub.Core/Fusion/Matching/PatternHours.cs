using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>Finds the trips of a pattern that are under way within some hours without going through all of them.</summary>
internal sealed class PatternHours
{
    private readonly Schedule schedule;
    private readonly int[] longest;
    private readonly int[] first;
    private readonly int[] end;

    public PatternHours(Schedule schedule)
    {
        this.schedule = schedule;
        this.longest = new int[schedule.Patterns.Count];
        this.first = new int[schedule.Patterns.Count];
        this.end = new int[schedule.Patterns.Count];
        for (int pattern = 0; pattern < this.longest.Length; pattern++)
        {
            this.first[pattern] = int.MaxValue;
            foreach (int trip in schedule.Patterns.Trips(pattern))
            {
                this.first[pattern] = Math.Min(this.first[pattern], schedule.Trips.StartSeconds(trip));
                this.end[pattern] = Math.Max(this.end[pattern], schedule.Trips.EndSeconds(trip));

                // A trip that runs by headway may start at any time.
                int seconds = schedule.Trips.Frequencies(trip).Length > 0
                    ? int.MaxValue
                    : schedule.Trips.EndSeconds(trip) - schedule.Trips.StartSeconds(trip);
                this.longest[pattern] = Math.Max(this.longest[pattern], seconds);
            }
        }
    }

    /// <summary>
    /// The trips that may be under way, in the order of their starts, and perhaps some more that end before; all of the pattern where one runs
    /// by headway.
    /// </summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="from">Service time, seconds.</param>
    /// <param name="to">Service time, seconds.</param>
    public ReadOnlySpan<int> TripsWithin(int pattern, double from, double to)
    {
        ReadOnlySpan<int> trips = this.schedule.Patterns.Trips(pattern);
        if (this.longest[pattern] == int.MaxValue)
        {
            return trips;
        }

        if (to < this.first[pattern] || from > this.end[pattern])
        {
            return default;
        }

        int first = this.FirstFrom(trips, from - this.longest[pattern]);
        int end = first;
        while (end < trips.Length && this.schedule.Trips.StartSeconds(trips[end]) <= to)
        {
            end++;
        }

        return trips[first..end];
    }

    private int FirstFrom(ReadOnlySpan<int> trips, double start)
    {
        int low = 0;
        int high = trips.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (this.schedule.Trips.StartSeconds(trips[middle]) < start)
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
