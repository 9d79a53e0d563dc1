using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Building.Reading;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Completing;

/// <summary>
/// Reads sheets that complete routes of a feed: <c>network.yaml</c> with named ways, if there are any, and one sheet a route below <c>routes/</c>. Stops, routes,
/// services and shapes are named by the ids of the feed; whatever else a line sheet can say of a way, it can say here in the same words.
/// </summary>
internal sealed class CompletionReader
{
    private const string RoutesFolder = "routes/";

    private readonly Schedule schedule;
    private readonly NetworkDraft network;
    private readonly StopBook stops = new();

    public CompletionReader(Schedule schedule, SheetFiles files, SheetProblems problems)
    {
        this.schedule = schedule;
        this.network = new NetworkDraft(files, problems) { HasForeignIds = true, Languages = SheetLanguages.Only(schedule.FeedInfo?.Language ?? string.Empty) };
        for (var service = 0; service < schedule.Services.Count; service++)
        {
            this.network.DayTypes.TryAdd(schedule.Services.Id(service), new DayTypeSheet(schedule.Services.Id(service), []));
        }

        for (var stop = 0; stop < schedule.Stops.Count; stop++)
        {
            if (schedule.Stops.LocationType(stop) == 0 && double.IsFinite(schedule.Stops.Latitude(stop)) && double.IsFinite(schedule.Stops.Longitude(stop)))
            {
                var place = LinePath.Round(new GeoPoint(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop)));
                this.stops.AddKnown(new StopSheet(schedule.Stops.Id(stop), new LocalizedText(schedule.Stops.Name(stop)), place, null, null));
            }
        }
    }

    /// <summary>The sheets of which nothing is wrong.</summary>
    public IReadOnlyList<RouteCompletion> Read()
    {
        ReadWays();
        var roots = this.network.Files.Paths
            .Where(path => path.StartsWith(RoutesFolder, StringComparison.Ordinal) && (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)))
            .Select(path => SheetReader.Read(this.network.Files, path, this.network.Problems)).OfType<SheetMapping>().ToList();
        if (roots.Count == 0 && !this.network.Problems.HasErrors)
        {
            this.network.Problems.Error(RoutesFolder, "there is no sheet", $"write one sheet a route into {RoutesFolder}, such as {RoutesFolder}orange.yaml");
        }

        // All stops first: a sheet may call at a stop that another one adds.
        var drafts = roots.ConvertAll(root => (Root: root, Stops: LineDraft.ReadStops(root, this.network, this.stops, out var isComplete), IsComplete: isComplete));
        return [.. drafts.Select(draft => ReadOne(draft.Root, draft.Stops, draft.IsComplete)).OfType<RouteCompletion>()];
    }

    private void ReadWays()
    {
        if (!this.network.Files.Has(NetworkDraft.FileName) || SheetReader.Read(this.network.Files, NetworkDraft.FileName, this.network.Problems) is not { } root)
        {
            return;
        }

        root.Allow("ways");
        this.network.Ways.IsUnreadable = root.Optional("ways") is not (null or SheetMapping);
        foreach (var (name, node) in NetworkSheetReader.Entries(root.Optional("ways")))
        {
            this.network.Ways.TryAdd(name, WayReader.Read(name, node, this.network));
        }
    }

    private RouteCompletion? ReadOne(SheetMapping root, List<StopEntry>? calls, bool isComplete)
    {
        root.Allow("route", "shapes", "stops", "path", "directions", "travel", "service", "dwell");
        var errors = this.network.Problems.ErrorCount;
        var routes = (root.Required("route", "give the route_id of the feed, or a list of them")?.ReadList(orOne: true) ?? []).Select(FindRoute).OfType<int>().Distinct().ToList();
        var shapes = (root.Optional("shapes")?.ReadList(orOne: true) ?? []).Select(item => item.ReadText()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var mode = routes.Count == 0 ? null : ModeOf(this.schedule.Routes.Type(routes[0]));
        var draft = new LineDraft(root, null, mode, calls, isComplete);
        var dwell = root.Optional("dwell")?.ReadDuration(0, LineDraft.MaxDwellSeconds) ?? mode?.DwellSeconds ?? 0;
        var directions = new DirectionReader(draft, this.network, this.stops, dwell).Read();
        var travel = new TravelReader(this.network, mode, directions).Read(root);
        var service = root.Optional("service") is null ? [] : new ServiceReader(this.network, directions, travel).Read(root);
        if (errors != this.network.Problems.ErrorCount || routes.Count == 0 || directions is not { } ways || travel is not { } times || service is not { } runs)
        {
            return null;
        }

        var line = new LineSheet(
            this.schedule.Routes.Id(routes[0]), new OperatorSheet(string.Empty, new LocalizedText(string.Empty), string.Empty, null, null), mode!,
            new VehicleTypeSheet(string.Empty, 1, null, null, null), null, null, string.Empty, string.Empty, null, ways, times, runs, LineSheet.DefaultReportEverySeconds, root.File);
        return new RouteCompletion(root, routes, shapes, line);
    }

    private int? FindRoute(SheetNode node)
    {
        if (node.ReadText() is not { } id)
        {
            return null;
        }

        if (this.schedule.Routes.TryFind(id, out var route))
        {
            return route;
        }

        node.Error($"the feed has no route '{SheetValues.Short(id)}'", NearestWord.Find(id, Enumerable.Range(0, this.schedule.Routes.Count).Select(this.schedule.Routes.Id)) is { } near
            ? $"write '{near}' if that is meant"
            : "give a route_id of its routes.txt");
        return null;
    }

    /// <summary>Extended route types (https://gtfs.org/documentation/schedule/reference/#routestxt names them by hundreds) count as their kind; an unknown one as a bus.</summary>
    private static TransitMode ModeOf(int type)
    {
        var plain = (type / 100) switch { 1 => 2, 4 => 1, 7 => 3, 8 => 11, 9 => 0, 10 or 12 => 4, 13 => 6, 14 => 7, _ => type };
        return TransitMode.All.FirstOrDefault(mode => mode.RouteType == plain) ?? TransitMode.All[0];
    }
}
