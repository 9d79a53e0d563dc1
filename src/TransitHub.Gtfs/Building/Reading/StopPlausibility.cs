using System.Globalization;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>
/// Finds stops that lie nowhere near the others of their line: a pier in the sea, latitude and longitude exchanged, a digit
/// typed wrong.
/// </summary>
internal static class StopPlausibility
{
    /// <summary>A stop is far if the way to the nearest other one is this many times what is usual on the line.</summary>
    private const double FarFactor = 10;

    /// <summary>Nearer than this nothing is far, however near the other stops lie to each other.</summary>
    private const double NeverFarMeters = 8000;

    /// <summary>Whether all stops of a line can lie where they are said to; notes those that cannot.</summary>
    public static bool Check(List<(StopEntry Entry, StopSheet Stop)> stops, TransitMode mode, NetworkDraft network)
    {
        var own = stops.DistinctBy(stop => stop.Stop.Id).ToList();
        if (own.Count < 2)
        {
            return true;
        }

        var nearest = own.Select(stop => own.Where(other => other.Stop.Id != stop.Stop.Id).Min(other => Meters(stop.Stop.Place, other.Stop.Place))).ToArray();
        var limit = mode.MaxLinkKm * 1000;
        if (own.Count > 2)
        {
            limit = Math.Min(limit, Math.Max(NeverFarMeters, FarFactor * nearest.Order().ElementAt((own.Count - 1) / 2)));
        }

        var fine = true;
        for (var at = own.Count == 2 ? 1 : 0; at < own.Count; at++)
        {
            var (entry, stop) = own[at];
            if (nearest[at] > limit && !stops.Exists(other => other.Entry.Id == stop.Id && other.Entry.IsFar)
                && !(own.Count == 2 && own[0].Entry.IsFar))
            {
                fine = false;
                Note(entry, stop, nearest[at], own, network);
            }
        }

        return fine;
    }

    private static void Note(StopEntry entry, StopSheet stop, double meters, List<(StopEntry Entry, StopSheet Stop)> own, NetworkDraft network)
    {
        if (!network.MisplacedStops.Add(stop.Id))
        {
            return;
        }

        var swapped = new GeoPoint(stop.Place.Lon, stop.Place.Lat);
        var isSwapped = Math.Abs(swapped.Lat) <= 90
            && own.Where(other => other.Stop.Id != stop.Id).Min(other => Meters(swapped, other.Stop.Place)) < meters / 10;
        (entry.PlaceNode ?? entry.Node).Error(
            string.Create(CultureInfo.InvariantCulture, $"the stop '{stop.Id}' lies {meters / 1000:F1} km from the nearest other stop of the line"),
            isSwapped
                ? string.Create(CultureInfo.InvariantCulture, $"latitude comes first: [{swapped.Lat}, {swapped.Lon}]")
                : "correct its 'at'; if it is right, add 'far: true' to the stop");
    }

    /// <summary>On a sphere, since a stop may lie on the other side of the Earth.</summary>
    private static double Meters(GeoPoint a, GeoPoint b)
    {
        var (latA, latB) = (a.Lat * Math.PI / 180, b.Lat * Math.PI / 180);
        var h = Square(Math.Sin((latB - latA) / 2)) + (Math.Cos(latA) * Math.Cos(latB) * Square(Math.Sin((b.Lon - a.Lon) * Math.PI / 360)));
        return 2 * 6_371_009 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static double Square(double value) => value * value;
}
