namespace TransitHub.Simulation.Faults;

/// <summary>How often devices lie, stumble and fall silent. Defaults are what recorded cities show; every share is 0 to 1.</summary>
public sealed record DeviceFaults
{
    /// <summary>Devices that never err: the exact place, at once, with the right name of the run.</summary>
    public static DeviceFaults None { get; } = new()
    {
        NoiseMeters = 0, CanyonShare = 0, LostShare = 0, GapsPerHour = 0, DuplicateShare = 0, LateShare = 0, LatencySeconds = 0,
        WrongClockShare = 0, YearsOffShare = 0, DriftPpm = 0, DeadSpotShare = 0, LateSignOnShare = 0, WrongSignOnShare = 0, ForgottenSignOffShare = 0,
    };

    /// <summary>Usual error of a position, meters, 0 to 100. Its distribution is Student's t with three degrees of freedom. Default 5.</summary>
    public double NoiseMeters { get; init; } = 5;

    /// <summary>Share of the time that a device on the street sees the sky badly and is 15 to 60 m beside itself. Default 0.01.</summary>
    public double CanyonShare { get; init; } = 0.01;

    /// <summary>Share of single reports that never arrive. Default 0.005.</summary>
    public double LostShare { get; init; } = 0.005;

    /// <summary>Silences of half a minute to five minutes of a device, per hour, 0 to 30. Default 0.1.</summary>
    public double GapsPerHour { get; init; } = 0.1;

    /// <summary>Share of reports that are sent twice. Default 0.005.</summary>
    public double DuplicateShare { get; init; } = 0.005;

    /// <summary>Share of reports that are held up for 5 to 90 s, so that later ones overtake them. Default 0.01.</summary>
    public double LateShare { get; init; } = 0.01;

    /// <summary>Median time from measuring to sending, seconds, 0 to 60. Default 0.8.</summary>
    public double LatencySeconds { get; init; } = 0.8;

    /// <summary>Share of devices whose clock is off by some seconds to an hour, always by the same. Default 0.02.</summary>
    public double WrongClockShare { get; init; } = 0.02;

    /// <summary>Share of devices whose clock is off by years. Default 0.003.</summary>
    public double YearsOffShare { get; init; } = 0.003;

    /// <summary>Typical drift of a device's clock, millionths, 0 to 1,000; it is set right once a day. Default 20 (1.7 s a day).</summary>
    public double DriftPpm { get; init; } = 20;

    /// <summary>
    /// Share of stops around which nothing gets through (200 m). Two of three devices send what they kept when they come out,
    /// the third loses it. Default 0.01.
    /// </summary>
    public double DeadSpotShare { get; init; } = 0.01;

    /// <summary>Share of runs signed on to one to six minutes after they left. Default 0.05.</summary>
    public double LateSignOnShare { get; init; } = 0.05;

    /// <summary>Share of runs on which the driver names another run of the line at first, for one to six minutes. Default 0.02.</summary>
    public double WrongSignOnShare { get; init; } = 0.02;

    /// <summary>Share of runs that nobody signs off at their end. Default 0.1.</summary>
    public double ForgottenSignOffShare { get; init; } = 0.1;

    internal void Check(List<string> wrong)
    {
        Ranges.Between(wrong, this.NoiseMeters, 0, 100, nameof(this.NoiseMeters));
        Ranges.Share(wrong, this.CanyonShare, nameof(this.CanyonShare));
        Ranges.Share(wrong, this.LostShare, nameof(this.LostShare));
        Ranges.Between(wrong, this.GapsPerHour, 0, 30, nameof(this.GapsPerHour));
        Ranges.Share(wrong, this.DuplicateShare, nameof(this.DuplicateShare));
        Ranges.Share(wrong, this.LateShare, nameof(this.LateShare));
        Ranges.Between(wrong, this.LatencySeconds, 0, 60, nameof(this.LatencySeconds));
        Ranges.Share(wrong, this.WrongClockShare, nameof(this.WrongClockShare));
        Ranges.Share(wrong, this.YearsOffShare, nameof(this.YearsOffShare));
        Ranges.Between(wrong, this.DriftPpm, 0, 1000, nameof(this.DriftPpm));
        Ranges.Share(wrong, this.DeadSpotShare, nameof(this.DeadSpotShare));
        Ranges.Share(wrong, this.LateSignOnShare, nameof(this.LateSignOnShare));
        Ranges.Share(wrong, this.WrongSignOnShare, nameof(this.WrongSignOnShare));
        Ranges.Share(wrong, this.ForgottenSignOffShare, nameof(this.ForgottenSignOffShare));
    }
}
