using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>Reads what a devices file says of the places where riders wait.</summary>
internal static class PlaceReader
{
    /// <summary>Places in one file.</summary>
    private const int MaxPlaces = 100_000;

    private const int MostCapacity = 100_000;

    /// <summary>Reads them all.</summary>
    /// <param name="node">The mapping by stop; null: there is none.</param>
    /// <param name="schedule">The feed's schedule; without stops ids are taken as they are written.</param>
    public static IReadOnlyList<WaitingPlace> Read(SheetNode? node, Schedule schedule)
    {
        if (node?.AsMapping() is not { } map)
        {
            return [];
        }

        if (map.Keys.Count > MaxPlaces)
        {
            map.Error($"'stops' has {map.Keys.Count} of them", $"a file holds up to {MaxPlaces}");
        }

        List<WaitingPlace> places = [];
        foreach (SheetScalar key in map.Keys.Take(MaxPlaces))
        {
            if (map[key].ReadMapping("capacity") is not { } place)
            {
                continue;
            }

            if (schedule.Stops.Count > 0 && !schedule.Stops.TryFind(key.Text, out _))
            {
                key.Error($"the feed has no stop '{key.Text}'", "write a stop_id of the feed's stops.txt");
            }
            else if (place.Required("capacity", "add capacity: ..., the people for whom there is room where they wait")?.ReadWhole(1, MostCapacity, "people") is { } capacity)
            {
                places.Add(new WaitingPlace(key.Text, capacity));
            }
        }

        return places;
    }
}
