using System.Text;
using TransitHub.Gtfs.Comparing;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Merging;

/// <summary>A stop of one input as far as it tells whether it is the same place as another.</summary>
internal sealed class MergeStop
{
    public required string Id { get; init; }

    public required int Input { get; init; }

    public required string Name { get; init; }

    /// <summary>Its name in every language, in the form in which names are compared.</summary>
    public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

    public required string Parent { get; init; }

    public required double Lat { get; init; }

    public required double Lon { get; init; }

    /// <summary>Route types that serve it.</summary>
    public SortedSet<int> Modes { get; } = [];

    /// <summary>The stops of an input that are not an earlier one's, where vehicles stop.</summary>
    public static IReadOnlyCollection<MergeStop> Read(MergeInput input, int number, CancellationToken cancellation)
    {
        var stops = new Dictionary<string, MergeStop>(StringComparer.Ordinal);
        using (var table = MergeTable.Open(input, "stops.txt"))
        {
            while (table is not null && table.Read())
            {
                var type = table.Text(table.Column("location_type"));
                var id = table[table.Column("stop_id")];
                if (type is "" or "0" && !id.IsEmpty && input.Find(MergeSchema.Stop, id)?.IsJoined != true
                    && DecimalText.TryParse(table[table.Column("stop_lat")], out double lat) && DecimalText.TryParse(table[table.Column("stop_lon")], out double lon))
                {
                    Add(stops, input, number, table, Encoding.UTF8.GetString(id), lat, lon);
                }
            }
        }

        AddTranslations(stops, input);
        AddModes(stops, input, cancellation);
        return stops.Values;
    }

    private static void Add(Dictionary<string, MergeStop> stops, MergeInput input, int number, MergeTable table, string id, double lat, double lon)
    {
        var name = table.Text(table.Column("stop_name"));
        var parent = table.Text(table.Column("parent_station"));
        var stop = new MergeStop
        {
            Id = input.MergedOf(MergeSchema.Stop, id),
            Input = number,
            Name = name,
            Parent = parent.Length > 0 ? input.MergedOf(MergeSchema.Stop, parent) : string.Empty,
            Lat = lat,
            Lon = lon,
        };
        stop.AddKey(name);
        stops.TryAdd(id, stop);
    }

    private static void AddTranslations(Dictionary<string, MergeStop> stops, MergeInput input)
    {
        using var table = MergeTable.Open(input, "translations.txt");
        var byName = stops.Values.ToLookup(stop => stop.Name, StringComparer.Ordinal);
        while (table is not null && table.Read())
        {
            if (table.Text(table.Column("table_name")) != "stops" || table.Text(table.Column("field_name")) != "stop_name")
            {
                continue;
            }

            var translation = table.Text(table.Column("translation"));
            if (stops.TryGetValue(table.Text(table.Column("record_id")), out var stop))
            {
                stop.AddKey(translation);
            }

            foreach (var named in byName[table.Text(table.Column("field_value"))].Where(one => one.Name.Length > 0))
            {
                named.AddKey(translation);
            }
        }
    }

    private static void AddModes(Dictionary<string, MergeStop> stops, MergeInput input, CancellationToken cancellation)
    {
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        using (var routes = MergeTable.Open(input, "routes.txt"))
        {
            while (routes is not null && routes.Read())
            {
                types[routes.Text(routes.Column("route_id"))] = DecimalText.TryParse(routes[routes.Column("route_type")], out int type) ? type : -1;
            }
        }

        var trips = new Dictionary<string, int>(StringComparer.Ordinal);
        using (var table = MergeTable.Open(input, "trips.txt"))
        {
            while (table is not null && table.Read())
            {
                trips[table.Text(table.Column("trip_id"))] = types.GetValueOrDefault(table.Text(table.Column("route_id")), -1);
            }
        }

        using var times = MergeTable.Open(input, "stop_times.txt");
        while (times is not null && times.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (stops.TryGetValue(times.Text(times.Column("stop_id")), out var stop) && trips.TryGetValue(times.Text(times.Column("trip_id")), out var type))
            {
                stop.Modes.Add(type);
            }
        }
    }

    private void AddKey(string name)
    {
        if (NameKey.Of(name) is { Length: > 0 } key)
        {
            Keys.Add(key);
        }
    }
}
