using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>Gives vehicles their runs, takes them away, and knows which run follows in the block.</summary>
internal sealed class RunAssigner(Schedule schedule, FusionOptions options, Action<TripInstance> gone, Action<VehicleTrack> bereft)
{
    private readonly TripResolver resolver = new(schedule, options);
    private readonly RunContest contest = new();
    private readonly RunTurns turns = new(schedule, new VehicleHabits(schedule));

    /// <summary>A vehicle that reported within this keeps its run against a newcomer, seconds.</summary>
    private const double HeldSeconds = 180;

    /// <summary>A vehicle that stands at its end and still names the old run is taken for the next one this long before it starts, seconds.</summary>
    private const double SwitchEarlySeconds = 30;

    private readonly TripOwners owners = new();

    /// <summary>Which vehicle has which run.</summary>
    public TripOwners Owners => this.owners;

    /// <summary>Decides between vehicles that name no run.</summary>
    public RunContest Contest => this.contest;

    /// <summary>What vehicles run after what, and usually.</summary>
    public RunTurns Turns => this.turns;

    /// <summary>Finds runs for references.</summary>
    public TripResolver Resolver => this.resolver;

    /// <summary>Sees to it that the vehicle is on the run that its report names.</summary>
    /// <returns><see cref="RejectionReason.None"/> when it is on a run now.</returns>
    public RejectionReason Follow(VehicleTrack track, AvlReport report, double at)
    {
        if (track.Claims.Count > 0)
        {
            this.contest.Withdraw(track);
        }

        TripReference reference = TripReference.Of(report);
        if (reference != track.Reference || !track.Resolution.Found)
        {
            track.Reference = reference;
            track.Resolution = this.resolver.Resolve(reference, at);
        }

        if (!track.Resolution.Found)
        {
            this.Release(track);
            return track.Resolution.Reason;
        }

        TripInstance trip = track.Resolution.Trip;
        if (track.Run is { } run && (track.Finished == trip || (run.Trip == trip && !run.IsComplete)))
        {
            return RejectionReason.None;
        }

        if (!this.resolver.IsInTime(trip, at))
        {
            this.Release(track);
            return RejectionReason.TripNotActive;
        }

        return track.Run?.Trip == trip || this.Take(track, trip, report, isFound: false) ? RejectionReason.None : RejectionReason.TripTaken;
    }

    /// <summary>Puts the vehicle on a run, if no other vehicle has it.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="trip">The run.</param>
    /// <param name="report">Its newest report.</param>
    /// <param name="isFound">True: by its drive; a vehicle that names a run goes before it, one that was found too has lost the contest.</param>
    public bool Take(VehicleTrack track, TripInstance trip, AvlReport report, bool isFound)
    {
        if (this.owners.Holder(trip) is { } holder && holder != track && !holder.IsFound && IsHeld(holder, report))
        {
            this.Release(track);
            return false;
        }

        this.TakeFromOther(trip, track);
        RunTrack run = track.NextRun is { } foreseen && foreseen.Trip == trip ? foreseen : new RunTrack(schedule, trip);
        bool wasForeseen = run == track.NextRun;
        if (wasForeseen)
        {
            track.NextRun = null;
        }

        this.Release(track);
        track.Run = run;
        track.RouteIndex = run.RouteIndex;
        track.Tracker.Forget();
        track.Misses = 0;
        track.Strays = 0;
        track.BackMoves = 0;
        track.IsOffRoute = false;
        track.LastOnLine = null;
        track.OffLineSince = double.NaN;
        track.AssignmentProbability = 1;
        track.IsFound = isFound;
        track.Foreseen = null;
        this.owners.Set(trip, track);
        this.Foresee(track);
        return true;
    }

    /// <summary>Moves a vehicle that has finished its run on to the next one of its block.</summary>
    /// <returns>True when it is on another run now.</returns>
    public bool Advance(VehicleTrack track, AvlReport report, double at)
    {
        if (track is not { Run.IsComplete: true, NextRun: { } next })
        {
            return false;
        }

        bool stillNamesOld = track.Resolution.Found && track.Resolution.Trip == track.Run.Trip && track.Reference.NamesTrip;
        bool mustWait = stillNamesOld && track.UnmatchedReason == RejectionReason.None && at < next.ScheduledStart - SwitchEarlySeconds;
        if (mustWait)
        {
            return false;
        }

        TripInstance finished = track.Run.Trip;
        this.Turns.End(track, track.Run, at);
        bool isFound = track.IsFound;
        if (!this.Take(track, next.Trip, report, isFound))
        {
            return false;
        }

        track.Finished = finished;
        if (isFound)
        {
            this.contest.Close(finished, at);
            track.Foreseen = next.Trip;
        }

        return true;
    }

    /// <summary>Takes the vehicle's runs away.</summary>
    public void Release(VehicleTrack track)
    {
        this.Drop(track.Run, track);
        this.Drop(track.NextRun, track);
        track.Run = null;
        track.NextRun = null;
    }

    /// <summary>Takes the vehicle's run for another one that has more claim to it.</summary>
    public void Bereave(VehicleTrack owner)
    {
        this.Release(owner);
        owner.UnmatchedReason = RejectionReason.TripTaken;
        owner.Phase = VehiclePhase.Unmatched;
        bereft(owner);
    }

    /// <summary>Puts a run that only cameras see on its way, if no vehicle that is heard of has it; whoever names it or drives it takes it from there.</summary>
    public bool TakeUnheard(VehicleTrack sighted, TripInstance trip)
    {
        if (this.owners.Holder(trip) is { } holder && holder.Phase != VehiclePhase.Lost)
        {
            return false;
        }

        this.TakeFromOther(trip, sighted);
        sighted.Run = new RunTrack(schedule, trip) { IsSighted = true, IsUnderWay = true };
        sighted.RouteIndex = sighted.Run.RouteIndex;
        sighted.IsFound = true;
        this.owners.Set(trip, sighted);
        this.Foresee(sighted);
        return true;
    }

    private static bool IsHeld(VehicleTrack holder, AvlReport report) =>
        holder.Phase is VehiclePhase.InService or VehiclePhase.Layover
        && !holder.Run!.IsComplete
        && holder.SilenceSeconds(report.ReceivedAt) < HeldSeconds;

    private void TakeFromOther(TripInstance trip, VehicleTrack taker)
    {
        if (this.owners.Owner(trip) is not { } owner || owner == taker)
        {
            return;
        }

        if (owner.Run?.Trip == trip)
        {
            this.Bereave(owner);
        }
        else
        {
            this.Drop(owner.NextRun, owner);
            owner.NextRun = null;
        }
    }

    private void Drop(RunTrack? run, VehicleTrack track)
    {
        if (run is null)
        {
            return;
        }

        this.owners.Release(run.Trip, track);
        if (run.Snapshot is not null)
        {
            run.Snapshot = null;
            gone(run.Trip);
        }
    }

    /// <summary>Looks up the run that the vehicle's block has next, unless another vehicle has it.</summary>
    private void Foresee(VehicleTrack track)
    {
        TripInstance present = track.Run!.Trip;
        int block = schedule.Trips.BlockIndex(present.TripIndex);
        if (block < 0 || track.Run.ByHeadway)
        {
            return;
        }

        int end = schedule.Trips.EndSeconds(present.TripIndex);
        foreach (int trip in schedule.Blocks.Trips(block))
        {
            if (trip != present.TripIndex
                && schedule.Trips.StartSeconds(trip) >= end - options.MinLayoverSeconds
                && schedule.Trips.PatternIndex(trip) >= 0
                && this.resolver.TryOnDay(trip, present.ServiceDate, null, 0, out TripInstance next))
            {
                if (this.owners.Owner(next) is null)
                {
                    track.NextRun = new RunTrack(schedule, next);
                    this.owners.Set(next, track);
                }

                return;
            }
        }
    }
}
