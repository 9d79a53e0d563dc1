using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>Keeps a vehicle that names no trip on the run that was found for it while it fits, and searches for one when it has none.</summary>
internal sealed class RunSearch(Schedule schedule, FusionOptions options, RunAssigner assigner)
{
    /// <summary>A vehicle that was taken for a run and has been off its line for so long is not running it, seconds.</summary>
    private const double MaxOffLineSeconds = 180;

    private readonly AreaMatcher area = new(schedule, options, assigner.Resolver);
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
            track.Recent.Clear();
            return track.ShownReason;
        }

        if (track.Run is { } run)
        {
            RejectionReason end = EndOf(track, run, at);
            if (end == RejectionReason.None)
            {
                return RejectionReason.None;
            }

            assigner.Release(track);
            track.Recent.Clear();
            track.Recent.Add(report, at);
            return end;
        }

        return this.Search(track, report, at);
    }

    private static RejectionReason EndOf(VehicleTrack track, RunTrack run, double at)
    {
        if (run.IsComplete && track.NextRun is null)
        {
            return RejectionReason.AtLayover;
        }

        bool isGone = at - track.OffLineSince > MaxOffLineSeconds;
        bool showsOther = track.ShownRoutes!.Length > 0 && Array.BinarySearch(track.ShownRoutes, run.RouteIndex) < 0;
        return isGone || showsOther ? RejectionReason.NoCandidate : RejectionReason.None;
    }

    private RejectionReason Search(VehicleTrack track, AvlReport report, double at)
    {
        RejectionReason former = track.UnmatchedReason == RejectionReason.None ? RejectionReason.NoCandidate : track.UnmatchedReason;
        if (!track.Recent.Add(report, at) || track.Recent.Count < 2 || at - track.SearchedAt < options.SearchSeconds)
        {
            return former;
        }

        track.SearchedAt = at;
        AreaMatch match = this.area.Find(track.Recent, track.ShownRoutes, report.DirectionId, assigner.Owners, track);
        track.RouteIndex = match.RouteIndex >= 0 || track.ShownRoutes!.Length != 1 ? match.RouteIndex : track.ShownRoutes[0];
        if (match.Trip is not { } trip)
        {
            return match.Reason;
        }

        if (!assigner.Take(track, trip, report))
        {
            return RejectionReason.TripTaken;
        }

        track.AssignmentProbability = match.Probability;
        track.Recent.Clear();
        return RejectionReason.None;
    }

    private void ReadShown(VehicleTrack track, AvlReport report)
    {
        if (track.ShownRoutes is not null && track.Shown.RouteId == report.RouteId && track.Shown.Sign == report.SignText)
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
    }
}
