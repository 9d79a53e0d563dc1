namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// What plain methods know at a moment: the true arrivals, half a minute after they happened. From these: the delay at the stop
/// reached last, the last vehicle's time on each link, and its exponential average with the timetable as the first observation.
/// </summary>
internal sealed class KnownArrivals
{
    private const double SeenAfterSeconds = 30;
    private const double MemorySeconds = 1800;

    private readonly List<(double Seen, TrueRun Run, int Place)> events = [];
    private readonly Dictionary<TrueRun, int> reached = [];
    private readonly Dictionary<(int From, int To), LinkTime> links = [];
    private readonly Func<TrueRun, int, int> stopOf;
    private int next;

    /// <param name="runs">The true runs.</param>
    /// <param name="stopOf">Index of the stop at a run's place.</param>
    public KnownArrivals(IEnumerable<TrueRun> runs, Func<TrueRun, int, int> stopOf)
    {
        this.stopOf = stopOf;
        foreach (TrueRun run in runs)
        {
            for (int place = 0; place < run.Arrivals.Length; place++)
            {
                double time = place == 0 && !double.IsNaN(run.Departures[0]) ? run.Departures[0] : run.Arrivals[place];
                if (!double.IsNaN(time))
                {
                    this.events.Add((time + SeenAfterSeconds, run, place));
                }
            }
        }

        this.events.Sort((a, b) => a.Seen.CompareTo(b.Seen));
    }

    /// <summary>Takes in what is known by a moment.</summary>
    public void Advance(double now)
    {
        for (; this.next < this.events.Count && this.events[this.next].Seen <= now; this.next++)
        {
            (double seen, TrueRun run, int place) = this.events[this.next];
            if (place > 0 && !double.IsNaN(Time(run, place - 1)))
            {
                (int, int) link = (this.stopOf(run, place - 1), this.stopOf(run, place));
                double scheduled = run.Scheduled[place] - run.Scheduled[place - 1];
                this.links[link] = this.links.GetValueOrDefault(link).With(Time(run, place) - Time(run, place - 1), scheduled, seen);
            }

            this.reached[run] = place;
        }
    }

    /// <summary>The place reached last; -1: none yet.</summary>
    public int Reached(TrueRun run) => this.reached.GetValueOrDefault(run, -1);

    /// <summary>Arrival at a place ahead by the delay known last.</summary>
    public static double ByDelay(TrueRun run, int place, int known) => run.Scheduled[place] + Time(run, known) - run.Scheduled[known];

    /// <summary>Arrival at a place ahead by the last vehicle's time on each link, or by their average.</summary>
    public double ByLinks(TrueRun run, int place, int known, bool average)
    {
        double time = Time(run, known);
        for (int at = known + 1; at <= place; at++)
        {
            LinkTime link = this.links.GetValueOrDefault((this.stopOf(run, at - 1), this.stopOf(run, at)));
            time += link.Count == 0 ? run.Scheduled[at] - run.Scheduled[at - 1] : average ? link.Average : link.Last;
        }

        return time;
    }

    private static double Time(TrueRun run, int place) =>
        place == 0 && !double.IsNaN(run.Departures[0]) ? run.Departures[0] : run.Arrivals[place];

    private readonly record struct LinkTime(int Count, double Last, double Average, double At)
    {
        public LinkTime With(double seconds, double scheduled, double seen)
        {
            double before = this.Count == 0 ? scheduled : this.Average;
            double weight = this.Count == 0 ? 0.5 : 1 - (0.5 * Math.Exp(-(seen - this.At) / MemorySeconds));
            return new LinkTime(this.Count + 1, seconds, before + ((seconds - before) * weight), seen);
        }
    }
}
