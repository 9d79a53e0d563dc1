using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Comparing;

/// <summary>A typical weekday, Saturday and Sunday of a version: the day of its kind on which most trips run, the earliest of equals.</summary>
internal sealed class DayTypes
{
    public static readonly string[] Names = ["weekday", "Saturday", "Sunday"];

    private const int MaxDays = 400;

    private readonly Schedule schedule;
    private readonly ServiceDate?[] typical = new ServiceDate?[3];

    public DayTypes(Schedule schedule)
    {
        this.schedule = schedule;
        var trips = new int[schedule.Services.Count];
        for (var trip = 0; trip < schedule.Trips.Count; trip++)
        {
            if (schedule.Trips.ServiceIndex(trip) is >= 0 and var service)
            {
                trips[service]++;
            }
        }

        if (schedule.Services is not { FirstDate: { } first, LastDate: { } last })
        {
            return;
        }

        var most = new int[3];
        for (var date = first; date <= last && date.DayNumber - first.DayNumber < MaxDays; date = date.AddDays(1))
        {
            var type = date.DayOfWeek switch { DayOfWeek.Saturday => 1, DayOfWeek.Sunday => 2, _ => 0 };
            var count = 0;
            for (var service = 0; service < trips.Length; service++)
            {
                count += trips[service] > 0 && schedule.Services.IsActive(service, date) ? trips[service] : 0;
            }

            if (count > most[type])
            {
                (most[type], this.typical[type]) = (count, date);
            }
        }
    }

    /// <summary>A route's service on the typical day; null: it has none.</summary>
    public RouteService? Of(int route, int type)
    {
        if (this.typical[type] is not { } date)
        {
            return null;
        }

        var departures = new List<int>[] { [], [] };
        var (runs, minutes, meters) = (0, 0.0, 0f);
        foreach (var trip in this.schedule.Routes.Trips(route))
        {
            if (this.schedule.Trips.PatternIndex(trip) is not (>= 0 and var pattern) || !this.schedule.Services.IsActive(this.schedule.Trips.ServiceIndex(trip), date))
            {
                continue;
            }

            var count = AddDepartures(trip, departures[this.schedule.Trips.DirectionId(trip) == 1 ? 1 : 0]);
            runs += count;
            minutes += count * (this.schedule.Trips.EndSeconds(trip) - this.schedule.Trips.StartSeconds(trip)) / 60.0;
            meters = Math.Max(meters, this.schedule.Patterns.StopOffsets(pattern)[^1]);
        }

        if (runs == 0)
        {
            return null;
        }

        var busier = departures[departures[1].Count > departures[0].Count ? 1 : 0];
        return new RouteService(
            runs, Math.Min(First(departures[0]), First(departures[1])), departures.Max(list => list.Count > 0 ? list.Max() : int.MinValue), MedianGap(busier),
            Math.Round(minutes / runs, 1), Math.Round(meters / 1000.0, 1));
    }

    private static int First(List<int> departures) => departures.Count > 0 ? departures.Min() : int.MaxValue;

    private int AddDepartures(int trip, List<int> departures)
    {
        var before = departures.Count;
        var windows = this.schedule.Trips.Frequencies(trip);
        if (windows.IsEmpty)
        {
            departures.Add(this.schedule.Trips.StartSeconds(trip));
        }

        foreach (var window in windows)
        {
            for (var at = window.StartSeconds; at < window.EndSeconds; at += window.HeadwaySeconds)
            {
                departures.Add(at);
            }
        }

        return departures.Count - before;
    }

    private static double? MedianGap(List<int> departures)
    {
        if (departures.Count < 2)
        {
            return null;
        }

        departures.Sort();
        var gaps = departures.Zip(departures.Skip(1), (one, next) => next - one).Order().ToList();
        return Math.Round(gaps[gaps.Count / 2] / 60.0, 1);
    }
}
