using System.Globalization;
using TransitHub.Core.Fusion.Links;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// Feeds link times of other days (`segment_times`: day, trip, the source's own number of a section, departure, arrival) to a
/// link history. Sections are not stops: which two stops a number stands for is told by length and time of the
/// trips that pass it, by majority.
/// </summary>
internal sealed class HistoryFile(Schedule schedule, LinkHistory history)
{
    /// <summary>Lengths of the schedule's lines against the source's.</summary>
    private const double UsualRatio = 0.975;

    private readonly Dictionary<int, Dictionary<(int From, int To), double>> votes = [];
    private readonly Dictionary<int, (double Sum, int Count)> dwells = [];
    private long learned;

    /// <summary>Learns the file, day by day.</summary>
    /// <returns>What was read, for people.</returns>
    public string Learn(string path)
    {
        var trips = Read(path);
        foreach (((string day, int trip), List<Row> rows) in trips)
        {
            this.Vote(DateOf(day), trip, rows);
        }

        var sections = this.votes.Where(v => v.Value.Values.Max() > 0.5 * v.Value.Values.Sum()).ToDictionary(v => v.Key, v => v.Value.MaxBy(p => p.Value).Key);
        foreach (((string day, int trip), List<Row> rows) in trips.OrderBy(t => t.Key.Day, StringComparer.Ordinal))
        {
            this.LearnTrip(DateOf(day), trip, rows, sections);
        }

        history.EndDay();
        return string.Create(CultureInfo.InvariantCulture, $"history: {trips.Sum(t => t.Value.Count)} rows of {trips.Count} trips, {sections.Count} sections known, {this.learned} passages learned");
    }

    private static ServiceDate DateOf(string day) =>
        ServiceDate.TryParse(day.Replace("-", string.Empty, StringComparison.Ordinal), out ServiceDate date) ? date : throw new FormatException(day);

    private Dictionary<(string Day, int Trip), List<Row>> Read(string path)
    {
        Dictionary<(string, int), List<Row>> trips = [];
        foreach (CsvLine row in PositionsFile.Rows(path))
        {
            if (schedule.Trips.TryFind(row["trip_id"]!, out int trip) && schedule.Trips.PatternIndex(trip) >= 0)
            {
                if (!trips.TryGetValue((row["day"]!, trip), out List<Row>? rows))
                {
                    trips.Add((row["day"]!, trip), rows = []);
                }

                rows.Add(new Row(
                    (int)PositionsFile.Number(row["segment_id"])!.Value,
                    (long)PositionsFile.Number(row["departure_ts"])!.Value,
                    (long)PositionsFile.Number(row["arrival_ts"])!.Value,
                    PositionsFile.Number(row["length_m"]) ?? double.NaN));
            }
        }

        foreach (List<Row> rows in trips.Values)
        {
            rows.Sort((a, b) => a.Departure.CompareTo(b.Departure));
        }

        return trips;
    }

    /// <summary>Every link of the trip that is as long and lies about there in time gets a part of a vote for each row.</summary>
    private void Vote(ServiceDate date, int trip, List<Row> rows)
    {
        int pattern = schedule.Trips.PatternIndex(trip);
        ReadOnlySpan<int> links = schedule.Patterns.Links(pattern);
        ReadOnlySpan<int> times = schedule.Trips.Departures(trip);
        long start = schedule.ServiceDayStart(date);
        foreach (Row row in rows)
        {
            for (int i = 0; i < links.Length; i++)
            {
                double length = Math.Abs(Math.Log(schedule.Links.LengthMeters(links[i]) / row.Length / UsualRatio));
                double time = Math.Abs(row.Departure - start - times[i]);
                if (length < 0.08 && time < 1200)
                {
                    if (!this.votes.TryGetValue(row.Section, out var ends))
                    {
                        this.votes.Add(row.Section, ends = []);
                    }

                    (int From, int To) pair = (schedule.Links.FromStop(links[i]), schedule.Links.ToStop(links[i]));
                    ends[pair] = ends.GetValueOrDefault(pair) + Math.Exp(-(length / 0.02) - (time / 200));
                }
            }
        }
    }

    private void LearnTrip(ServiceDate date, int trip, List<Row> rows, Dictionary<int, (int From, int To)> sections)
    {
        int pattern = schedule.Trips.PatternIndex(trip);
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
        DayTime day = DayTime.Of(schedule, date);
        int link = 0;
        int former = -2;
        long arrivedBefore = 0;
        foreach (Row row in rows)
        {
            if (!sections.TryGetValue(row.Section, out var ends))
            {
                continue;
            }

            int place = link;
            while (place < stops.Length - 1 && (stops[place] != ends.From || stops[place + 1] != ends.To))
            {
                place++;
            }

            if (place == stops.Length - 1)
            {
                continue;
            }

            // Arrival to arrival, as the hub counts a link; from the first stop, from departure.
            // Where the row before is missing, an ordinary dwell at the stop stands in.
            bool followsOn = former == place - 1;
            double start = place == 0 ? row.Departure : followsOn ? arrivedBefore : row.Departure - this.DwellAt(ends.From);
            if (followsOn && place > 0)
            {
                this.LearnDwell(ends.From, row.Departure - arrivedBefore);
            }

            if (row.Arrival - start is > 0 and < 1800)
            {
                history.Learn(schedule.Patterns.Links(pattern)[place], day, row.Arrival, Math.Max(5, row.Arrival - start));
                this.learned++;
            }

            (link, former, arrivedBefore) = (place + 1, place, row.Arrival);
        }
    }

    private double DwellAt(int stop) => this.dwells.TryGetValue(stop, out var known) ? (known.Sum + 60) / (known.Count + 5) : 12;

    private void LearnDwell(int stop, double seconds)
    {
        (double sum, int count) = this.dwells.GetValueOrDefault(stop);
        this.dwells[stop] = (sum + Math.Clamp(seconds, 0, 120), count + 1);
    }

    private readonly record struct Row(int Section, long Departure, long Arrival, double Length);
}
