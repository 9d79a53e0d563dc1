using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>What is known of a vehicle and its run at the moment of a forecast, the same for all of the run's stops.</summary>
internal readonly record struct ForecastContext
{
    private ForecastContext(VehicleTrack track, RunTrack run, double now, RecentErrors recent)
    {
        bool isCurrent = track.Run == run;
        this.Now = now;
        this.IsCurrent = isCurrent;
        this.IsUnderWay = isCurrent && run.IsUnderWay;
        this.IsAtStart = isCurrent && track.Phase == VehiclePhase.Layover;
        this.IsAstray = isCurrent && track.Phase is VehiclePhase.OffRoute or VehiclePhase.Lost;
        this.Age = now - track.Tracker.FixAt;
        this.Delay = run.ByHeadway ? 0
            : this.IsUnderWay ? VehicleView.DelayOf(track, run) ?? 0
            : Math.Max(0, run.ExpectedStart - run.ScheduledStart);
        this.StoodFor = this.IsUnderWay && run.IsStanding ? Math.Max(0, now - run.Arrived[run.NextStop - 1]) : 0;
        this.RouteError = recent.OfRoute(run, now);
        this.NetworkError = recent.OfAll(now);
    }

    public double Now { get; }

    public bool IsCurrent { get; }

    public bool IsUnderWay { get; }

    /// <summary>Waits at its first stop.</summary>
    public bool IsAtStart { get; }

    /// <summary>Off its route, or not heard of for long.</summary>
    public bool IsAstray { get; }

    /// <summary>Seconds since the newest fix on the line.</summary>
    public double Age { get; }

    /// <summary>Seconds late; before the start, as expected there. 0 for runs by headway.</summary>
    public double Delay { get; }

    /// <summary>Seconds it has stood at a stop on its way; 0: it does not stand.</summary>
    public double StoodFor { get; }

    /// <summary>Share of the time ahead by which vehicles of this route came later than expected lately.</summary>
    public double RouteError { get; }

    /// <summary>The same of all routes.</summary>
    public double NetworkError { get; }

    public static ForecastContext Of(VehicleTrack track, RunTrack run, double now, RecentErrors recent) => new(track, run, now, recent);
}
