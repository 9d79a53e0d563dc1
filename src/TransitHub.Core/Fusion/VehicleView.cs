using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion;

/// <summary>Makes what readers see of a vehicle from what the writer knows.</summary>
internal static class VehicleView
{
    public static VehicleSnapshot Of(VehicleTrack track) => new()
    {
        Id = track.Id,
        Label = track.Last!.Label,
        Latitude = track.Last.Latitude,
        Longitude = track.Last.Longitude,
        Bearing = track.Last.Bearing,
        SpeedMps = track.Last.SpeedMps,
        MeasuredAt = track.Last.CorrectedAt < track.Last.ReceivedAt ? track.Last.CorrectedAt : track.Last.ReceivedAt,
        ReceivedAt = track.Last.ReceivedAt,
        Phase = track.Phase,
        UnmatchedReason = track.UnmatchedReason,
        OccupancyStatus = track.Last.OccupancyStatus,
    };
}
