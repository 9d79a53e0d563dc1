using System.Text;

namespace TransitHub.Gtfs.Comparing;

/// <summary>The service of each route on a typical weekday, Saturday and Sunday.</summary>
internal static class RouteComparison
{
    public static List<RouteChange> Compare(Schedule before, Schedule after, FeedPairs pairs)
    {
        var (former, later) = (new DayTypes(before), new DayTypes(after));
        var changes = new List<RouteChange>();
        var isFound = new bool[before.Routes.Count];
        for (var route = 0; route < after.Routes.Count; route++)
        {
            var was = pairs.RoutePairs.Canonical(route);
            var isKnown = was < before.Routes.Count;
            if (isKnown)
            {
                isFound[was] = true;
            }

            var lists = StopLists(after, route, pairs.StopPairs);
            var formerLists = isKnown ? StopLists(before, was, null) : [];
            var (added, removed) = (lists.Count(list => !formerLists.Contains(list)), formerLists.Count(list => !lists.Contains(list)));
            AddDays(changes, after.Routes.Id(route), FeedPairs.NameOf(after, route), type => isKnown ? former.Of(was, type) : null, type => later.Of(route, type), added, removed);
        }

        for (var route = 0; route < before.Routes.Count; route++)
        {
            if (!isFound[route])
            {
                AddDays(changes, before.Routes.Id(route), FeedPairs.NameOf(before, route), type => former.Of(route, type), _ => null, 0, StopLists(before, route, null).Count);
            }
        }

        return changes;
    }

    private static void AddDays(
        List<RouteChange> changes, string id, string name, Func<int, RouteService?> before, Func<int, RouteService?> after, int added, int removed)
    {
        for (var type = 0; type < DayTypes.Names.Length; type++)
        {
            var (was, now) = (before(type), after(type));
            if (was != now || (type == 0 && added + removed > 0))
            {
                changes.Add(new RouteChange(id, name, DayTypes.Names[type], was, now, added, removed));
            }
        }
    }

    private static HashSet<string> StopLists(Schedule schedule, int route, Pairing? stops)
    {
        var lists = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in schedule.Routes.Patterns(route))
        {
            var list = new StringBuilder();
            foreach (var stop in schedule.Patterns.Stops(pattern))
            {
                list.Append(stops?.Canonical(stop) ?? stop).Append(' ');
            }

            lists.Add(list.ToString());
        }

        return lists;
    }
}
