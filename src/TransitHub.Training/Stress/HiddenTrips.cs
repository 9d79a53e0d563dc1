using TransitHub.Core.Observations;

namespace TransitHub.Training.Stress;

/// <summary>The hub is not told which trip a vehicle runs.</summary>
internal sealed class HiddenTrips(bool hideRoutes) : ReportStress
{
    /// <inheritdoc/>
    public override AvlReport Apply(AvlReport report) => report with
    {
        TripId = null,
        StartDate = null,
        StartTime = null,
        RouteId = hideRoutes ? null : report.RouteId,
        DirectionId = hideRoutes ? null : report.DirectionId,
    };
}
