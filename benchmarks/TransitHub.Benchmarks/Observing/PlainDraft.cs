using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Observing;

/// <summary>What one would write first: a stop is where vehicles stood often. Stands within 30 m are one place; five of them make a stop.</summary>
internal static class PlainDraft
{
    private const double StandMeters = 12;
    private const double StandSeconds = 8;
    private const double PlaceMeters = 30;
    private const int FewestStands = 5;

    public static List<(double Latitude, double Longitude)> Stops(IReadOnlyList<AvlReport> reports)
    {
        Dictionary<(int, int), List<Place>> cells = [];
        List<Place> places = [];
        foreach (IGrouping<string, AvlReport> vehicle in reports.GroupBy(r => r.Device.ToString()).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            AvlReport[] own = [.. vehicle.OrderBy(r => r.MeasuredAt.UnixMilliseconds)];
            bool stood = false;
            for (int i = 1; i < own.Length; i++)
            {
                double seconds = own[i].MeasuredAt.SecondsSince(own[i - 1].MeasuredAt);
                bool stands = seconds is >= StandSeconds and <= 300
                    && Geometry.Distance(own[i].Latitude, own[i].Longitude, own[i - 1].Latitude, own[i - 1].Longitude) <= StandMeters;
                if (stands && !stood)
                {
                    Add(cells, places, own[i - 1]);
                }

                stood = stands;
            }
        }

        return [.. places.Where(p => p.Count >= FewestStands).Select(p => (p.Latitude, p.Longitude))];
    }

    private static void Add(Dictionary<(int, int), List<Place>> cells, List<Place> places, AvlReport at)
    {
        (int lat, int lon) = ((int)Math.Floor(at.Latitude * 2000), (int)Math.Floor(at.Longitude * 2000));
        for (int cell = 0; cell < 9; cell++)
        {
            foreach (Place place in cells.GetValueOrDefault((lat + (cell / 3) - 1, lon + (cell % 3) - 1)) ?? [])
            {
                if (Geometry.Distance(place.Latitude, place.Longitude, at.Latitude, at.Longitude) <= PlaceMeters)
                {
                    place.Count++;
                    place.Latitude += (at.Latitude - place.Latitude) / place.Count;
                    place.Longitude += (at.Longitude - place.Longitude) / place.Count;
                    return;
                }
            }
        }

        Place made = new() { Latitude = at.Latitude, Longitude = at.Longitude, Count = 1 };
        places.Add(made);
        (cells.TryGetValue((lat, lon), out List<Place>? there) ? there : cells[(lat, lon)] = []).Add(made);
    }

    private sealed class Place
    {
        public double Latitude { get; set; }

        public double Longitude { get; set; }

        public int Count { get; set; }
    }
}
