using TransitHub.Core.Time;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// A report was measured before it arrived, and not long before. Where a device's reports never fit that, its clock is wrong: if the error stays the
/// same while measured and received time advance alike, it is learned and corrected (a receiver whose week counter rolled over is
/// 19.6 years behind, local time sent as UTC is hours off). A store of old reports sent at once after a dead spot looks
/// different: its lag shrinks from report to report, so it is never taken for a wrong clock.
/// </summary>
/// <remarks>
/// A wrong clock and a steady delay of the way cannot be told apart. Within the greatest age allowed a lag is therefore
/// believed to be age, so that nothing old looks new. What is measured after it arrives is always the clock's error.
/// </remarks>
/// <param name="options">The operator's settings.</param>
/// <param name="maxAgeSeconds">How long before its arrival a report of this kind may have been measured, seconds.</param>
internal sealed class ClockRule(GateOptions options, double maxAgeSeconds)
{
    /// <summary>
    /// How fast a correction may give way when reports come later than it says, of the time that passes: a hundred times what a poor
    /// quartz drifts, slow enough that reports delayed for minutes hardly move it.
    /// </summary>
    private const double GivesWay = 0.01;

    /// <summary>A silence counts for no more than this, milliseconds.</summary>
    private const long LongestPause = 60_000;

    /// <summary>Times beyond this are no times (some 30,000 years); they are cut to it so that differences can be taken.</summary>
    private const long Eternity = 1_000_000_000_000_000;

    private readonly long maxAge = (long)(maxAgeSeconds * 1000);
    private readonly long maxAhead = (long)(options.MaxAheadSeconds * 1000);

    /// <summary>Judges the time and brings what is known of the clock up to date; the correction to use is then in the clock.</summary>
    public RejectionReason Judge(Timestamp receivedAt, Timestamp measuredAt, DeviceClock clock)
    {
        long received = receivedAt.UnixMilliseconds;
        long lag = Lag(receivedAt, measuredAt);
        long age = lag - clock.Correction;
        if (this.IsPlausible(age))
        {
            clock.Suspects = 0;
            Follow(clock, lag, received);
            return RejectionReason.None;
        }

        this.Suspect(clock, lag, received);
        if (this.IsSteady(clock, received))
        {
            clock.Correction = this.IsPlausible(clock.LeastLag) ? Math.Min(0, clock.LeastLag) : clock.LeastLag;
            clock.CorrectedAt = received;
            clock.Suspects = 0;
            return RejectionReason.None;
        }

        return age > 0 ? RejectionReason.TooOld : RejectionReason.FromTheFuture;
    }

    /// <summary>What was found, for a person.</summary>
    public string Describe(Timestamp receivedAt, Timestamp measuredAt, DeviceClock clock)
    {
        double age = (Lag(receivedAt, measuredAt) - clock.Correction) / 1000.0;
        return age > 0
            ? $"measured {age:F0} s before it arrived, allowed are {maxAgeSeconds:F0} s; {clock.Suspects} reports in a row are off by the same"
            : $"measured {-age:F0} s after it arrived, allowed are {options.MaxAheadSeconds:F0} s; {clock.Suspects} reports in a row are off by the same";
    }

    /// <summary>Takes over what was known when the report was accepted.</summary>
    public static void Restore(Timestamp receivedAt, long correctionMilliseconds, DeviceClock clock)
    {
        clock.Correction = correctionMilliseconds;
        clock.CorrectedAt = receivedAt.UnixMilliseconds;
    }

    private static long Lag(Timestamp receivedAt, Timestamp measuredAt) =>
        receivedAt.UnixMilliseconds - Math.Clamp(measuredAt.UnixMilliseconds, -Eternity, Eternity);

    /// <summary>Keeps the correction at the least lag seen lately, so that no corrected time lies after its arrival.</summary>
    private static void Follow(DeviceClock clock, long lag, long received)
    {
        long pause = Math.Clamp(received - clock.CorrectedAt, 0, LongestPause);
        long raised = clock.Correction + (long)(pause * GivesWay);
        long ceiling = clock.Correction > 0 ? long.MaxValue : 0;
        clock.Correction = Math.Min(lag, Math.Min(raised, ceiling));
        clock.CorrectedAt = received;
    }

    private bool IsPlausible(long age) => age >= -this.maxAhead && age <= this.maxAge;

    private void Suspect(DeviceClock clock, long lag, long received)
    {
        long least = Math.Min(clock.LeastLag, lag);
        long greatest = Math.Max(clock.GreatestLag, lag);
        if (clock.Suspects == 0 || greatest - least > options.ClockJitterSeconds * 1000)
        {
            clock.Suspects = 0;
            clock.SuspectsSince = received;
            (least, greatest) = (lag, lag);
        }

        clock.Suspects++;
        (clock.LeastLag, clock.GreatestLag) = (least, greatest);
    }

    /// <summary>Alike means: the lag changed by less than half the time in which the reports came.</summary>
    private bool IsSteady(DeviceClock clock, long received)
    {
        long span = received - clock.SuspectsSince;
        return clock.Suspects >= options.ClockReports
            && span >= options.ClockSpanSeconds * 1000
            && clock.GreatestLag - clock.LeastLag < span / 2;
    }
}
