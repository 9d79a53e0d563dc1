using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// How runs leave their first stop, learned from those that were seen to: against the timetable where the vehicle was there in time, and
/// after its arrival where it was late, which is how long it takes to turn. Each pattern leans on its terminal and that on the whole
/// feed, since most patterns have a few departures in an hour. What was seen fades within hours, so that it follows the time of day.
/// </summary>
/// <param name="schedule">The static feed.</param>
/// <param name="leastTurn">Seconds from arrival to departure before anything was learned.</param>
internal sealed class TerminalDepartures(Schedule schedule, double leastTurn)
{
    /// <summary>A vehicle that came so long before its departure was there in time, seconds.</summary>
    private const double InTimeSeconds = 60;

    /// <summary>
    /// A departure counts as off its timetable by this at most, seconds: beyond it something else went on than waiting for the departure.
    /// </summary>
    private const double MostOff = 120;

    private const double MostTurn = 900;

    /// <summary>Standard deviation of a departure before anything was learned, seconds.</summary>
    private const double PriorSpread = 90;

    /// <summary>Departures that the wider group counts for in a narrower one, and "as planned" in the widest.</summary>
    private const double Lean = 5;

    private const double LeanAll = 10;

    private readonly Departures late = new(schedule, 0);
    private readonly Departures turns = new(schedule, leastTurn);

    /// <summary>When a run will leave its first stop; it may lie in the past.</summary>
    /// <param name="run">A run by the timetable.</param>
    /// <param name="arrived">When its vehicle came, or will come, there, Unix seconds.</param>
    /// <param name="now">The present, Unix seconds.</param>
    /// <param name="spread">Its standard deviation, seconds.</param>
    public double Expect(RunTrack run, double arrived, double now, out double spread)
    {
        (double off, double offSpread) = this.late.Read(run.Pattern, now);
        (double turn, double turnSpread) = this.turns.Read(run.Pattern, now);
        double planned = run.ScheduledStart + off;
        double turned = arrived + turn;
        spread = planned > turned ? offSpread : turnSpread;
        return Math.Max(planned, turned);
    }

    /// <summary>Learns from a run that has left its first stop, if it was seen to come and to leave.</summary>
    public void Learn(RunTrack run)
    {
        double arrived = run.Arrived[0];
        double departed = run.Departed[0];
        if (run.ByHeadway || double.IsNaN(arrived) || double.IsNaN(departed))
        {
            return;
        }

        if (arrived <= run.ScheduledStart - InTimeSeconds)
        {
            this.late.Learn(run.Pattern, departed, Math.Clamp(departed - run.ScheduledStart, -MostOff, MostOff));
        }
        else
        {
            this.turns.Learn(run.Pattern, departed, Math.Clamp(departed - arrived, 0, MostTurn));
        }
    }

    /// <summary>A number by pattern, terminal and over all.</summary>
    private sealed class Departures(Schedule schedule, double before)
    {
        private readonly FadingMean[] patterns = new FadingMean[schedule.Patterns.Count];
        private readonly FadingMean[] stops = new FadingMean[schedule.Stops.Count];
        private FadingMean all;

        public (double Value, double Spread) Read(int pattern, double now)
        {
            (double Value, double Spread) wide = this.all.Read(now, LeanAll, (before, PriorSpread));
            wide = this.stops[schedule.Patterns.Stops(pattern)[0]].Read(now, Lean, wide);
            return this.patterns[pattern].Read(now, Lean, wide);
        }

        public void Learn(int pattern, double now, double value)
        {
            double off = Math.Abs(value - this.all.Read(now, LeanAll, (before, PriorSpread)).Value);
            this.all.Learn(now, value, off);
            this.stops[schedule.Patterns.Stops(pattern)[0]].Learn(now, value, off);
            this.patterns[pattern].Learn(now, value, off);
        }
    }

    private struct FadingMean
    {
        /// <summary>What was seen counts e times less after so many seconds.</summary>
        private const double FadeSeconds = 4 * 3600;

        /// <summary>Standard deviations in a mean absolute one, of a normal distribution.</summary>
        private const double DeviationsInMeanOff = 1.25;

        private double at;
        private double weight;
        private double sum;
        private double offSum;

        public readonly (double Value, double Spread) Read(double now, double lean, (double Value, double Spread) wide)
        {
            double fade = Fade(now);
            double whole = (this.weight * fade) + lean;
            return (((this.sum * fade) + (lean * wide.Value)) / whole, ((DeviationsInMeanOff * this.offSum * fade) + (lean * wide.Spread)) / whole);
        }

        public void Learn(double now, double value, double off)
        {
            double fade = Fade(now);
            this.weight = (this.weight * fade) + 1;
            this.sum = (this.sum * fade) + value;
            this.offSum = (this.offSum * fade) + off;
            this.at = Math.Max(this.at, now);
        }

        private readonly double Fade(double now) => Math.Exp(-Math.Max(0, now - this.at) / FadeSeconds);
    }
}
