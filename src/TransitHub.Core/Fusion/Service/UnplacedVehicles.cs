using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// Vehicles that may be on a run without anybody knowing: they serve a line but have no run, go on under the id of a run they finished, or are
/// somewhere on the way and could be anything. Where there is one, no run is called canceled.
/// </summary>
internal sealed class UnplacedVehicles(Schedule schedule, ServiceLines lines, double silentAfterSeconds)
{
    /// <summary>A vehicle so near a stop may be serving it, meters.</summary>
    private const double NearMeters = 400;

    private readonly HashSet<int> claimed = [];
    private readonly List<(int Line, AvlReport Last)> nearby = [];

    /// <summary>Looks at all vehicles anew.</summary>
    public void Look(IEnumerable<VehicleTrack> tracks, Time.Timestamp now)
    {
        this.claimed.Clear();
        this.nearby.Clear();
        foreach (VehicleTrack track in tracks)
        {
            if (track.SilenceSeconds(now) >= silentAfterSeconds)
            {
                continue;
            }

            if (track.Run is { } run)
            {
                // At its last stop it still stands where it came in; whoever has driven off from there may be on another run.
                if (run.IsComplete && track.NextRun is null && !this.IsNear(schedule.Patterns.Stops(run.Pattern)[run.LastStop], track.Last))
                {
                    this.nearby.Add((lines.Of(run.RouteIndex), track.Last));
                }
            }
            else
            {
                this.LookAt(track);
            }
        }
    }

    /// <summary>Whether one of them may be on the run.</summary>
    public bool MayServe(ExpectedRun run)
    {
        if (this.claimed.Contains(run.Line))
        {
            return true;
        }

        foreach ((int line, AvlReport last) in this.nearby)
        {
            if ((line == run.Line || line < 0) && this.IsOnItsWay(run.Pattern, last))
            {
                return true;
            }
        }

        return false;
    }

    private void LookAt(VehicleTrack track)
    {
        if (track.UnmatchedReason is RejectionReason.OutOfService or RejectionReason.UnknownTrip or RejectionReason.UnknownRoute or RejectionReason.NoSchedule)
        {
            return;
        }

        bool names = false;
        if (track.Resolution.Found)
        {
            names = this.Claim(schedule.Trips.RouteIndex(track.Resolution.Trip.TripIndex));
        }
        else if (track.RouteIndex >= 0)
        {
            names = this.Claim(track.RouteIndex);
        }

        foreach (int route in track.ShownRoutes ?? [])
        {
            names |= this.Claim(route);
        }

        if (!names)
        {
            this.nearby.Add((-1, track.Last));
        }
    }

    private bool Claim(int route)
    {
        if (route >= 0)
        {
            this.claimed.Add(lines.Of(route));
        }

        return route >= 0;
    }

    private bool IsOnItsWay(int pattern, AvlReport last)
    {
        foreach (int stop in schedule.Patterns.Stops(pattern))
        {
            if (this.IsNear(stop, last))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsNear(int stop, AvlReport last) =>
        Ground.Meters(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop), last.Latitude, last.Longitude) < NearMeters;
}
