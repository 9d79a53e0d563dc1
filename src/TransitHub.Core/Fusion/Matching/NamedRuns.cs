using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// Sees to the run of a vehicle that says which trip it runs. What it says is believed unless something contradicts it, such as a drive the other
/// way or a trip that it has finished; then a search weighs its word against the runs that its drive and times fit.
/// </summary>
internal sealed class NamedRuns(Schedule schedule, RunAssigner assigner, RunSearch search)
{
    /// <summary>Seconds between two looks at a vehicle whose word is in doubt.</summary>
    private const double DoubtSeconds = 60;

    /// <summary>It must have gone so far for its drive to contradict its word, as the crow flies, meters.</summary>
    private const double DriveMeters = 400;

    /// <summary>Of the newest fixes so many are looked at for that.</summary>
    private const int DriveFixes = 6;

    /// <summary>Who is later than this has rather signed on to a trip of another hour, seconds.</summary>
    private const double SuspectLate = 2700;

    /// <summary>Nobody drives so far ahead of the timetable, seconds.</summary>
    private const double SuspectEarly = 1200;

    /// <summary>A vehicle off its line for so long is on a detour or runs another pattern, seconds.</summary>
    private const double SuspectOffLine = 180;

    /// <summary>Of two vehicles that name one trip the later one takes it if it fits so much better, a logarithm.</summary>
    private const double ClearlyBetter = 4;

    /// <summary>How little a vehicle fits that is not on the line, a logarithm.</summary>
    private const double NoFit = -15;

    private readonly LineRoutes lines = new(schedule);

    /// <summary>Times that a vehicle's word was overruled.</summary>
    public long Overruled { get; private set; }

    /// <summary>Sees to the vehicle's run.</summary>
    /// <returns><see cref="RejectionReason.None"/> when it is on a run now.</returns>
    public RejectionReason Follow(VehicleTrack track, AvlReport report, double at)
    {
        TripReference reference = TripReference.Of(report);
        if (!reference.NamesTrip)
        {
            Forget(track);
            return search.Follow(track, report, at);
        }

        if (track.Overruled is { } former)
        {
            if (former == reference)
            {
                return this.FollowDrive(track, report, at);
            }

            Believe(track);
        }

        bool moved = track.Recent.Add(report, at, DriveScale.MostApart);
        RejectionReason reason = this.AssignNamed(track, report, at);
        if (track.Run is { IsComplete: true } ended && track.Closed != ended.Trip)
        {
            track.Closed = ended.Trip;
            assigner.Contest.Close(ended.Trip, at);
            assigner.Turns.End(track, ended, at);
        }

        track.Named = track.Resolution.Found && track.Finished != track.Resolution.Trip ? track.Resolution.Trip : null;
        if (!moved || track.IsOrdered || !track.Resolution.Found || at - track.SearchedAt < DoubtSeconds || !IsInDoubt(track, reason, at) || !HasDriven(track.Recent))
        {
            return reason;
        }

        track.SearchedAt = at;
        return reason == RejectionReason.TripTaken && this.TakesFromHolder(track, report, at)
            ? RejectionReason.None
            : this.Weigh(track, report, at, reference, reason);
    }

    /// <summary>Whom an operator put on a run takes it from whoever has it.</summary>
    private RejectionReason AssignNamed(VehicleTrack track, AvlReport report, double at)
    {
        RejectionReason reason = assigner.Follow(track, report, at);
        if (reason != RejectionReason.TripTaken || !track.IsOrdered || assigner.Owners.Holder(track.Resolution.Trip) is not { IsOrdered: false } holder)
        {
            return reason;
        }

        assigner.Bereave(holder);
        return assigner.Take(track, track.Resolution.Trip, report, isFound: false) ? RejectionReason.None : reason;
    }

    /// <summary>It names another trip than the one that was overruled, or its drive fits that one again.</summary>
    private static void Believe(VehicleTrack track)
    {
        Forget(track);
        track.IsFound = false;
        track.AssignmentProbability = 1;
    }

    private static void Forget(VehicleTrack track)
    {
        if (track.Overruled is not null)
        {
            track.ShownRoutes = null;
        }

        track.Overruled = null;
        track.Named = null;
    }

    /// <summary>Its word was overruled: it is followed like one that names no trip, until its drive fits its word again.</summary>
    private RejectionReason FollowDrive(VehicleTrack track, AvlReport report, double at)
    {
        RejectionReason reason = search.Follow(track, report, at);
        if (track.Run is { } run && run.Trip == track.Named)
        {
            Believe(track);
        }

        return reason;
    }

    private RejectionReason Weigh(VehicleTrack track, AvlReport report, double at, TripReference reference, RejectionReason reason)
    {
        TripInstance named = track.Resolution.Trip;
        bool isOver = track.Run is { IsComplete: true } run && run.Trip == named;
        if (isOver)
        {
            track.Named = null;
        }

        track.ShownRoutes = this.lines.Of(schedule.Trips.RouteIndex(named.TripIndex));
        track.Shown = (report.RouteId, report.SignText);
        track.ShownReason = RejectionReason.None;
        if (!search.Overrule(track, report, named))
        {
            return reason;
        }

        if (isOver)
        {
            assigner.Contest.Close(named, at);
        }

        track.Overruled = reference;
        track.BackMoves = 0;
        this.Overruled++;
        return RejectionReason.None;
    }

    private static bool IsInDoubt(VehicleTrack track, RejectionReason reason, double at)
    {
        if (reason is RejectionReason.TripTaken or RejectionReason.TripNotActive)
        {
            return true;
        }

        if (track.Run is not { } run || reason != RejectionReason.None)
        {
            return false;
        }

        if (run.IsComplete)
        {
            return track.Phase is VehiclePhase.Deadhead or VehiclePhase.OffRoute;
        }

        if (!run.IsUnderWay && at < run.ScheduledStart)
        {
            return false;
        }

        return track.BackMoves > 0
            || at - track.OffLineSince > SuspectOffLine
            || (VehicleView.DelayOf(track, run) is { } delay && (delay > SuspectLate || delay < -SuspectEarly));
    }

    private static bool HasDriven(RecentFixes fixes) =>
        fixes.Count > 2 && fixes[0].DistanceTo(fixes[Math.Min(DriveFixes, fixes.Count) - 1]) >= DriveMeters;

    /// <summary>Two vehicles name one trip: the one that is on its way keeps it unless the other clearly fits better.</summary>
    private bool TakesFromHolder(VehicleTrack track, AvlReport report, double at)
    {
        TripInstance trip = track.Resolution.Trip;
        if (assigner.Owners.Holder(trip) is not { Run.IsUnderWay: true, IsOrdered: false } holder
            || !assigner.Resolver.IsInTime(trip, at)
            || this.FitOf(track, trip) < this.FitOf(holder, trip) + ClearlyBetter)
        {
            return false;
        }

        assigner.Bereave(holder);
        return assigner.Take(track, trip, report, isFound: false);
    }

    private double FitOf(VehicleTrack track, TripInstance trip)
    {
        RunTrack run = new(schedule, trip);
        ModeTraits traits = ModeTraits.Of(schedule.Routes.Type(run.RouteIndex), schedule.Patterns.IsStraight(run.Pattern));
        Span<Alignment> alignments = stackalloc Alignment[4];
        double least = DriveScale.LeastProgress(run.Line.LengthMeters, isExpected: true);
        int found = track.Recent.Count == 0 ? 0 : LineAlignment.Find(run.Line, track.Recent, least, traits.Reach, traits, alignments);
        double best = NoFit;
        foreach (Alignment alignment in alignments[..found])
        {
            double delay = track.Recent[0].At - run.ScheduledAt(alignment.Along);
            best = Math.Max(best, Math.Min(0, alignment.Evidence) + (run.ByHeadway ? 0 : Evidence.OfDelay(delay)));
        }

        return best;
    }
}
