using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>What counts as a place.</summary>
internal static class Places
{
    public static bool IsOnEarth(Position position) => !(position.Latitude < -90 || position.Latitude > 90 || position.Longitude < -180 || position.Longitude > 180);
}
