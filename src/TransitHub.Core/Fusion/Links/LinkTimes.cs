using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// How long vehicles have lately taken from stop to stop, for every link of the network, shared by all
/// routes that use it. Two memories of the time, arrival to arrival: a quick one of the last half hour and a slow one of the last
/// hours; the timetable counts as one observation. Where earlier days are known, each memory is moved from the time of day of its
/// passages to the time of day asked for, by the ratio of what is usual then. A memory is also moved by what the timetable
/// gives this run more or less than those remembered: timetables know rush hours, but single links of theirs are rough, so only for
/// vehicles that are far off and for memories that are old. Means are of seconds and not of their logarithm, whose
/// sum over many links would come out too short.
/// </summary>
internal sealed class LinkTimes
{
    /// <summary>Time constant of the quick memory, seconds.</summary>
    private const double QuickSeconds = 1800;

    /// <summary>Time constant of the slow memory, seconds.</summary>
    private const double SlowSeconds = 4 * 3600;

    /// <summary>What is true of a link now counts e times less for vehicles that reach it so much later, seconds.</summary>
    private const double AheadSeconds = 40 * 60;

    /// <summary>One observation may tell of a time e times longer or shorter than expected at most.</summary>
    private const double MaxSurprise = 1;

    /// <summary>Spread of a single time around its expectation before anything was measured: standard deviation of the logarithm.</summary>
    private const double PriorSpread = 0.35;

    /// <summary>Observations that the prior spread counts for.</summary>
    private const double PriorSpreadWeight = 5;

    /// <summary>Share of the former spread that one observation leaves: some fifty count.</summary>
    private const double SpreadKeep = 0.98;

    /// <summary>Shorter times count as this, seconds: timetables have links of no time at all.</summary>
    private const double MinSeconds = 5;

    /// <summary>Fading of the quick memory for a second ahead, as seconds of age.</summary>
    private const double AheadShare = QuickSeconds / AheadSeconds;

    /// <summary>What an observation in the slow memory counts against one in the quick memory.</summary>
    private const double SlowShare = 0.5;

    /// <summary>What earlier days count for before anything of today is known, observations.</summary>
    private const double UsualShare = 0.5;

    /// <summary>The time of day moves a memory by this factor at most, up or down.</summary>
    private const double MostShift = 2;

    /// <summary>
    /// What the timetable's difference counts for, for a vehicle far off and a memory that is old: whole, and half where earlier
    /// days say the same better.
    /// </summary>
    private const double PlanShare = 1;

    private const double PlanShareBesideUsual = 0.5;

    /// <summary>Time ahead at which half of that counts, and age of a memory, seconds. Of near links the timetable's difference is noise.</summary>
    private const double PlanAhead = 300;

    private const double PlanAge = 2 * 3600;

    private readonly LinkState[] states;
    private readonly LinkHistory history;
    private readonly LinkTides? tides;

    /// <summary>Starts with what earlier days tell.</summary>
    /// <param name="history">Earlier days.</param>
    /// <param name="tides">The tides of links by water; null: none has any.</param>
    public LinkTimes(LinkHistory history, LinkTides? tides = null)
    {
        this.history = history;
        this.tides = tides;
        this.states = new LinkState[history.Links.Count];
        Array.Fill(this.states, new LinkState { SpreadSum = PriorSpread * PriorSpread * PriorSpreadWeight, SpreadWeight = PriorSpreadWeight });
    }

    /// <summary>Gathers what vehicles took, for the other shards of the feed; null: there are none.</summary>
    public List<LinkTraversal>? Told { get; init; }

    /// <summary>What a vehicle is expected to take.</summary>
    /// <param name="link">The link.</param>
    /// <param name="scheduled">What its timetable gives it, seconds.</param>
    /// <param name="day">The service day of its run.</param>
    /// <param name="now">The present, Unix seconds.</param>
    /// <param name="ahead">When it will be there, seconds from now.</param>
    /// <param name="spread">Standard deviation of the logarithm of a single time.</param>
    /// <returns>Seconds.</returns>
    public double Expect(int link, double scheduled, DayTime day, double now, double ahead, out double spread)
    {
        double seconds = this.ExpectSlack(link, scheduled, day, now, ahead, out spread);
        return this.tides is null ? seconds : this.tides.AtTide(link, seconds, now + ahead);
    }

    /// <summary>The same without tide.</summary>
    private double ExpectSlack(int link, double scheduled, DayTime day, double now, double ahead, out double spread)
    {
        ref readonly LinkState state = ref this.states[link];
        double fade = Math.Exp(-Math.Max(0, now - state.At + (ahead * AheadShare)) / QuickSeconds);
        double quick = state.Quick.Weight * fade;
        double slow = state.Slow.Weight * SlowShare;
        spread = Math.Sqrt(state.SpreadSum / state.SpreadWeight);
        double planned = Math.Max(MinSeconds, scheduled);
        double at = now + ahead;
        double planShare = Math.Max(0, ahead) / (Math.Max(0, ahead) + PlanAhead);
        double plan = planShare * ((quick * state.Quick.PlannedMore(planned, at)) + (slow * state.Slow.PlannedMore(planned, at)));
        double weight = 1 + quick + slow;
        double usual = this.history.Usual(link, day, at);
        if (usual <= 0)
        {
            return (planned + (PlanShare * plan) + (quick * state.Quick.Mean) + (slow * state.Slow.Mean)) / weight;
        }

        double sum = planned + (PlanShareBesideUsual * plan) + (UsualShare * usual);
        sum += quick * state.Quick.Mean * Shift(usual, state.Quick.Usual);
        sum += slow * state.Slow.Mean * Shift(usual, state.Slow.Usual);
        return sum / (weight + UsualShare);
    }

    /// <summary>Learns from one vehicle.</summary>
    /// <returns>Logarithm of how much longer it took than was expected.</returns>
    public double Learn(int link, double scheduled, double seconds, DayTime day, double now)
    {
        this.Told?.Add(new LinkTraversal(link, day.Start, day.Kind, scheduled, seconds, now));
        return this.Take(link, scheduled, seconds, day, now);
    }

    /// <summary>Learns what a vehicle of another shard took, and does not tell it again.</summary>
    public void Hear(LinkTraversal passage) =>
        this.Take(passage.Link, passage.ScheduledSeconds, passage.Seconds, new DayTime(passage.DayStart, passage.DayKind), passage.At);

    /// <summary>What was measured on a link, for a model to judge.</summary>
    public LinkEvidence EvidenceOf(int link, double scheduled, double now)
    {
        ref readonly LinkState state = ref this.states[link];
        double age = Math.Max(0, now - state.At);
        return new LinkEvidence(
            state.Quick.Weight > 0 ? state.Quick.Mean : scheduled,
            state.Quick.Weight * Math.Exp(-age / QuickSeconds),
            state.Slow.Weight > 0 ? state.Slow.Mean : scheduled,
            state.Slow.Weight * Math.Exp(-age / SlowSeconds),
            age);
    }

    private double Take(int link, double scheduled, double seconds, DayTime day, double now)
    {
        double expected = this.Expect(link, scheduled, day, now, 0, out _);
        double surprise = Math.Clamp(Math.Log(Math.Max(MinSeconds, seconds) / expected), -MaxSurprise, MaxSurprise);
        double bounded = expected * Math.Exp(surprise);
        if (this.tides is not null)
        {
            double moving = bounded;
            bounded = this.tides.AtSlack(link, moving, now);
            if (!this.history.IsPaused)
            {
                this.tides.Learn(link, moving, now);
            }
        }

        double usual = this.history.Usual(link, day, now);
        ref LinkState state = ref this.states[link];
        double elapsed = Math.Max(0, now - state.At);
        double planned = Math.Max(MinSeconds, scheduled);
        state.Quick.Learn(Math.Exp(-elapsed / QuickSeconds), now, bounded, planned, usual);
        state.Slow.Learn(Math.Exp(-elapsed / SlowSeconds), now, bounded, planned, usual);
        state.SpreadSum = (state.SpreadSum * SpreadKeep) + (surprise * surprise);
        state.SpreadWeight = (state.SpreadWeight * SpreadKeep) + 1;
        state.At = now;
        this.history.Learn(link, day, now, bounded);
        return surprise;
    }

    /// <summary>From what was usual when a memory was made to what is usual when asked for; none where the former is not known.</summary>
    private static double Shift(double usual, double then) => then > 0 ? Math.Clamp(usual / then, 1 / MostShift, MostShift) : 1;

    private struct LinkState
    {
        public double At;
        public LinkMemory Quick;
        public LinkMemory Slow;
        public double SpreadSum;
        public double SpreadWeight;
    }

    /// <summary>A fading mean of a link's times, with what the timetable and earlier days had for the same passages.</summary>
    private struct LinkMemory
    {
        public double Weight;
        public double Mean;
        public double Usual;
        private double planned;
        private double madeAt;

        public void Learn(double keep, double now, double seconds, double newPlanned, double usual)
        {
            this.Weight = (this.Weight * keep) + 1;
            this.Mean += (seconds - this.Mean) / this.Weight;
            this.planned += (newPlanned - this.planned) / this.Weight;
            this.madeAt += (now - this.madeAt) / this.Weight;

            // Passages of before anything was known of earlier days count as made when it became known.
            this.Usual = this.Usual > 0 && usual > 0 ? this.Usual + ((usual - this.Usual) / this.Weight) : Math.Max(this.Usual, usual);
        }

        /// <summary>Seconds that the timetable gives more than it gave the passages remembered, as far as these are old.</summary>
        public readonly double PlannedMore(double newPlanned, double at)
        {
            double age = Math.Max(0, at - this.madeAt);
            return Math.Clamp(newPlanned - this.planned, -this.Mean / 2, this.Mean) * age / (age + PlanAge);
        }
    }
}
