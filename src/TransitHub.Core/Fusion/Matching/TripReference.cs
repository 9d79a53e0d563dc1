using TransitHub.Core.Observations;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>What a report says of the run it serves; equal references resolve to the same run.</summary>
internal readonly record struct TripReference(
    string? TripId, string? RouteId, byte? DirectionId, ServiceDate? StartDate, ServiceTime? StartTime)
{
    public static TripReference Of(AvlReport report) =>
        new(report.TripId, report.RouteId, report.DirectionId, report.StartDate, report.StartTime);

    /// <summary>True when it names one run, by trip id or as Helsinki's vehicles do by route, direction, day and start.</summary>
    public bool NamesTrip => this.TripId is not null || (this.RouteId is not null && this.StartTime is not null);
}
