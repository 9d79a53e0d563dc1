using System.Globalization;
using TransitHub.Gtfs.Completing;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>Of how much of a feed use can be made, in plain words.</summary>
internal static class FeedUseText
{
    /// <summary>Lines about one feed.</summary>
    public static IEnumerable<string> Lines(FeedUse use)
    {
        yield return $"{Of(use.RidableRoutes, use.Routes)} routes and {Of(use.RidableTrips, use.Trips)} trips can be ridden; {Number(use.HeadwayTrips)} trips run by headway";
        yield return "by kind: " + string.Join(", ", use.Types.Select(type => $"{Of(type.Ridable, type.Routes)} {Kind(type.RouteType)}"));
        yield return $"{Of(use.DrawnTrips, use.RidableTrips)} trips that can be ridden follow a shape; {Of(use.ServedStops, use.Stops)} stops are served";
        if (use.UntimedTrips > 0)
        {
            yield return $"of {Number(use.UntimedTrips)} trips neither stop_times.txt nor frequencies.txt tells when they run";
        }
    }

    private static string Of(int part, int whole) => string.Create(
        CultureInfo.InvariantCulture, $"{part:N0} of {whole:N0}{(part > 0 && part < whole ? $" ({100.0 * part / whole:0.#} %)" : string.Empty)}");

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Kind(int type) => type switch
    {
        0 => "trams", 1 => "metros", 2 => "trains", 3 => "buses", 4 => "ferries", 5 => "cable trams", 6 => "aerial lifts", 7 => "funiculars", 11 => "trolleybuses", 12 => "monorails",
        _ => string.Create(CultureInfo.InvariantCulture, $"of route_type {type}"),
    };
}
