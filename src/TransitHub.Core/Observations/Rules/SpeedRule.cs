namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// No vehicle gets further than its top speed allows: reflections between houses and receivers that lost their satellites report places kilometers away.
/// The way back from a wrong belief: some refused fixes in a row that agree with each other are right, and the track starts anew there.
/// </summary>
internal sealed class SpeedRule(GateOptions options)
{
    /// <summary>What is wrong; null when the place can have been reached.</summary>
    public string? Fault(Fix fix, DeviceTrack track)
    {
        if (track.Last is not { } last || this.IsInReach(last, fix, out double meters))
        {
            track.Strays = 0;
            return null;
        }

        track.Strays = track.Strays > 0 && this.IsInReach(track.Stray, fix, out _) ? track.Strays + 1 : 1;
        track.Stray = fix;
        if (track.Strays >= options.RestartAfterFixes)
        {
            track.Strays = 0;
            return null;
        }

        return $"{meters:F0} m in {fix.At.SecondsSince(last.At):F1} s; {track.Strays} of {options.RestartAfterFixes} fixes that agree";
    }

    private bool IsInReach(Fix from, Fix to, out double meters)
    {
        meters = Distance(from, to);
        return meters <= (options.MaxSpeedMps * this.Elapsed(from, to)) + options.SpeedSlackMeters;
    }

    /// <summary>
    /// Seconds the vehicle had. Where a clock that was found ahead is set back between two fixes, their corrected times are too near to
    /// each other; the device's own are right. What differs by more is a clock that was wrong and set anew, whose own times tell nothing.
    /// </summary>
    private double Elapsed(Fix from, Fix to)
    {
        double corrected = Math.Abs(to.At.SecondsSince(from.At));
        double own = Math.Abs(to.OwnSecondsSince(from));
        return own > corrected && own - corrected <= options.MaxAheadSeconds ? own : corrected;
    }

    /// <summary>Good to a percent within a city; further off, far is far.</summary>
    private static double Distance(Fix from, Fix to)
    {
        double y = to.Latitude - from.Latitude;
        double x = Math.IEEERemainder(to.Longitude - from.Longitude, 360) * Math.Cos((from.Latitude + to.Latitude) * Math.PI / 360);
        return Math.Sqrt((x * x) + (y * y)) * RangeRule.MetersPerDegree;
    }
}
