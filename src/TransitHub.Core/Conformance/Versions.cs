using System.Globalization;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>The header's version as the canonical validator reads it.</summary>
internal static class Versions
{
    public static bool IsTwo(FeedHeader header) => Number(header) >= 2;

    public static bool IsTwoOrUnreadable(FeedHeader header) => Number(header) is not { } version || version >= 2;

    private static float? Number(FeedHeader header) =>
        float.TryParse(header.GtfsRealtimeVersion, NumberStyles.Float, CultureInfo.InvariantCulture, out float version) ? version : null;
}
