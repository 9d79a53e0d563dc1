using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// What vehicles run after what, where the timetable has no blocks: counted as they are seen to end one run and then the next. Before anything was
/// counted, a run that begins where the last one ended is a little likelier than others.
/// </summary>
internal sealed class RunTurns(Schedule schedule, VehicleHabits habits)
{
    /// <summary>A run begins where the last one ended if its first stop is so near to the last one, meters.</summary>
    private const double SameTerminalMeters = 300;

    /// <summary>The next run starts so many seconds after the last one ended at most, and so many before, which is a late vehicle.</summary>
    private const double LongestLayover = 2700;

    private const double MostLate = 900;

    /// <summary>Share of turns to a pattern that is usual among those a vehicle may be on.</summary>
    private const double UsualShare = 0.2;

    /// <summary>Share expected of a pattern that begins where the last run ended, and of one that begins elsewhere.</summary>
    private const double NearShare = 0.4;

    private const double FarShare = 0.1;

    /// <summary>The expectation counts as so many turns.</summary>
    private const double ExpectationCounts = 3;

    /// <summary>Of more turns from a pattern the older ones are forgotten.</summary>
    private const float MostTurns = 400;

    private readonly SortedDictionary<int, RunCounts> turns = [];

    /// <summary>Turns counted, by the pattern that was ended: how often which pattern followed.</summary>
    public IReadOnlyDictionary<int, RunCounts> Counted => this.turns;

    /// <summary>Which lines vehicles usually run.</summary>
    public VehicleHabits Habits => habits;

    /// <summary>A vehicle was seen to end a run.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="run">The run.</param>
    /// <param name="at">When, Unix seconds.</param>
    public void End(VehicleTrack track, RunTrack run, double at)
    {
        if (track.Ended is { } last && IsTurn(run.ScheduledStart - last.At) && !habits.IsPaused)
        {
            this.Add(last.Pattern, run.Pattern, 1);
        }

        track.Ended = (run.Pattern, at);
        habits.Note(track.Id.ToString(), run.RouteIndex);
    }

    /// <summary>Counts turns from one pattern to another.</summary>
    public void Add(int from, int to, float count)
    {
        if (!this.turns.TryGetValue(from, out RunCounts? counts))
        {
            this.turns.Add(from, counts = new RunCounts());
        }

        counts.Add(to, count, MostTurns);
    }

    /// <summary>What the run that a vehicle ended says for one of a pattern, a logarithm.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="startAt">Scheduled start of the run, Unix seconds.</param>
    public double Evidence(VehicleTrack track, int pattern, double startAt)
    {
        if (track.Ended is not { } last || !IsTurn(startAt - last.At))
        {
            return 0;
        }

        double expected = this.IsNear(last.Pattern, pattern) ? NearShare : FarShare;
        RunCounts? counts = this.turns.GetValueOrDefault(last.Pattern);
        double share = ((counts?.Of(pattern) ?? 0) + (ExpectationCounts * expected)) / ((counts?.Total ?? 0) + ExpectationCounts);
        return Math.Log(share / UsualShare);
    }

    private static bool IsTurn(double layover) => layover is >= -MostLate and <= LongestLayover;

    private bool IsNear(int ended, int next)
    {
        int last = schedule.Patterns.Stops(ended)[^1];
        int first = schedule.Patterns.Stops(next)[0];
        return last == first || Ground.Meters(
            schedule.Stops.Latitude(last), schedule.Stops.Longitude(last),
            schedule.Stops.Latitude(first), schedule.Stops.Longitude(first)) <= SameTerminalMeters;
    }
}
