namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// How long vehicles have lately taken from stop to stop, for every link of the network, shared by all
/// routes that use it. Two memories of the time, arrival to arrival: a quick one of the last half hour and a slow one of the last
/// hours; the timetable counts as one observation. Where earlier days are known, each memory is moved from the time of day of its
/// passages to the time of day asked for, by the ratio of what is usual then. Means are of seconds and not of their logarithm, whose
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

    private readonly LinkState[] states;
    private readonly LinkHistory history;

    public LinkTimes(LinkHistory history)
    {
        this.history = history;
        this.states = new LinkState[history.Links.Count];
        Array.Fill(this.states, new LinkState { SpreadSum = PriorSpread * PriorSpread * PriorSpreadWeight, SpreadWeight = PriorSpreadWeight });
    }

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
        ref readonly LinkState state = ref this.states[link];
        double fade = Math.Exp(-Math.Max(0, now - state.At + (ahead * AheadShare)) / QuickSeconds);
        double quick = state.QuickWeight * fade;
        double slow = state.SlowWeight * SlowShare;
        spread = Math.Sqrt(state.SpreadSum / state.SpreadWeight);
        double sum = Math.Max(MinSeconds, scheduled);
        double weight = 1 + quick + slow;
        double usual = this.history.Usual(link, day, now + ahead);
        if (usual <= 0)
        {
            return (sum + (quick * state.QuickMean) + (slow * state.SlowMean)) / weight;
        }

        sum += UsualShare * usual;
        sum += quick * state.QuickMean * Shift(usual, state.QuickUsual);
        sum += slow * state.SlowMean * Shift(usual, state.SlowUsual);
        return sum / (weight + UsualShare);
    }

    /// <summary>Learns from one vehicle.</summary>
    /// <returns>Logarithm of how much longer it took than was expected.</returns>
    public double Learn(int link, double scheduled, double seconds, DayTime day, double now)
    {
        double expected = this.Expect(link, scheduled, day, now, 0, out _);
        double surprise = Math.Clamp(Math.Log(Math.Max(MinSeconds, seconds) / expected), -MaxSurprise, MaxSurprise);
        double bounded = expected * Math.Exp(surprise);
        double usual = this.history.Usual(link, day, now);
        ref LinkState state = ref this.states[link];
        double elapsed = Math.Max(0, now - state.At);
        double quick = state.QuickWeight * Math.Exp(-elapsed / QuickSeconds);
        double slow = state.SlowWeight * Math.Exp(-elapsed / SlowSeconds);
        state.QuickMean += (bounded - state.QuickMean) / (quick + 1);
        state.SlowMean += (bounded - state.SlowMean) / (slow + 1);
        state.QuickUsual = Blend(state.QuickUsual, usual, quick + 1);
        state.SlowUsual = Blend(state.SlowUsual, usual, slow + 1);
        state.QuickWeight = quick + 1;
        state.SlowWeight = slow + 1;
        state.SpreadSum = (state.SpreadSum * SpreadKeep) + (surprise * surprise);
        state.SpreadWeight = (state.SpreadWeight * SpreadKeep) + 1;
        state.At = now;
        this.history.Learn(link, day, now, bounded);
        return surprise;
    }

    /// <summary>What was measured on a link, for a model to judge.</summary>
    public LinkEvidence EvidenceOf(int link, double scheduled, double now)
    {
        ref readonly LinkState state = ref this.states[link];
        double age = Math.Max(0, now - state.At);
        return new LinkEvidence(
            state.QuickWeight > 0 ? state.QuickMean : scheduled,
            state.QuickWeight * Math.Exp(-age / QuickSeconds),
            state.SlowWeight > 0 ? state.SlowMean : scheduled,
            state.SlowWeight * Math.Exp(-age / SlowSeconds),
            age);
    }

    /// <summary>From what was usual when a memory was made to what is usual when asked for; none where the former is not known.</summary>
    private static double Shift(double usual, double then) => then > 0 ? Math.Clamp(usual / then, 1 / MostShift, MostShift) : 1;

    /// <summary>What was usual when a memory was made; passages of before anything was known count as made when it became known.</summary>
    private static double Blend(double former, double usual, double count) => former > 0 && usual > 0 ? former + ((usual - former) / count) : Math.Max(former, usual);

    private struct LinkState
    {
        public double At;
        public double QuickMean;
        public double QuickWeight;
        public double QuickUsual;
        public double SlowMean;
        public double SlowWeight;
        public double SlowUsual;
        public double SpreadSum;
        public double SpreadWeight;
    }
}
