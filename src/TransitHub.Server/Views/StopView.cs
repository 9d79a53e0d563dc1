using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;
using TransitHub.Server.Counts;

namespace TransitHub.Server.Views;

/// <summary>A stop in JSON.</summary>
internal sealed record StopView(string Id, string Name, string? Code, double? Lat, double? Lon, int LocationType, string? ParentId, string? PlatformCode)
{
    /// <summary>How full it is there; of a station, at each of its platforms of which that is known. Null where many stops are listed.</summary>
    public IReadOnlyList<StopCrowdingView>? Crowding { get; init; }

    /// <summary>With how full it is.</summary>
    public StopView With(RideChances chances, Schedule schedule, StopBounds bounds) =>
        this with { Crowding = [.. chances.Crowding.Select(c => StopCrowdingView.Of(c, schedule, bounds))] };

    /// <summary>Of a stop.</summary>
    public static StopView Of(Schedule schedule, int stop)
    {
        StopTable stops = schedule.Stops;
        int parent = stops.ParentIndex(stop);
        return new StopView(
            stops.Id(stop),
            stops.Name(stop),
            NullIfEmpty(stops.Code(stop)),
            NullIfNaN(stops.Latitude(stop)),
            NullIfNaN(stops.Longitude(stop)),
            stops.LocationType(stop),
            parent < 0 ? null : stops.Id(parent),
            NullIfEmpty(stops.PlatformCode(stop)));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static double? NullIfNaN(double value) => double.IsNaN(value) ? null : value;
}
