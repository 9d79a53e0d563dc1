using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// Gives runs of frequencies.txt their start where the vehicle names only the trip: the moment it is found on it, which no other vehicle's run has and which
/// does not change while the run lasts. A vehicle that names the same trip all day begins a new run when it is back at the first stop.
/// </summary>
internal sealed class HeadwayRuns(Schedule schedule, RunAssigner assigner)
{
    /// <summary>Being back at the first stop means being this near, meters.</summary>
    private const double StartArea = 150;

    /// <summary>Vehicles that leave in the same second get seconds of their own; more than this many cannot.</summary>
    private const int MostAtOnce = 120;

    /// <summary>Sees to it that the run which the report means has a start of its own, before it is looked up.</summary>
    public void Name(VehicleTrack track, AvlReport report, double at)
    {
        if (report.TripId is null || report.StartTime is not null)
        {
            return;
        }

        TripReference reference = TripReference.Of(report);
        if (reference == track.Reference && track.Resolution.Found && !this.IsBackAtStart(track, report))
        {
            return;
        }

        TripResolution found = assigner.Resolver.Resolve(reference, at);
        if (!found.Found || !this.RunsByHeadway(found.Trip.TripIndex))
        {
            return;
        }

        TripInstance trip = found.Trip;
        for (int i = 0; i < MostAtOnce && assigner.Owners.Owner(trip) is { } owner && owner != track; i++)
        {
            trip = trip with { StartSeconds = trip.StartSeconds + 1 };
        }

        track.Reference = reference;
        track.Resolution = new TripResolution(trip, RejectionReason.None);
    }

    private bool RunsByHeadway(int trip) => schedule.Trips.Frequencies(trip) is { Length: > 0 } windows && !windows[0].ExactTimes;

    private bool IsBackAtStart(VehicleTrack track, AvlReport report)
    {
        if (track.Run is not { ByHeadway: true, IsComplete: true } run || run.Trip != track.Resolution.Trip)
        {
            return false;
        }

        ReadOnlySpan<int> stops = schedule.Patterns.Stops(run.Pattern);
        return this.Meters(stops[0], report) < StartArea && this.Meters(stops[0], report) < this.Meters(stops[^1], report) + 1;
    }

    private double Meters(int stop, AvlReport report) =>
        Ground.Meters(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop), report.Latitude, report.Longitude);
}
