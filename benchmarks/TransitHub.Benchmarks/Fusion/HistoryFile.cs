using System.Globalization;
using TransitHub.Core.Fusion.Links;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>Feeds link times of other days to a link history.</summary>
internal sealed class HistoryFile(Schedule schedule, LinkHistory history)
{
    private readonly Dictionary<int, (double Sum, int Count)> dwells = [];
    private long learned;

    /// <summary>Learns the file, day by day.</summary>
    /// <returns>What was read, for people.</returns>
    public string Learn(string path)
    {
        SectionTimes times = new(schedule, path);
        foreach ((ServiceDate date, int trip, List<SectionTimes.Passed> links) in times.Runs())
        {
            this.LearnTrip(date, trip, links);
        }

        history.EndDay();
        return string.Create(CultureInfo.InvariantCulture, $"history: {times.Rows} rows of {times.Trips} trips, {times.Sections} sections known, {this.learned} passages learned");
    }

    private void LearnTrip(ServiceDate date, int trip, List<SectionTimes.Passed> links)
    {
        int pattern = schedule.Trips.PatternIndex(trip);
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
        DayTime day = DayTime.Of(schedule, date);
        int former = -2;
        long arrivedBefore = 0;
        foreach ((int place, long departure, long arrival) in links)
        {
            // Arrival to arrival, as the hub counts a link; from the first stop, from departure.
            // Where the row before is missing, an ordinary dwell at the stop stands in.
            bool followsOn = former == place - 1;
            double start = place == 0 ? departure : followsOn ? arrivedBefore : departure - this.DwellAt(stops[place]);
            if (followsOn && place > 0)
            {
                this.LearnDwell(stops[place], departure - arrivedBefore);
            }

            if (arrival - start is > 0 and < 1800)
            {
                history.Learn(schedule.Patterns.Links(pattern)[place], day, arrival, Math.Max(5, arrival - start));
                this.learned++;
            }

            (former, arrivedBefore) = (place, arrival);
        }
    }

    private double DwellAt(int stop) => this.dwells.TryGetValue(stop, out var known) ? (known.Sum + 60) / (known.Count + 5) : 12;

    private void LearnDwell(int stop, double seconds)
    {
        (double sum, int count) = this.dwells.GetValueOrDefault(stop);
        this.dwells[stop] = (sum + Math.Clamp(seconds, 0, 120), count + 1);
    }
}
