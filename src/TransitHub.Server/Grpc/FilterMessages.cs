using TransitHub.Protocol.V1;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Grpc;

/// <summary>Reads <c>EntityFilter</c> messages.</summary>
internal static class FilterMessages
{
    /// <summary>The filter; null or empty is no limit.</summary>
    public static FilterText Read(EntityFilter? filter) => filter is null
        ? new FilterText()
        : new FilterText
        {
            RouteIds = filter.RouteIds,
            VehicleIds = filter.VehicleIds,
            StopIds = filter.StopIds,
            Box = filter.BoundingBox is { } box ? new GeoBox(box.South, box.West, box.North, box.East) : null,
            Vehicles = filter.Kinds.Count == 0 || filter.Kinds.Contains(EntityKind.Vehicle),
            Trips = filter.Kinds.Count == 0 || filter.Kinds.Contains(EntityKind.Trip),
            Unseen = filter.Kinds.Count == 0 || filter.Kinds.Contains(EntityKind.UnseenRun),
            Crowding = filter.Kinds.Count == 0 || filter.Kinds.Contains(EntityKind.Crowding),
            Alerts = filter.Kinds.Contains(EntityKind.Alert),
        };
}
