using TransitHub.Core.Ids;

namespace TransitHub.Core.Telemetry;

/// <summary>Names that all measurements share.</summary>
public static class TelemetryNames
{
    /// <summary>The meter, for listeners.</summary>
    public const string Meter = "TransitHub";

    /// <summary>The tag with the feed's id.</summary>
    public static KeyValuePair<string, object?> FeedTag(FeedId feed) => new("feed", feed.ToString());
}
