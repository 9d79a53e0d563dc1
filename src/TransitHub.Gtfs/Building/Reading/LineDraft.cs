using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>A line's sheet with its stops taken down; the rest needs the stops of all lines.</summary>
/// <param name="Root">The sheet.</param>
/// <param name="Id">The line's id, or null if it is missing or wrong.</param>
/// <param name="Mode">With what kind of vehicle it runs, or null.</param>
/// <param name="Stops">Its stops in order; null if the list is missing.</param>
/// <param name="IsComplete">Whether all entries of the list could be read.</param>
internal sealed record LineDraft(SheetMapping Root, string? Id, TransitMode? Mode, List<StopEntry>? Stops, bool IsComplete)
{
    /// <summary>The longest dwell; who stays longer starts a new trip.</summary>
    public const int MaxDwellSeconds = 3600;

    private static readonly string[] Keys =
    [
        "line", "operator", "mode", "number", "name", "color", "text_color", "url", "vehicle", "wheelchair", "bicycles",
        "dwell", "stops", "path", "directions", "travel", "service", "fare", "report_every",
    ];

    public static LineDraft Read(SheetMapping root, NetworkDraft network, StopBook book)
    {
        root.Allow(Keys);
        var id = root.Required("line", "give the line an id, such as cpx-orange")?.ReadId();
        var mode = root.Required("mode", "name one: " + ModeNames()) is { } node ? ReadMode(node) : null;
        var stops = ReadStops(root, network, book, out var isComplete);
        return new LineDraft(root, id, mode, stops, isComplete);
    }

    /// <summary>The stops of a sheet in order, taken down in the book; null if there is no list.</summary>
    public static List<StopEntry>? ReadStops(SheetMapping root, NetworkDraft network, StopBook book, out bool isComplete)
    {
        var list = root.Required("stops", "list its stops in order")?.ReadList();
        var stops = list?.Select(item => ReadStop(item, network, book)).OfType<StopEntry>().ToList();
        isComplete = stops?.Count == list?.Count;
        book.IsIncomplete |= !isComplete;
        return stops;
    }

    private static TransitMode? ReadMode(SheetNode node)
    {
        if (node.ReadText() is not { } text)
        {
            return null;
        }

        if (TransitMode.Find(text) is { } mode)
        {
            return mode;
        }

        var nearest = NearestWord.Find(text, TransitMode.All.Select(known => known.Name));
        node.Error($"there is no mode '{SheetValues.Short(text)}'", nearest is null ? "use one of " + ModeNames() : $"write '{nearest}'");
        return null;
    }

    private static StopEntry? ReadStop(SheetNode item, NetworkDraft network, StopBook book)
    {
        if (item is SheetScalar)
        {
            return network.ReadStopId(item) is { } reference ? new StopEntry(reference, item, null, null, IsFar: false) : null;
        }

        if (item.ReadMapping("id", "name", "at", "dwell", "code", "wheelchair", "zone", "tts", "far") is not { } map
            || map.Required("id", "give the stop an id, such as N33") is not { } idNode || network.ReadStopId(idNode) is not { } id)
        {
            return null;
        }

        book.Define(id, map, network.Languages);
        var dwell = map.Optional("dwell")?.ReadDuration(0, MaxDwellSeconds);
        return new StopEntry(id, map, map.Optional("at"), dwell, map.Optional("far")?.ReadTruth() ?? false);
    }

    private static string ModeNames() => string.Join(", ", TransitMode.All.Select(mode => mode.Name));
}
