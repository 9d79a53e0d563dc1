using System.Collections.Immutable;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion;

/// <summary>Makes what readers see of a vehicle from what the writer knows.</summary>
internal static class VehicleView
{
    /// <summary>Nearer to the stop ahead than this, a vehicle is about to arrive, meters along.</summary>
    private const double IncomingMeters = 80;

    /// <summary>So many candidates are told; the rest are hardly likely.</summary>
    private const int MaxCandidates = 8;

    /// <summary>How long what a counter says of the occupancy holds, seconds: longer than most ways between two stops.</summary>
    private const double SaidSeconds = 900;

    /// <summary>Makes the snapshot, or gives back the former one when nothing in it changed.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="described">What the operator says of it; null: nothing.</param>
    public static VehicleSnapshot Of(VehicleTrack track, DescribedVehicle? described)
    {
        VehicleSnapshot snapshot = Make(track, described);
        track.Snapshot = IsSame(track.Snapshot, snapshot) ? track.Snapshot! : snapshot;
        return track.Snapshot;
    }

    private static bool IsSame(VehicleSnapshot? a, VehicleSnapshot b) =>
        a is not null
        && a.MeasuredAt == b.MeasuredAt && a.ReceivedAt == b.ReceivedAt
        && a.Latitude == b.Latitude && a.Longitude == b.Longitude && a.Bearing == b.Bearing && a.SpeedMps == b.SpeedMps
        && a.Label == b.Label && a.OccupancyStatus == b.OccupancyStatus && a.OccupancyPercentage == b.OccupancyPercentage
        && a.Phase == b.Phase && a.UnmatchedReason == b.UnmatchedReason && a.Trip == b.Trip && a.RouteIndex == b.RouteIndex
        && a.StopPosition == b.StopPosition && a.StopStatus == b.StopStatus && a.AlongMeters.Equals(b.AlongMeters)
        && a.DelaySeconds == b.DelaySeconds && a.MatchProbability == b.MatchProbability && a.Candidates == b.Candidates
        && a.Carriages == b.Carriages && a.WheelchairAccessible == b.WheelchairAccessible
        && a.ExtraRun == b.ExtraRun && a.IsOverruled == b.IsOverruled && a.CongestionLevel == b.CongestionLevel;

    private static VehicleSnapshot Make(VehicleTrack track, DescribedVehicle? described)
    {
        AvlReport last = track.Last;
        RunTrack? run = track.UnmatchedReason == RejectionReason.None ? track.Run : null;
        double along = run is null || !track.Tracker.IsFollowing ? double.NaN : track.Tracker.Along;
        return new VehicleSnapshot
        {
            Id = track.Id,
            Label = last.Label,
            Latitude = last.Latitude,
            Longitude = last.Longitude,
            Bearing = last.Bearing,
            SpeedMps = last.SpeedMps,
            MeasuredAt = last.CorrectedAt < last.ReceivedAt ? last.CorrectedAt : last.ReceivedAt,
            ReceivedAt = last.ReceivedAt,
            Phase = track.Phase,
            UnmatchedReason = track.UnmatchedReason,
            Trip = run?.Trip,
            ExtraRun = track.Extra?.Plan.Key,
            RouteIndex = run?.RouteIndex ?? track.RouteIndex,
            StopPosition = run is null ? track.Extra?.StopPosition ?? -1 : StopOf(run),
            StopStatus = run is null ? track.Extra?.StopStatus ?? StopStatus.InTransitTo : StatusOf(run, along),
            AlongMeters = along,
            DelaySeconds = run is null ? track.Extra?.Delay : DelayOf(track, run),
            OccupancyStatus = last.OccupancyStatus ?? track.Run?.Occupancy?.Present ?? Fresh(track, track.SaidOccupancy)?.OccupancyStatus,
            OccupancyPercentage = track.Run?.Occupancy?.Percentage ?? Fresh(track, track.SaidOccupancy)?.OccupancyPercentage,
            Carriages = !last.Carriages.IsDefaultOrEmpty ? last.Carriages : Fresh(track, track.SaidCarriages)?.Carriages ?? [],
            WheelchairAccessible = last.WheelchairAccessible ?? described?.WheelchairAccessible,
            CongestionLevel = run is null ? null : track.CongestionLevel,
            MatchProbability = track.Extra is not null ? 1 : run is null ? 0 : track.MatchProbability,
            Candidates = CandidatesOf(track),
            IsOverruled = track.Overruled is not null,
        };
    }

    /// <summary>What the vehicle's counters said themselves, if that is not too old.</summary>
    private static PassengerCount? Fresh(VehicleTrack track, PassengerCount? said) =>
        said is not null && track.Last.ReceivedAt.SecondsSince(said.ReceivedAt) < SaidSeconds ? said : null;

    private static ImmutableArray<RunCandidate> CandidatesOf(VehicleTrack track)
    {
        if (track.Candidates.IsDefault)
        {
            track.Candidates = [.. track.Claims.OrderByDescending(c => c.Probability).Take(MaxCandidates).Select(c => new RunCandidate(
                c.Trip, c.Route, (float)c.Probability, c.Along, (int)Math.Round(c.DelaySeconds), (float)c.DriveEvidence, (float)c.TimesEvidence))];
        }

        return track.Candidates;
    }

    /// <summary>Seconds late where the vehicle is; null for runs by headway and where the place is not known.</summary>
    public static int? DelayOf(VehicleTrack track, RunTrack run)
    {
        if (run.ByHeadway || !track.Tracker.IsFollowing)
        {
            return null;
        }

        double at = track.Tracker.FixAt;
        if (!run.IsUnderWay)
        {
            // As the predicted stops have it: a vehicle far from its first stop at the scheduled start is late by more than the time until now.
            double start = run.HasExpectations && !double.IsNaN(run.ExpectedStart) ? run.ExpectedStart : at;
            return (int)Math.Max(0, start - run.ScheduledStart);
        }

        if (!run.IsStanding)
        {
            return (int)(at - run.ScheduledAt(track.Tracker.Along));
        }

        int stop = run.NextStop - 1;
        return (int)Math.Max(run.Arrived[stop] - run.ScheduledArrival(stop), at - run.ScheduledDeparture(stop));
    }

    private static int StopOf(RunTrack run) => run.IsStanding || run.IsComplete ? run.NextStop - 1 : run.NextStop;

    private static StopStatus StatusOf(RunTrack run, double along)
    {
        if (run.IsStanding || run.IsComplete)
        {
            return StopStatus.StoppedAt;
        }

        return run.Offsets[run.NextStop] - along < IncomingMeters ? StopStatus.IncomingAt : StopStatus.InTransitTo;
    }
}
