namespace TransitHub.Gtfs.Merging;

/// <summary>Groups stops of several feeds by name and place: of one name, none farther from another of its group than the bound.</summary>
internal static class StopGroups
{
    public static IEnumerable<(string Name, List<MergeStop> Members)> Of(IReadOnlyList<MergeStop> stops, double meters)
    {
        var isTaken = new HashSet<MergeStop>();
        var byKey = new SortedDictionary<string, List<MergeStop>>(StringComparer.Ordinal);
        foreach (var stop in stops)
        {
            foreach (var key in stop.Keys)
            {
                if (!byKey.TryGetValue(key, out var named))
                {
                    byKey[key] = named = [];
                }

                named.Add(stop);
            }
        }

        foreach (var (name, named) in byKey)
        {
            for (var first = 0; first < named.Count; first++)
            {
                if (Grow(named, first, meters, isTaken) is { } members)
                {
                    isTaken.UnionWith(members);
                    yield return (name, members);
                }
            }
        }
    }

    /// <summary>The largest distance between two of them.</summary>
    public static double Spread(List<MergeStop> members) => members.SelectMany(_ => members, Distance).Max();

    private static List<MergeStop>? Grow(List<MergeStop> named, int first, double meters, HashSet<MergeStop> isTaken)
    {
        if (isTaken.Contains(named[first]))
        {
            return null;
        }

        List<MergeStop> members = [named[first]];
        foreach (var stop in named.Skip(first + 1).Where(stop => !isTaken.Contains(stop)).OrderBy(stop => Distance(named[first], stop)))
        {
            if (members.TrueForAll(member => Distance(member, stop) <= meters))
            {
                members.Add(stop);
            }
        }

        return members.Select(stop => stop.Input).Distinct().Count() > 1 ? members : null;
    }

    private static double Distance(MergeStop one, MergeStop other) => Geometry.Distance(one.Lat, one.Lon, other.Lat, other.Lon);
}
