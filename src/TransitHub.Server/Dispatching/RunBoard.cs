using NodaTime;
using TransitHub.Core.Dispatching;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Dispatching;

/// <summary>Finds runs of the timetable in a stretch of time, as an operator looks for one: by line and hour.</summary>
internal sealed class RunBoard
{
    private readonly HubSnapshot state;
    private readonly Schedule schedule;
    private readonly ServiceChange[] withdrawn;

    /// <summary>Of a feed as it is now.</summary>
    public RunBoard(HubFeed feed)
    {
        this.state = feed.Snapshots.Current;
        this.schedule = this.state.Schedule;
        this.withdrawn = [.. feed.Changes.Book.Standing(feed.Changes.Now).Where(c => c.Content.Kind is ChangeKind.Cancel or ChangeKind.Delete)];
    }

    /// <summary>The runs that are on their way some time from one moment to another, by their start.</summary>
    /// <param name="routes">Only of these, by index; null: of all.</param>
    /// <param name="from">Unix seconds.</param>
    /// <param name="until">Unix seconds.</param>
    /// <param name="most">The most of them.</param>
    public RunList List(IReadOnlySet<int>? routes, long from, long until, int most)
    {
        List<(TripInstance Run, long Start, long End)> found = [];

        // A run of a service day may be under way on the second day after it began.
        ServiceDate last = this.DateOf(until);
        List<ServiceDate> dates = [];
        for (ServiceDate date = this.DateOf(from).AddDays(-2); date <= last; date = date.AddDays(1))
        {
            dates.Add(date);
        }

        for (int trip = 0; trip < this.schedule.Trips.Count; trip++)
        {
            if (this.schedule.Trips.PatternIndex(trip) >= 0 && this.schedule.Trips.ServiceIndex(trip) >= 0 && routes?.Contains(this.schedule.Trips.RouteIndex(trip)) != false)
            {
                this.AddRuns(trip, dates, from, until, found);
            }
        }

        return new RunList(
            this.state.Feed.ToString(), from, until,
            [.. found.OrderBy(f => f.Start).ThenBy(f => f.Run.TripIndex).Take(most).Select(f => this.ViewOf(f.Run, f.Start, f.End))], found.Count > most);
    }

    private void AddRuns(int trip, List<ServiceDate> dates, long from, long until, List<(TripInstance Run, long Start, long End)> found)
    {
        TripTable trips = this.schedule.Trips;
        int length = trips.EndSeconds(trip) - trips.StartSeconds(trip);
        List<int>? starting = null;
        foreach (ServiceDate date in dates.Where(d => this.schedule.Services.IsActive(trips.ServiceIndex(trip), d)))
        {
            starting ??= this.StartsOf(trip);
            foreach (int start in starting)
            {
                long starts = this.schedule.ToUnixSeconds(date, start);
                if (starts <= until && starts + length >= from)
                {
                    found.Add((new TripInstance(trip, date, start), starts, starts + length));
                }
            }
        }
    }

    private List<int> StartsOf(int trip)
    {
        ReadOnlySpan<FrequencyWindow> windows = this.schedule.Trips.Frequencies(trip);
        if (windows.IsEmpty)
        {
            return [this.schedule.Trips.StartSeconds(trip)];
        }

        List<int> starts = [];
        foreach (FrequencyWindow window in windows)
        {
            for (int start = window.StartSeconds; start < window.EndSeconds; start += Math.Max(1, window.HeadwaySeconds))
            {
                starts.Add(start);
            }
        }

        return starts;
    }

    private ServiceDate DateOf(long unixSeconds)
    {
        LocalDate day = Instant.FromUnixTimeSeconds(unixSeconds).InZone(this.schedule.TimeZone).Date;
        return ServiceDate.From(day.Year, day.Month, day.Day);
    }

    private RunView ViewOf(TripInstance run, long start, long end)
    {
        TripRefView names = TripRefView.Of(run, this.schedule);
        bool isByHeadway = !this.schedule.Trips.Frequencies(run.TripIndex).IsEmpty;
        int block = this.schedule.Trips.BlockIndex(run.TripIndex);
        int first = TripText.StopAt(this.schedule, run.TripIndex, 0);
        int last = TripText.StopAt(this.schedule, run.TripIndex, this.schedule.Trips.Arrivals(run.TripIndex).Length - 1);
        TripSnapshot? live = this.state.FindTrip(run);
        return new RunView(
            names.TripId, names.StartDate, isByHeadway ? names.StartTime : null, names.RouteId, names.DirectionId, this.schedule.Trips.Headsign(run.TripIndex),
            this.schedule.Stops.Id(first), this.schedule.Stops.Name(first), this.schedule.Stops.Id(last), this.schedule.Stops.Name(last), start, end,
            block < 0 ? null : this.schedule.Blocks.Id(block),
            live is { HasVehicle: true } ? live.Vehicle.ToString() : null,
            live?.DelaySeconds,
            this.withdrawn.FirstOrDefault(c => c.Content.TripId == names.TripId && c.Content.StartDate == names.StartDate && (!isByHeadway || c.Content.StartTime == names.StartTime))?.Id);
    }
}
