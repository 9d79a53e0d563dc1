using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Progress;

/// <summary>
/// Moves a vehicle along its run: sign-on, the way to the first stop, waiting there, the way itself, off
/// the route and back, the end. Says why a position cannot be published with the run.
/// </summary>
internal sealed class RunTracker(Schedule schedule, FusionOptions options)
{
    /// <summary>Waiting for its start means being within this of the first stop, meters along.</summary>
    private const double StartArea = 150;

    /// <summary>Being at the end means being within this of the last stop, meters along.</summary>
    private const double EndArea = 250;

    /// <summary>From this probability on the first fix of a vehicle is where it is, and not on another lap of a loop.</summary>
    private const float PlainCertainty = 0.9f;

    /// <summary>Cosine of the angle to the line within which a vehicle goes its way: 60 degrees.</summary>
    private const double HeadingOn = 0.5;

    /// <summary>Found again so far behind where it was, a vehicle has driven back, meters along.</summary>
    private const double BackMeters = 100;

    private const int MissesUntilSearch = 3;
    private const int StraysUntilOffRoute = 3;
    private const double StrayMeters = 150;
    private const int FixesUntilBack = 2;

    /// <summary>Takes one report.</summary>
    /// <param name="track">The vehicle, on <paramref name="run"/>.</param>
    /// <param name="run">Its run.</param>
    /// <param name="report">The report.</param>
    /// <param name="at">When it was measured, Unix seconds.</param>
    /// <param name="passed">Takes the arrivals that became facts.</param>
    /// <returns><see cref="RejectionReason.None"/> when the position belongs to the run.</returns>
    public RejectionReason Track(VehicleTrack track, RunTrack run, AvlReport report, double at, List<PassedStop> passed)
    {
        if (track.Tracker.IsFollowing && at <= track.Tracker.FixAt)
        {
            return track.UnmatchedReason;
        }

        ModeTraits traits = ModeTraits.Of(schedule.Routes.Type(run.RouteIndex), schedule.Patterns.IsStraight(run.Pattern));
        bool followed = track.Tracker.IsFollowing;
        LineFix fix = Place(track, run, report, at, traits, ref followed);
        track.OffLineSince = fix.Found && !track.IsOffRoute ? double.NaN : double.IsNaN(track.OffLineSince) ? at : track.OffLineSince;
        if (!fix.Found)
        {
            return OffLine(track, run, at);
        }

        track.MatchProbability = fix.Certainty * track.AssignmentProbability;
        if (run.IsComplete)
        {
            return AfterEnd(track, run, fix);
        }

        if (fix.Distance <= traits.Corridor)
        {
            track.Tracker.LearnNoise(fix.Distance);
        }

        if (!run.IsUnderWay)
        {
            track.Phase = this.BeforeStart(track, run, fix, at, followed, passed);
            track.Progress = (at, fix.Along);
            return RejectionReason.None;
        }

        bool wasAstray = track.IsOffRoute;
        if (IsAstray(track, fix, report, traits))
        {
            track.Phase = VehiclePhase.OffRoute;
            return RejectionReason.None;
        }

        track.Phase = VehiclePhase.InService;
        if (fix.Distance <= traits.Corridor)
        {
            Proceed(track, run, fix, at, wasAstray || !followed, passed);
        }

        return RejectionReason.None;
    }

    /// <summary>Takes stop times from the way since the last fix on the line, unless what was between is not known.</summary>
    private static void Proceed(VehicleTrack track, RunTrack run, LineFix fix, double at, bool isRejoining, List<PassedStop> passed)
    {
        if (isRejoining)
        {
            Rejoin(run, fix.Along);
        }
        else if (fix.Along > track.Progress.Along)
        {
            StopPasser.Pass(run, track.Progress.At, track.Progress.Along, at, fix.Along, passed);
        }

        track.Progress = (at, fix.Along);
    }

    private static RejectionReason OffLine(VehicleTrack track, RunTrack run, double at)
    {
        bool mayBeOnItsWay = !run.IsUnderWay && at < run.ScheduledStart;
        track.Phase = mayBeOnItsWay ? VehiclePhase.Deadhead : VehiclePhase.OffRoute;
        return run.IsComplete ? RejectionReason.TripNotActive : RejectionReason.OffRoute;
    }

    private static RejectionReason AfterEnd(VehicleTrack track, RunTrack run, LineFix fix)
    {
        bool isAtEnd = run.Offsets[run.LastStop] - fix.Along < EndArea;
        track.Phase = isAtEnd ? VehiclePhase.Layover : VehiclePhase.Deadhead;
        return isAtEnd ? RejectionReason.None : RejectionReason.TripNotActive;
    }

    private static LineFix Place(VehicleTrack track, RunTrack run, AvlReport report, double at, ModeTraits traits, ref bool followed)
    {
        if (track.Tracker.IsFollowing)
        {
            LineFix fix = track.Tracker.Follow(run, report, at, traits);
            if (fix.Found)
            {
                track.Misses = 0;
                return fix;
            }

            if (++track.Misses < MissesUntilSearch)
            {
                return track.Tracker.Stay(run, report, traits);
            }
        }

        double before = track.Tracker.IsFollowing ? track.Tracker.Along - BackMeters : double.NegativeInfinity;
        followed = false;
        track.Misses = 0;
        track.Tracker.Forget();
        LineFix again = track.Tracker.Find(run, report, at, traits);
        track.BackMoves = again.Found && again.Along < before ? track.BackMoves + 1 : 0;
        return again;
    }

    private VehiclePhase BeforeStart(VehicleTrack track, RunTrack run, LineFix fix, double at, bool followed, List<PassedStop> passed)
    {
        bool isTooEarly = !run.ByHeadway && run.ScheduledAt(fix.Along) - at > options.EarlyStartSeconds;
        bool isAtStart = fix.Along - run.Offsets[0] <= StartArea;
        if (isAtStart && run.NextStop == 0)
        {
            run.NextStop = 1;
            run.IsStanding = true;
            run.Arrived[0] = at;
        }

        bool movesOn = followed && fix.Along > track.Progress.Along;
        if (isTooEarly && !track.IsFound && EarlyStart.HasBegun(run, fix.Along, at, isAtStart))
        {
            Rejoin(run, fix.Along);
        }
        else if (!isTooEarly && movesOn)
        {
            if (run.NextStop == 1)
            {
                StopPasser.Pass(run, track.Progress.At, track.Progress.Along, at, fix.Along, passed);
            }
            else
            {
                Rejoin(run, fix.Along);
            }
        }
        else if (run.ByHeadway && run.NextStop == 0 && fix.Certainty >= PlainCertainty && IsHeadingOn(run, fix, track.Last))
        {
            // No timetable tells whether it has begun, but nobody waits for a departure so far along the line, headed away from its start.
            Rejoin(run, fix.Along);
        }

        if (run.IsUnderWay || (!isAtStart && !isTooEarly))
        {
            return VehiclePhase.InService;
        }

        return isAtStart ? VehiclePhase.Layover : VehiclePhase.Deadhead;
    }

    /// <summary>True when the vehicle says that it moves the line's way; without a bearing nobody knows.</summary>
    private static bool IsHeadingOn(RunTrack run, LineFix fix, AvlReport report) =>
        report.Bearing is { } bearing && Math.Cos((bearing - run.Line.BearingAt(fix.Along)) * (Math.PI / 180)) > HeadingOn;

    /// <summary>First seen on its way, or back from a detour: nothing is known of the stops before, and no stop comes twice.</summary>
    private static void Rejoin(RunTrack run, double along)
    {
        ReadOnlySpan<float> offsets = run.Offsets;
        int stop = run.NextStop;
        while (stop < run.StopCount - 1 && offsets[stop] <= along)
        {
            stop++;
        }

        run.IsStanding &= stop == run.NextStop;
        run.NextStop = stop;
        run.IsUnderWay = true;
    }

    /// <summary>Off the route after some fixes and some way off the line, back after two on it: one bad fix is no detour.</summary>
    private static bool IsAstray(VehicleTrack track, LineFix fix, AvlReport report, ModeTraits traits)
    {
        bool isOff = fix.Distance > traits.Corridor;
        if (!isOff)
        {
            track.LastOnLine = report;
        }

        track.Strays = isOff != track.IsOffRoute ? track.Strays + 1 : 0;
        if (!track.IsOffRoute && track.Strays >= StraysUntilOffRoute
            && track.LastOnLine is { } last && Ground.Meters(last.Latitude, last.Longitude, report.Latitude, report.Longitude) >= StrayMeters)
        {
            track.IsOffRoute = true;
            track.Strays = 0;
        }
        else if (track.IsOffRoute && track.Strays >= FixesUntilBack)
        {
            track.IsOffRoute = false;
            track.Strays = 0;
        }

        return track.IsOffRoute;
    }
}
