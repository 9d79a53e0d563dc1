using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads a line's directions: their stops in order, and their ways on the ground.</summary>
internal sealed class DirectionReader(LineDraft draft, NetworkDraft network, StopBook book, int dwellSeconds)
{
    private readonly SheetMapping root = draft.Root;

    /// <summary>The directions, or null if anything about them is wrong.</summary>
    public ImmutableArray<LineDirection>? Read()
    {
        var path = this.root.Optional("path") is { } node ? PathReader.Read(node, network) : null;
        var list = this.root.Optional("directions")?.ReadList();
        if (Sound(out var isWhole) is not { } sound || (this.root.Optional("directions") is not null && list is null))
        {
            return null;
        }

        if (list is { Count: 0 or > 2 })
        {
            this.root.Optional("directions")!.Error($"there are {list.Count} directions", "give one or two; write a branch as a line of its own");
            return null;
        }

        var planned = Plan(list, path);
        if (isWhole && !planned.Contains(null))
        {
            return Draw([.. planned.OfType<PlannedDirection>()], sound);
        }

        foreach (var plan in planned.OfType<PlannedDirection>())
        {
            NoteFar(plan, sound);
        }

        return null;
    }

    private List<PlannedDirection?> Plan(IReadOnlyList<SheetNode>? list, PathPlan? path)
    {
        var all = draft.Stops!;
        if (list is null)
        {
            var first = path is null && MissingPath() ? null : new PlannedDirection(this.root, null, all, path!, IsReversed: false);
            return [first, first is null ? null : first with { Stops = Reversed(all), IsReversed = true }];
        }

        var directions = new List<PlannedDirection?>();
        foreach (var item in list)
        {
            directions.Add(item.ReadMapping("to", "stops", "reverse", "path") is { } map
                ? PlanOne(map, all, path, directions.Count > 0 ? directions[0] : null, directions.Count)
                : null);
        }

        return directions;
    }

    private PlannedDirection? PlanOne(SheetMapping map, List<StopEntry> all, PathPlan? path, PlannedDirection? first, int number)
    {
        var to = map.Optional("to")?.ReadName(network.Languages);
        var isReversed = map.Optional("reverse")?.ReadTruth() ?? false;
        if (isReversed && number == 0)
        {
            map.Optional("reverse")!.Error("the first direction cannot be the reverse of another", "write 'reverse: true' on the second");
            return null;
        }

        var own = map.Optional("path") is { } node ? PathReader.Read(node, network) : null;
        if ((map.Optional("path") is not null && own is null) || (this.root.Optional("path") is not null && path is null)
            || (isReversed && first is null))
        {
            return null;
        }

        var stops = map.Optional("stops") is { } stopsNode ? ReadStops(stopsNode, all) : isReversed ? Reversed(first!.Stops) : all;
        var plan = own ?? (isReversed ? first!.Path : path);
        if (stops is null || (plan is null && MissingPath()))
        {
            return null;
        }

        return new PlannedDirection(map, to, stops, plan!, isReversed && own is null);
    }

    private ImmutableArray<LineDirection>? Draw(List<PlannedDirection> planned, List<(StopEntry Entry, StopSheet Stop)> known)
    {
        var stops = known.DistinctBy(stop => stop.Stop.Id).ToDictionary(stop => stop.Stop.Id, stop => stop.Stop, StringComparer.Ordinal);
        var dwells = known.Where(stop => stop.Entry.DwellSeconds is not null).DistinctBy(stop => stop.Stop.Id)
            .ToDictionary(stop => stop.Stop.Id, stop => stop.Entry.DwellSeconds!.Value, StringComparer.Ordinal);
        var directions = ImmutableArray.CreateBuilder<LineDirection>();
        foreach (var plan in planned)
        {
            var calls = plan.Stops.ConvertAll(entry => stops[entry.Id]);
            if (new PathDrawing(plan, calls, draft.Mode!, network).Draw() is not { } drawn)
            {
                return null;
            }

            var to = plan.To ?? calls[^1].Name;
            NoteHeadsign(plan, to, calls);
            directions.Add(new LineDirection(directions.Count, to,
                [.. calls.Select((stop, at) => new LineStop(stop, dwells.GetValueOrDefault(stop.Id, dwellSeconds), drawn.Offsets[at]))],
                drawn.Path));
        }

        foreach (var (entry, stop) in known.DistinctBy(stop => stop.Stop.Id).Where(stop => !planned.Exists(plan => plan.Stops.Exists(entry => entry.Id == stop.Stop.Id))))
        {
            entry.Node.Warning($"no direction calls at the stop '{stop.Id}'", "add it to a direction's 'stops', or take it out of the line");
        }

        return directions.ToImmutable();
    }

    /// <summary>
    /// The stops of the line of which nothing is in doubt; null if there is no list. <paramref name="isWhole"/> tells whether
    /// that is all of them, in an order that can be run.
    /// </summary>
    private List<(StopEntry Entry, StopSheet Stop)>? Sound(out bool isWhole)
    {
        isWhole = false;
        if (draft.Stops is null || draft.Mode is null)
        {
            return null;
        }

        var found = draft.Stops.ConvertAll(entry => (Entry: entry, Stop: book.Find(entry)));
        var isDisputed = found.Exists(stop => book.IsDisputed(stop.Entry.Id));
        var known = found.FindAll(stop => stop.Stop is not null && !book.IsDisputed(stop.Entry.Id)).ConvertAll(stop => (stop.Entry, stop.Stop!));
        var hasOrder = !draft.IsComplete || isDisputed || HasOrder(draft.Stops, this.root.Optional("stops")!);
        var isPlausible = StopPlausibility.Check(known, draft.Mode, network);
        isWhole = draft.IsComplete && hasOrder && isPlausible && known.Count == found.Count;
        return known.FindAll(stop => !network.MisplacedStops.Contains(stop.Item2.Id));
    }

    /// <summary>Notes stops far from the path of a direction that cannot be drawn for another reason.</summary>
    private void NoteFar(PlannedDirection plan, List<(StopEntry Entry, StopSheet Stop)> sound)
    {
        var stops = plan.Stops.FindAll(entry => sound.Exists(stop => stop.Entry.Id == entry.Id));
        new PathDrawing(plan with { Stops = stops }, stops.ConvertAll(entry => sound.Find(stop => stop.Entry.Id == entry.Id).Stop), draft.Mode!, network).NoteFar();
    }

    private List<StopEntry>? ReadStops(SheetNode node, List<StopEntry> all)
    {
        if (node.ReadList() is not { } list)
        {
            return null;
        }

        var stops = new List<StopEntry?>();
        foreach (var item in list)
        {
            var id = network.ReadStopId(item);
            var entry = all.Find(own => own.Id == id);
            if (id is not null && entry is null)
            {
                var nearest = NearestWord.Find(id, all.Select(own => own.Id));
                item.Error($"the line has no stop '{id}'", nearest is null ? "add it to the line's 'stops'" : $"write '{nearest}', or add it to the line's 'stops'");
            }

            stops.Add(entry is null ? null : entry with { Node = item });
        }

        var known = stops.OfType<StopEntry>().ToList();
        return known.Count == stops.Count && HasOrder(known, node) ? known : null;
    }

    private static bool HasOrder(List<StopEntry> stops, SheetNode node)
    {
        if (stops.DistinctBy(stop => stop.Id).Count() < 2)
        {
            node.Error($"'{node.Label}' has {(stops.Count == 0 ? "no stop" : "only one stop")}", "give two or more, from the first to the last");
            return false;
        }

        var fine = true;
        for (var at = 1; at < stops.Count; at++)
        {
            if (stops[at].Id == stops[at - 1].Id)
            {
                stops[at].Node.Error($"the stop '{stops[at].Id}' stands twice in a row", "take one out, or correct its id");
                fine = false;
            }
        }

        return fine;
    }

    private static void NoteHeadsign(PlannedDirection plan, LocalizedText to, List<StopSheet> calls)
    {
        if (calls[0].Id != calls[^1].Id
            && calls.Take(calls.Count - 1).FirstOrDefault(stop => stop.Name.Main.Equals(to.Main, StringComparison.OrdinalIgnoreCase)) is { } before)
        {
            (plan.Node.Optional("to") ?? plan.Node).Warning($"the direction goes to \"{to.Main}\", but '{before.Id}' on its way has that name too",
                "name in 'to' what lies at the end");
        }
    }

    private bool MissingPath()
    {
        if (this.root.Optional("path") is null)
        {
            this.root.Required("path", "say how the line runs: {along: way}, {points: [...]}, {geojson: file} or {straight: true}");
        }

        return true;
    }

    private static List<StopEntry> Reversed(List<StopEntry> stops) => [.. stops.AsEnumerable().Reverse()];
}
