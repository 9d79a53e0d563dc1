using TransitHub.Core.Devices;

namespace TransitHub.Server.Views;

/// <summary>A counting line or zone in JSON.</summary>
/// <param name="Id">The <c>channel</c> of its messages.</param>
/// <param name="Line">Its two ends, each [latitude, longitude]; of a zone, two corners that are farthest apart.</param>
/// <param name="Zone">Corners of the zone in which it tells how many are present, each [latitude, longitude]; null: it is a line.</param>
/// <param name="Classes">What it counts per interval.</param>
/// <param name="PassageClasses">Of what it reports single passages.</param>
/// <param name="IntervalSeconds">Length of an interval.</param>
/// <param name="Site">What it lies across; null: not said.</param>
/// <param name="StopId">The stop at which it lies; null: at none.</param>
/// <param name="ReadsRoutes">Whether passages may carry what was read as the route.</param>
/// <param name="Directions">The ways of crossing it.</param>
internal sealed record ChannelView(
    string Id,
    IReadOnlyList<double[]> Line,
    IReadOnlyList<double[]>? Zone,
    IReadOnlyList<string> Classes,
    IReadOnlyList<string> PassageClasses,
    int IntervalSeconds,
    SiteKind? Site,
    string? StopId,
    bool ReadsRoutes,
    IReadOnlyList<DirectionView> Directions)
{
    /// <summary>Of a channel.</summary>
    public static ChannelView Of(CountingChannel channel, string language) => new(
        channel.Id,
        [DescribedView.PlaceOf(channel.Line.A), DescribedView.PlaceOf(channel.Line.B)],
        channel.IsZone ? [.. channel.Zone.Select(DescribedView.PlaceOf)] : null,
        channel.Counts,
        channel.Passages,
        channel.IntervalSeconds,
        channel.Site,
        channel.StopId,
        channel.ReadsRoutes,
        [.. channel.Directions.Select(d => DirectionView.Of(d, language))]);
}

/// <summary>A way of crossing a counting line in JSON.</summary>
/// <param name="Name">The word that the device sends.</param>
/// <param name="Bearing">The way of travel, degrees clockwise from true north.</param>
/// <param name="To">Where it leads, by language.</param>
/// <param name="Means">What people who cross are to the channel's stop.</param>
/// <param name="Routes">Whose vehicles cross.</param>
internal sealed record DirectionView(
    string Name, double Bearing, IReadOnlyDictionary<string, string>? To, RiderMeaning? Means, IReadOnlyList<ServedRouteView> Routes)
{
    /// <summary>Of a direction.</summary>
    public static DirectionView Of(CountingDirection direction, string language) => new(
        direction.Name,
        direction.Bearing,
        direction.To is { } to ? DescribedView.ByLanguage(to, language) : null,
        direction.Means,
        [.. direction.Routes.Select(r => new ServedRouteView(r.RouteId, r.DirectionId))]);
}

/// <summary>A route whose vehicles cross a counting line.</summary>
/// <param name="RouteId">GTFS <c>route_id</c>.</param>
/// <param name="DirectionId">GTFS <c>direction_id</c>; null: both.</param>
internal sealed record ServedRouteView(string RouteId, int? DirectionId);
