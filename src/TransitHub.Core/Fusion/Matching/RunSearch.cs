using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>Keeps a vehicle that names no trip on the run that was found for it while it fits, and searches for one when it has none.</summary>
internal sealed class RunSearch(Schedule schedule, FusionOptions options, RunAssigner assigner)
{
    /// <summary>A vehicle that was taken for a run and has been off its line for so long is not running it, seconds.</summary>
    private const double MaxOffLineSeconds = 180;

    /// <summary>Past the end of its run a vehicle that draws less than this nearer to the last stop from one report to the next has come in, meters.</summary>
    private const double RestMeters = 12;

    /// <summary>Slower than this by its own word a vehicle stands, m/s: what it seems to move is the error of its fixes.</summary>
    private const float StandingSpeed = 1f;

    /// <summary>Share of the usual time between two searches after which a vehicle of a short line is searched for again.</summary>
    private const double ShortLineShare = 0.4;

    /// <summary>Seconds between two looks at the run of a vehicle that has one.</summary>
    private const double DoubtSeconds = 60;

    /// <summary>A run that was found is given up for a better one when so little speaks for it still.</summary>
    private const float GivenUpProbability = 0.05f;

    /// <summary>And so much for other runs: a vehicle on a detour fits none.</summary>
    private const double ContraryProbability = 0.7;

    /// <summary>The times of a run must fit so well for it to overrule what a vehicle says, a logarithm: some ten minutes late, or as many early.</summary>
    private const double LeastTimesEvidence = -4;

    /// <summary>So must its line, a logarithm.</summary>
    private const double LeastDriveEvidence = -3;

    /// <summary>And nobody who comes so early overrules: the run's own vehicle is still to come, seconds.</summary>
    private const double MostEarly = -60;

    private readonly AreaMatcher area = new(schedule, options, assigner.Resolver, assigner.Contest, assigner.Turns);
    private SignDirectory? signs;

    /// <summary>Sees to the vehicle's run.</summary>
    /// <returns><see cref="RejectionReason.None"/> when it is on a run now.</returns>
    public RejectionReason Follow(VehicleTrack track, AvlReport report, double at)
    {
        if (schedule.Trips.Count == 0)
        {
            return RejectionReason.NoSchedule;
        }

        this.ReadShown(track, report);
        if (track.ShownReason != RejectionReason.None)
        {
            assigner.Release(track);
            assigner.Contest.Withdraw(track);
            track.Recent.Clear();
            return track.ShownReason;
        }

        if (track.Run is { } run)
        {
            RejectionReason end = this.EndOf(track, run, report, at);
            if (end == RejectionReason.None)
            {
                return this.Doubt(track, run, report, at);
            }

            if (end == RejectionReason.AtLayover && !run.ByHeadway)
            {
                assigner.Contest.Close(run.Trip, at);
                assigner.Turns.End(track, run, at);
            }

            assigner.Release(track);
            assigner.Contest.Withdraw(track);
            track.ServedRoute = end == RejectionReason.AtLayover ? run.RouteIndex : -1;
            track.ApartMeters = this.ApartOf(track);
            track.Recent.Clear();
            track.Recent.Add(report, at, track.ApartMeters);
            return end;
        }

        return this.Search(track, report, at);
    }

    /// <summary>Looks now and then whether another run fits the vehicle better than the one it was found on.</summary>
    private RejectionReason Doubt(VehicleTrack track, RunTrack run, AvlReport report, double at)
    {
        bool moved = track.Recent.Add(report, at, ApartNow(track, report));
        if (!moved || run.ByHeadway || run.IsComplete || track.Recent.Count < 2 || at - track.SearchedAt < DoubtSeconds)
        {
            return RejectionReason.None;
        }

        track.SearchedAt = at;
        AreaMatch match = this.area.Find(track.Recent, track.ShownRoutes, DirectionOf(track, report), assigner.Owners, track);
        if (match.Present > 0)
        {
            track.AssignmentProbability = match.Present;
        }

        if (match.Present >= GivenUpProbability || OfOthers(track, run) < ContraryProbability)
        {
            return RejectionReason.None;
        }

        if (match.Trip is { } better && better != run.Trip)
        {
            return this.Take(track, better, match.Probability, report) ? RejectionReason.None : RejectionReason.TripTaken;
        }

        assigner.Release(track);
        return RejectionReason.Ambiguous;
    }

    /// <summary>Puts a vehicle on a run that clearly fits it better than the one it names.</summary>
    /// <param name="track">The vehicle; <see cref="VehicleTrack.ShownRoutes"/> are the ones it can be on.</param>
    /// <param name="report">Its newest report.</param>
    /// <param name="named">The run it names.</param>
    /// <returns>True when it is on another run now.</returns>
    public bool Overrule(VehicleTrack track, AvlReport report, TripInstance named)
    {
        AreaMatch match = this.area.Find(track.Recent, track.ShownRoutes, null, assigner.Owners, track);
        return match.Trip is { } better && better != named && better != track.Run?.Trip
            && FitsWell(track, better)
            && this.Take(track, better, match.Probability, report);
    }

    /// <summary>True where the drive and the times are such as are usual: what fits only better than nothing overrules no word.</summary>
    private static bool FitsWell(VehicleTrack track, TripInstance trip)
    {
        foreach (RunClaim claim in track.Claims)
        {
            if (claim.Trip == trip)
            {
                return claim.TimesEvidence >= LeastTimesEvidence && claim.DriveEvidence >= LeastDriveEvidence && claim.DelaySeconds >= MostEarly;
            }
        }

        return false;
    }

    /// <summary>The direction of a trip that is not believed is not believed either.</summary>
    private static byte? DirectionOf(VehicleTrack track, AvlReport report) => track.Overruled is null ? report.DirectionId : null;

    private static double OfOthers(VehicleTrack track, RunTrack run)
    {
        double sum = 0;
        foreach (RunClaim claim in track.Claims)
        {
            sum += claim.Trip == run.Trip ? 0 : claim.Probability;
        }

        return sum;
    }

    private bool Take(VehicleTrack track, TripInstance trip, float probability, AvlReport report)
    {
        if (!assigner.Take(track, trip, report, isFound: true))
        {
            return false;
        }

        track.AssignmentProbability = probability;
        track.EndMeters = this.MetersToEnd(track.Run!, report);
        return true;
    }

    private static double ApartNow(VehicleTrack track, AvlReport report) => report.SpeedMps > StandingSpeed ? track.ApartMeters : DriveScale.MostApart;

    private RejectionReason EndOf(VehicleTrack track, RunTrack run, AvlReport report, double at)
    {
        if (run.IsComplete && track.NextRun is null)
        {
            return this.IsComingIn(track, run, report) ? RejectionReason.None : RejectionReason.AtLayover;
        }

        track.EndMeters = this.MetersToEnd(run, report);
        bool isGone = at - track.OffLineSince > MaxOffLineSeconds;
        bool showsOther = track.ShownRoutes!.Length > 0 && Array.BinarySearch(track.ShownRoutes, run.RouteIndex) < 0;
        return isGone || showsOther ? RejectionReason.NoCandidate : RejectionReason.None;
    }

    /// <summary>True while it still draws nearer to its last stop: a run is over some way before the bay or pier, and its riders are aboard.</summary>
    private bool IsComingIn(VehicleTrack track, RunTrack run, AvlReport report)
    {
        double meters = this.MetersToEnd(run, report);
        bool isComing = meters < track.EndMeters - RestMeters;
        track.EndMeters = meters;
        return isComing;
    }

    private double MetersToEnd(RunTrack run, AvlReport report)
    {
        int stop = schedule.Patterns.Stops(run.Pattern)[run.LastStop];
        return Ground.Meters(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop), report.Latitude, report.Longitude);
    }

    /// <summary>What it shows, or else its last run, tells how long its lines are.</summary>
    private double ApartOf(VehicleTrack track) => track.ShownRoutes is { Length: > 0 } shown ? DriveScale.Apart(schedule, shown)
        : track.ServedRoute >= 0 ? DriveScale.Apart(schedule, [track.ServedRoute])
        : DriveScale.MostApart;

    /// <summary>Seconds between two searches: fewer on short lines, where half the run is over in a minute.</summary>
    private double PauseOf(VehicleTrack track) => options.SearchSeconds * (track.ApartMeters < DriveScale.MostApart ? ShortLineShare : 1);

    private RejectionReason Search(VehicleTrack track, AvlReport report, double at)
    {
        // What the last search found stands until the next; what a sign said before does not.
        RejectionReason former = track.UnmatchedReason is RejectionReason.None or RejectionReason.OutOfService or RejectionReason.UnknownRoute
            ? RejectionReason.NoCandidate
            : track.UnmatchedReason;
        if (!track.Recent.Add(report, at, ApartNow(track, report)) || track.Recent.Count < 2 || at - track.SearchedAt < this.PauseOf(track))
        {
            return former;
        }

        track.SearchedAt = at;
        AreaMatch match = this.area.Find(track.Recent, track.ShownRoutes, DirectionOf(track, report), assigner.Owners, track);
        track.RouteIndex = match.RouteIndex >= 0 || track.ShownRoutes!.Length != 1 ? match.RouteIndex : track.ShownRoutes[0];
        if (match.Trip is not { } trip)
        {
            return match.Reason;
        }

        return this.Take(track, trip, match.Probability, report) ? RejectionReason.None : RejectionReason.TripTaken;
    }

    private void ReadShown(VehicleTrack track, AvlReport report)
    {
        if (track.Overruled is not null || (track.ShownRoutes is not null && track.Shown.RouteId == report.RouteId && track.Shown.Sign == report.SignText))
        {
            return;
        }

        this.signs ??= new SignDirectory(schedule, options);
        track.Shown = (report.RouteId, report.SignText);
        SignMeaning sign = this.signs.Read(report.SignText);
        track.ShownReason = RejectionReason.None;
        track.ShownRoutes = sign.Routes;
        if (sign.IsOutOfService)
        {
            track.ShownReason = RejectionReason.OutOfService;
        }
        else if (report.RouteId is { } id)
        {
            bool isKnown = schedule.Routes.TryFind(id, out int route);
            track.ShownRoutes = isKnown ? [route] : [];
            track.ShownReason = isKnown ? RejectionReason.None : RejectionReason.UnknownRoute;
        }
        else if (sign.Routes.Length == 0 && report.SignText is not null && options.SignRoutes.Count > 0)
        {
            track.ShownReason = RejectionReason.UnknownRoute;
        }

        track.ApartMeters = this.ApartOf(track);
    }
}
