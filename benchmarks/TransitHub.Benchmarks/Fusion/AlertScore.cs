using System.Collections.Immutable;
using System.Globalization;
using TransitHub.Core.Alerting;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>Automatic alerts held against the true arrivals: whether what each one says of its runs was so.</summary>
internal sealed class AlertScore(Schedule schedule, AccuracyTruth truth, AlertOptions options)
{
    /// <summary>What is a little less than the alert says is taken for right: the threshold is the hub's, and so is the moment.</summary>
    private const double Tolerance = 0.8;

    private readonly Dictionary<string, (AlertEpisode Episode, long Last)> episodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Line, int Direction, int Stop), double[]> arrivals = ArrivalsByStop(schedule, truth);

    /// <summary>Takes the alerts of one moment.</summary>
    public void Take(ImmutableArray<AlertEpisode> now, long at)
    {
        foreach (AlertEpisode episode in now)
        {
            this.episodes[episode.Id] = (this.episodes.TryGetValue(episode.Id, out var known) ? known.Episode : episode, at);
        }
    }

    public void Print(double vehicleHours, bool list)
    {
        Console.WriteLine("| kind | alerts | per 1,000 vehicle hours | median minutes | right | wrong | not known | wrong because |\n|---|---|---|---|---|---|---|---|");
        foreach (IGrouping<AlertKind, (AlertEpisode Episode, long Last, string Verdict)> kind in this.episodes.Values
            .Select(e => (e.Episode, e.Last, Verdict: this.Judge(e.Episode))).GroupBy(e => e.Episode.Kind).OrderBy(g => g.Key))
        {
            var all = kind.ToArray();
            double[] minutes = [.. all.Select(e => (e.Last - e.Episode.RaisedAt) / 60.0).Order()];
            string causes = string.Join(", ", all.Where(e => e.Verdict is not ("right" or "unknown")).GroupBy(e => e.Verdict).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"));
            Write($"| {kind.Key} | {all.Length} | {1000 * all.Length / vehicleHours:F1} | {minutes[minutes.Length / 2]:F0} | {all.Count(e => e.Verdict == "right")} | {all.Count(e => e.Verdict is not ("right" or "unknown"))} | {all.Count(e => e.Verdict == "unknown")} | {causes} |");
        }

        foreach ((AlertEpisode episode, long last) in list ? this.episodes.Values.OrderBy(e => e.Episode.RaisedAt) : Enumerable.Empty<(AlertEpisode, long)>())
        {
            string figures = string.Join(' ', episode.Evidence.Figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name}={f.Value}")));
            Write($"{episode.Kind} {episode.Evidence.Key} at {episode.RaisedAt}, {(last - episode.RaisedAt) / 60} min: {this.Judge(episode)}; {figures}; {string.Join(' ', episode.Evidence.Runs)}");
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static (string Line, int Direction) LineOf(Schedule schedule, int trip) =>
        (schedule.Routes.ShortName(schedule.Trips.RouteIndex(trip)), schedule.Trips.DirectionId(trip));

    private static Dictionary<(string Line, int Direction, int Stop), double[]> ArrivalsByStop(Schedule schedule, AccuracyTruth truth)
    {
        Dictionary<(string, int, int), List<double>> found = [];
        for (int trip = 0; trip < schedule.Trips.Count; trip++)
        {
            if (truth.ArrivalsOf(trip) is not { } times)
            {
                continue;
            }

            (string line, int direction) = LineOf(schedule, trip);
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip));
            for (int at = 0; at < times.Length; at++)
            {
                if (!double.IsNaN(times[at]))
                {
                    (found.TryGetValue((line, direction, stops[at]), out List<double>? list) ? list : found[(line, direction, stops[at])] = []).Add(times[at]);
                }
            }
        }

        return found.ToDictionary(f => f.Key, f => f.Value.Order().ToArray());
    }

    private static double Figure(AlertEpisode episode, string name) => episode.Evidence.Figures.First(f => f.Name == name).Value;

    private string Judge(AlertEpisode episode)
    {
        int[] trips = [.. episode.Evidence.Runs.Select(run => schedule.Trips.TryFind(run.Split('|')[0], out int trip) ? trip : -1).Where(t => t >= 0)];
        return episode.Kind switch
        {
            AlertKind.Delays => this.JudgeDelays(episode, trips),
            AlertKind.LongGap => this.JudgeGap(episode, trips),
            AlertKind.Bunching => this.JudgeBunching(episode, trips),
            AlertKind.NoService => trips.Any(t => truth.ArrivalsOf(t) is { } times && times.Count(t => !double.IsNaN(t)) > 1) ? "a run is in the truth" : "right",
            _ => "unknown",
        };
    }

    /// <summary>Whether enough of the runs were late at the stop nearest to the moment.</summary>
    private string JudgeDelays(AlertEpisode episode, int[] trips)
    {
        double?[] delays = [.. trips.Select(t => this.DelayAt(t, episode.RaisedAt))];
        int late = delays.Count(d => d >= Tolerance * options.LateSeconds);
        return late >= options.LateRuns ? "right" : delays.Count(d => d is null) + late >= options.LateRuns ? "unknown" : "the runs were not late";
    }

    private double? DelayAt(int trip, long at)
    {
        if (truth.ArrivalsOf(trip) is not { } times)
        {
            return null;
        }

        int nearest = Enumerable.Range(0, times.Length).Where(i => !double.IsNaN(times[i])).OrderBy(i => Math.Abs(times[i] - at)).DefaultIfEmpty(-1).First();
        return nearest < 0 || Math.Abs(times[nearest] - at) > 900 ? null : this.DelayOf(trip, nearest, times[nearest]);
    }

    /// <summary>The service day is that on which the trip's start is nearest to the arrival.</summary>
    private double DelayOf(int trip, int stop, double arrival)
    {
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds((long)arrival).InZone(schedule.TimeZone).Date;
        return arrival - schedule.ToUnixSeconds(ServiceDate.From(day.Year, day.Month, day.Day), schedule.Trips.Arrivals(trip)[stop]);
    }

    /// <summary>Whether some rider between both vehicles waited as long as told, until any vehicle of the line came.</summary>
    private string JudgeGap(AlertEpisode episode, int[] trips)
    {
        if (trips.Length < 2 || truth.ArrivalsOf(trips[0]) is not { } leader || truth.ArrivalsOf(trips[1]) is not { } follower)
        {
            return "unknown";
        }

        double planned = Figure(episode, "planned_gap_seconds");
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(trips[0]));
        (string line, int direction) = LineOf(schedule, trips[0]);
        List<double> own = [];
        List<double> any = [];
        for (int at = 0; at < Math.Min(leader.Length, follower.Length); at++)
        {
            if (leader[at] <= episode.RaisedAt && follower[at] >= episode.RaisedAt - 60)
            {
                own.Add(follower[at] - leader[at]);
                any.Add(LongestWait(this.arrivals[(line, direction, stops[at])], leader[at], follower[at]));
            }
        }

        return own.Count == 0 ? "unknown" : this.IsLong(Median(any), planned) ? "right" : this.IsLong(Median(own), planned) ? "another vehicle of the line came" : "the gap was not so long";
    }

    /// <summary>The longest between two vehicles of the line, from one arrival to another.</summary>
    private static double LongestWait(double[] times, double from, double to)
    {
        double longest = 0;
        double last = from;
        foreach (double time in times.Where(t => t > from && t <= to))
        {
            longest = Math.Max(longest, time - last);
            last = time;
        }

        return longest;
    }

    private bool IsLong(double gap, double planned) => gap >= Tolerance * options.LongGapRatio * planned && gap - planned >= Tolerance * options.LongGapExtraSeconds;

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>Whether pairs of the runs were at the stops around the moment in less than half the planned time of each other.</summary>
    private string JudgeBunching(AlertEpisode episode, int[] trips)
    {
        int close = 0;
        int unknown = 0;
        for (int pair = 1; pair < trips.Length; pair++)
        {
            double[]? leader = truth.ArrivalsOf(trips[pair - 1]);
            double[]? follower = truth.ArrivalsOf(trips[pair]);
            if (schedule.Trips.PatternIndex(trips[pair - 1]) != schedule.Trips.PatternIndex(trips[pair]))
            {
                continue;
            }

            List<double> shares = [];
            for (int at = 0; leader is not null && follower is not null && at < leader.Length; at++)
            {
                double planned = schedule.Trips.Arrivals(trips[pair])[at] - schedule.Trips.Arrivals(trips[pair - 1])[at];
                if (Math.Abs(leader[at] - episode.RaisedAt) < 900 && !double.IsNaN(follower[at]) && planned > 0)
                {
                    shares.Add(Math.Abs(follower[at] - leader[at]) / planned);
                }
            }

            unknown += shares.Count == 0 ? 1 : 0;
            close += shares.Count > 0 && Median(shares) < 2 * options.BunchedShare ? 1 : 0;
        }

        return close >= options.BunchedPairs ? "right" : close + unknown >= options.BunchedPairs ? "unknown" : "they were not close";
    }
}
