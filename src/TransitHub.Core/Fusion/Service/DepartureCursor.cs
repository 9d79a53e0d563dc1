using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// Hands out the runs of the timetable as their start comes: the trips sorted once by start, and for each service day the place that time
/// has reached. Trips of frequencies.txt have no start of their own and are left out.
/// </summary>
internal sealed class DepartureCursor
{
    /// <summary>After a longer pause runs are not caught up with: whether they were served meanwhile, nobody knows. Seconds.</summary>
    private const double MaxPause = 900;

    /// <summary>Service times reach so many days into later ones.</summary>
    private const int DaysBack = 2;

    private readonly Schedule schedule;
    private readonly int[] trips;
    private readonly int[] starts;
    private readonly List<(ServiceDate Date, int Next)> days = [];
    private Timestamp now;

    public DepartureCursor(Schedule schedule)
    {
        this.schedule = schedule;
        TripTable table = schedule.Trips;
        this.trips = [.. Enumerable.Range(0, table.Count)
            .Where(t => table.PatternIndex(t) >= 0 && table.RouteIndex(t) >= 0 && table.ServiceIndex(t) >= 0 && table.Frequencies(t).IsEmpty)
            .OrderBy(table.StartSeconds).ThenBy(t => t)];
        this.starts = [.. this.trips.Select(table.StartSeconds)];
    }

    /// <summary>Adds the runs that start after the last call and up to now; the first call finds none.</summary>
    public void Take(Timestamp now, List<TripInstance> started)
    {
        if (this.trips.Length == 0 || now <= this.now)
        {
            return;
        }

        if (now.SecondsSince(this.now) > MaxPause)
        {
            this.Seat(now);
        }

        this.now = now;
        this.AddDays(now);
        for (int i = this.days.Count - 1; i >= 0; i--)
        {
            (ServiceDate date, int next) = this.days[i];
            long elapsed = now.UnixSeconds - this.schedule.ServiceDayStart(date);
            for (; next < this.trips.Length && this.starts[next] <= elapsed; next++)
            {
                int trip = this.trips[next];
                if (this.schedule.Services.IsActive(this.schedule.Trips.ServiceIndex(trip), date))
                {
                    started.Add(new TripInstance(trip, date, this.starts[next]));
                }
            }

            this.days[i] = (date, next);
            if (next == this.trips.Length && i < this.days.Count - 1)
            {
                this.days.RemoveAt(i);
            }
        }
    }

    /// <summary>Puts every day's cursor behind what has started already.</summary>
    private void Seat(Timestamp now)
    {
        ServiceDate today = this.DayOf(now);
        this.days.Clear();
        for (int day = -DaysBack; day <= 0; day++)
        {
            ServiceDate date = today.AddDays(day);
            this.days.Add((date, this.FirstAfter(now.UnixSeconds - this.schedule.ServiceDayStart(date))));
        }
    }

    private void AddDays(Timestamp now)
    {
        ServiceDate newest = this.days[^1].Date;
        while (this.schedule.ServiceDayStart(newest.AddDays(1)) + Math.Min(0, this.starts[0]) <= now.UnixSeconds)
        {
            newest = newest.AddDays(1);
            this.days.Add((newest, 0));
        }
    }

    private ServiceDate DayOf(Timestamp at)
    {
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds(at.UnixSeconds).InZone(this.schedule.TimeZone).Date;
        return ServiceDate.From(day.Year, day.Month, day.Day);
    }

    private int FirstAfter(long seconds)
    {
        int low = 0;
        int high = this.starts.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = this.starts[middle] <= seconds ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
