using System.Globalization;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>The stops of all lines. A stop is defined where it has a name and a place; elsewhere its id is enough.</summary>
internal sealed class StopBook
{
    private readonly Dictionary<string, (StopSheet? Stop, SheetNode? Node)> stops = new(StringComparer.Ordinal);

    private readonly HashSet<string> disputed = new(StringComparer.Ordinal);

    /// <summary>Whether a sheet or a stop could not be read, so that stops which nobody seems to define may be defined there.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Takes a stop that a feed has.</summary>
    public void AddKnown(StopSheet stop) => this.stops.TryAdd(stop.Id, (stop, null));

    /// <summary>Takes the definition in an entry of a line, if it is one.</summary>
    public void Define(string id, SheetMapping map, SheetLanguages languages)
    {
        var (nameNode, placeNode) = (map.Optional("name"), map.Optional("at"));
        var (name, place) = (nameNode?.ReadName(languages), placeNode?.ReadPlace());
        var (zone, spoken) = (map.Optional("zone")?.ReadId(), map.Optional("tts")?.ReadLocalized(languages));
        var (code, wheelchair) = (map.Optional("code")?.ReadText(), map.Optional("wheelchair")?.ReadTruth());
        if (nameNode is null && placeNode is null)
        {
            return;
        }

        if (this.stops.TryGetValue(id, out var first))
        {
            Compare(first.Stop, first.Node, map, name, place);
            return;
        }

        map.Required("name", "give its name, or the id alone if another line defines it");
        map.Required("at", "give its place [latitude, longitude], or the id alone if another line defines it");
        this.stops.Add(id, (name is not null && place is { } at ? new StopSheet(id, name, LinePath.Round(at), code, wheelchair) { Zone = zone, Spoken = spoken } : null, map));
    }

    /// <summary>Whether sheets do not agree where a stop lies, so that nothing can be said of lines that call there.</summary>
    public bool IsDisputed(string id) => this.disputed.Contains(id);

    /// <summary>The stop of an entry; notes an id that no line defines.</summary>
    public StopSheet? Find(StopEntry entry)
    {
        if (this.stops.TryGetValue(entry.Id, out var known))
        {
            return known.Stop;
        }

        if (!IsIncomplete)
        {
            var nearest = NearestWord.Find(entry.Id, this.stops.Keys);
            entry.Node.Error($"no line defines the stop '{entry.Id}'", (nearest is null ? string.Empty : $"write '{nearest}', or ") + "give it 'name' and 'at' here");
        }

        return null;
    }

    private void Compare(StopSheet? first, SheetNode? firstNode, SheetMapping map, LocalizedText? name, GeoPoint? place)
    {
        if (first is null)
        {
            return;
        }

        var differences = new List<string>();
        if (place is { } at && first.Place != LinePath.Round(at))
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{Distance(first.Place.DistanceTo(at))} away"));
        }

        if (name is not null && !name.Equals(first.Name))
        {
            differences.Add($"named \"{SheetValues.Short(first.Name.Main)}\"");
        }

        if (differences.Count > 0)
        {
            this.disputed.Add(first.Id);
            map.Error($"the stop '{first.Id}' is already {(firstNode is null ? "in the feed" : $"at {firstNode.File}:{firstNode.Line}")}, {string.Join(" and ", differences)}",
                $"write {{id: {first.Id}}} here if it is the same stop, else give this one an id of its own");
        }
    }

    private static string Distance(double meters) => meters < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{meters:F0} m")
        : string.Create(CultureInfo.InvariantCulture, $"{meters / 1000:F1} km");
}
