using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// Vehicles that may be on a run without anybody knowing: they are somewhere on its way and serve its line but have no run, go on under the id of
/// a run they finished, or could be anything. Where there is one, the run is not called canceled.
/// </summary>
internal sealed class UnplacedVehicles(Schedule schedule, ServiceLines lines, double silentAfterSeconds)
{
    /// <summary>A vehicle so near a stop may be serving it, meters.</summary>
    private const double NearMeters = 400;

    /// <summary>Between two stops, a detour of so many meters over the line's own way is still on it.</summary>
    private const double AsideMeters = 100;

    private readonly List<(int Line, AvlReport Last)> nearby = [];

    /// <summary>Looks at all vehicles anew.</summary>
    public void Look(IEnumerable<VehicleTrack> tracks, Time.Timestamp now)
    {
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

        bool namesLine = false;
        if (track.Resolution.Found)
        {
            namesLine = this.AddNearby(schedule.Trips.RouteIndex(track.Resolution.Trip.TripIndex), track.Last);
        }
        else if (track.RouteIndex >= 0)
        {
            namesLine = this.AddNearby(track.RouteIndex, track.Last);
        }

        foreach (int route in track.ShownRoutes ?? [])
        {
            namesLine |= this.AddNearby(route, track.Last);
        }

        if (!namesLine)
        {
            this.nearby.Add((-1, track.Last));
        }
    }

    private bool AddNearby(int route, AvlReport last)
    {
        if (route >= 0)
        {
            this.nearby.Add((lines.Of(route), last));
        }

        return route >= 0;
    }

    /// <summary>Near one of its stops, or between two of them: whoever is on the way from one to the next is no farther from both than that way is long.</summary>
    private bool IsOnItsWay(int pattern, AvlReport last)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
        ReadOnlySpan<int> links = schedule.Patterns.Links(pattern);
        double before = double.PositiveInfinity;
        for (int i = 0; i < stops.Length; i++)
        {
            double meters = this.MetersTo(stops[i], last);
            if (meters < NearMeters || (i > 0 && before + meters < schedule.Links.LengthMeters(links[i - 1]) + AsideMeters))
            {
                return true;
            }

            before = meters;
        }

        return false;
    }

    private bool IsNear(int stop, AvlReport last) => this.MetersTo(stop, last) < NearMeters;

    private double MetersTo(int stop, AvlReport last) =>
        Ground.Meters(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop), last.Latitude, last.Longitude);
}
