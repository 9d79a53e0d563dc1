using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>When each trip came into each state of doubt, for trips that ran, ghosts, and trips that no report ever named.</summary>
internal sealed class GhostScore
{
    private static readonly int[] Minutes = [2, 5, 8, 10, 12, 15, 20, 25, 30, 40];
    private static readonly string[] Groups = ["ran", "ghosts", "never reported", "on lines without devices"];
    private readonly Schedule schedule;
    private readonly Dictionary<int, (long First, int Reports)> reported;
    private readonly HashSet<int> hidden;
    private readonly Predicate<int> isMuted;
    private readonly List<(int Trip, long Start)> scored = [];

    /// <summary>By trip: seconds after the start when it first was in each state or a worse one.</summary>
    private readonly Dictionary<int, double[]> entered = [];

    public GhostScore(Schedule schedule, Dictionary<int, (long First, int Reports)> reported, HashSet<int> hidden, Predicate<int> isMuted, long first, long last)
    {
        this.schedule = schedule;
        this.reported = reported;
        this.hidden = hidden;
        this.isMuted = isMuted;
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds(first).InZone(schedule.TimeZone).Date;
        var date = ServiceDate.From(day.Year, day.Month, day.Day);
        for (int trip = 0; trip < schedule.Trips.Count; trip++)
        {
            long start = schedule.ToUnixSeconds(date, schedule.Trips.StartSeconds(trip));
            if (schedule.Trips.PatternIndex(trip) >= 0 && schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date)
                && start >= first + 1800 && start <= last - 2700)
            {
                this.scored.Add((trip, start));
            }
        }
    }

    public void Take(HubSnapshot snapshot, long now)
    {
        foreach (UnseenRun run in snapshot.Unseen)
        {
            if (!this.entered.TryGetValue(run.Trip.TripIndex, out double[]? times))
            {
                this.entered.Add(run.Trip.TripIndex, times = [double.NaN, double.NaN, double.NaN, double.NaN]);
            }

            double after = now - this.schedule.ToUnixSeconds(run.Trip.ServiceDate, run.Trip.StartSeconds);
            for (int state = 1; state <= (int)run.State; state++)
            {
                times[state] = double.IsNaN(times[state]) ? after : times[state];
            }
        }
    }

    public void Print(int seed, FusionCounters counters, bool list)
    {
        Write($"\nseed {seed}: canceled {counters.Canceled}, withdrawn {counters.Withdrawn}\n");
        Write($"| trips | n | state | {string.Join(" | ", Minutes.Select(m => $"+{m} min"))} | ever |\n|---|---|---|{string.Concat(Minutes.Select(_ => "---|"))}---|");
        for (int group = 0; group < Groups.Length; group++)
        {
            int[] trips = [.. this.scored.Select(s => s.Trip).Where(t => this.GroupOf(t) == group)];
            if (trips.Length == 0)
            {
                continue;
            }

            foreach (RunState state in (RunState[])[RunState.Unconfirmed, RunState.Suspect, RunState.Canceled])
            {
                IEnumerable<string> cells = Minutes.Select(m => Percent(trips.Count(t => this.Entered(t, state) <= m * 60), trips.Length));
                Write($"| {Groups[group]} | {trips.Length} | {state} | {string.Join(" | ", cells)} | {Percent(trips.Count(t => this.Entered(t, state) < double.MaxValue), trips.Length)} |");
            }
        }

        if (list)
        {
            this.List();
        }
    }

    /// <summary>Trips that ran and were called canceled all the same.</summary>
    private void List()
    {
        foreach ((int trip, long start) in this.scored.Where(s => this.GroupOf(s.Trip) == 0 && this.Entered(s.Trip, RunState.Canceled) < double.MaxValue))
        {
            (long first, int reports) = this.reported[trip];
            string route = this.schedule.Routes.Id(this.schedule.Trips.RouteIndex(trip));
            Write($"trip {this.schedule.Trips.Id(trip)} of {route}: canceled at +{this.Entered(trip, RunState.Canceled) / 60:F1} min, first report at +{(first - start) / 60.0:F1} min, {reports} reports");
        }
    }

    private int GroupOf(int trip) => this.isMuted(trip) ? 3 : this.hidden.Contains(trip) ? 1 : this.reported.ContainsKey(trip) ? 0 : 2;

    private double Entered(int trip, RunState state) =>
        this.entered.TryGetValue(trip, out double[]? times) && times[(int)state] is var at && !double.IsNaN(at) ? at : double.MaxValue;

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):F2} %");

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
