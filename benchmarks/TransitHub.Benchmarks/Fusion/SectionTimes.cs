using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// Link times of other days (`segment_times`: day, trip, the source's own number of a section, departure, arrival). Sections are not stops:
/// which two stops a number stands for is told by length and time of the trips that pass it, by majority.
/// </summary>
internal sealed class SectionTimes
{
    /// <summary>Lengths of the schedule's lines against the source's.</summary>
    private const double UsualRatio = 0.975;

    private readonly Schedule schedule;
    private readonly Dictionary<(string Day, int Trip), List<Row>> trips = [];
    private readonly Dictionary<int, Dictionary<(int From, int To), double>> votes = [];
    private readonly Dictionary<int, (int From, int To)> sections;

    /// <summary>Reads the file.</summary>
    public SectionTimes(Schedule schedule, string path)
    {
        this.schedule = schedule;
        this.Read(path);
        foreach (((string day, int trip), List<Row> rows) in this.trips)
        {
            this.Vote(DateOf(day), trip, rows);
        }

        this.sections = this.votes.Where(v => v.Value.Values.Max() > 0.5 * v.Value.Values.Sum()).ToDictionary(v => v.Key, v => v.Value.MaxBy(p => p.Value).Key);
    }

    public int Rows => this.trips.Sum(t => t.Value.Count);

    public int Trips => this.trips.Count;

    public int Sections => this.sections.Count;

    /// <summary>The runs day by day, each with the links of which times are known, in order.</summary>
    public IEnumerable<(ServiceDate Date, int Trip, List<Passed> Links)> Runs() => this.trips
        .OrderBy(t => t.Key.Day, StringComparer.Ordinal)
        .Select(t => (DateOf(t.Key.Day), t.Key.Trip, this.Place(t.Key.Trip, t.Value)));

    private static ServiceDate DateOf(string day) =>
        ServiceDate.TryParse(day.Replace("-", string.Empty, StringComparison.Ordinal), out ServiceDate date) ? date : throw new FormatException(day);

    private void Read(string path)
    {
        foreach (CsvLine row in PositionsFile.Rows(path))
        {
            if (this.schedule.Trips.TryFind(row["trip_id"]!, out int trip) && this.schedule.Trips.PatternIndex(trip) >= 0)
            {
                if (!this.trips.TryGetValue((row["day"]!, trip), out List<Row>? rows))
                {
                    this.trips.Add((row["day"]!, trip), rows = []);
                }

                rows.Add(new Row(
                    (int)PositionsFile.Number(row["segment_id"])!.Value,
                    (long)PositionsFile.Number(row["departure_ts"])!.Value,
                    (long)PositionsFile.Number(row["arrival_ts"])!.Value,
                    PositionsFile.Number(row["length_m"]) ?? double.NaN));
            }
        }

        foreach (List<Row> rows in this.trips.Values)
        {
            rows.Sort((a, b) => a.Departure.CompareTo(b.Departure));
        }
    }

    /// <summary>Every link of the trip that is as long and lies about there in time gets a part of a vote for each row.</summary>
    private void Vote(ServiceDate date, int trip, List<Row> rows)
    {
        int pattern = this.schedule.Trips.PatternIndex(trip);
        ReadOnlySpan<int> links = this.schedule.Patterns.Links(pattern);
        ReadOnlySpan<int> times = this.schedule.Trips.Departures(trip);
        long start = this.schedule.ServiceDayStart(date);
        foreach (Row row in rows)
        {
            for (int i = 0; i < links.Length; i++)
            {
                double length = Math.Abs(Math.Log(this.schedule.Links.LengthMeters(links[i]) / row.Length / UsualRatio));
                double time = Math.Abs(row.Departure - start - times[i]);
                if (length < 0.08 && time < 1200)
                {
                    if (!this.votes.TryGetValue(row.Section, out var ends))
                    {
                        this.votes.Add(row.Section, ends = []);
                    }

                    (int From, int To) pair = (this.schedule.Links.FromStop(links[i]), this.schedule.Links.ToStop(links[i]));
                    ends[pair] = ends.GetValueOrDefault(pair) + Math.Exp(-(length / 0.02) - (time / 200));
                }
            }
        }
    }

    private List<Passed> Place(int trip, List<Row> rows)
    {
        ReadOnlySpan<int> stops = this.schedule.Patterns.Stops(this.schedule.Trips.PatternIndex(trip));
        List<Passed> passed = [];
        int link = 0;
        foreach (Row row in rows)
        {
            if (!this.sections.TryGetValue(row.Section, out var ends))
            {
                continue;
            }

            int place = link;
            while (place < stops.Length - 1 && (stops[place] != ends.From || stops[place + 1] != ends.To))
            {
                place++;
            }

            if (place < stops.Length - 1)
            {
                passed.Add(new Passed(place, row.Departure, row.Arrival));
                link = place + 1;
            }
        }

        return passed;
    }

    /// <summary>A link of a run that was passed.</summary>
    /// <param name="Place">Place in the pattern of the stop where it begins.</param>
    /// <param name="Departure">From there, Unix seconds.</param>
    /// <param name="Arrival">At the next stop, Unix seconds.</param>
    internal readonly record struct Passed(int Place, long Departure, long Arrival);

    private readonly record struct Row(int Section, long Departure, long Arrival, double Length);
}
