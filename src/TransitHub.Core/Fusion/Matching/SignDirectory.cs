using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>What a sign says about the route.</summary>
/// <param name="IsOutOfService">It says that the vehicle carries nobody.</param>
/// <param name="Routes">Routes it may mean, ascending; empty: it names none that is known.</param>
internal sealed record SignMeaning(bool IsOutOfService, int[] Routes)
{
    public static SignMeaning Unknown { get; } = new(false, []);

    public static SignMeaning OutOfService { get; } = new(true, []);
}

/// <summary>Reads signs: the operator's own table first, then short names, long names and headsigns of the timetable.</summary>
internal sealed class SignDirectory
{
    private readonly Dictionary<string, SignMeaning> meanings = new(StringComparer.OrdinalIgnoreCase);

    public SignDirectory(Schedule schedule, FusionOptions options)
    {
        Dictionary<string, SortedSet<int>> routes = new(StringComparer.OrdinalIgnoreCase);
        for (int route = 0; route < schedule.Routes.Count; route++)
        {
            Add(routes, schedule.Routes.ShortName(route), route);
            Add(routes, schedule.Routes.LongName(route), route);
        }

        for (int trip = 0; trip < schedule.Trips.Count; trip++)
        {
            int route = schedule.Trips.RouteIndex(trip);
            Add(routes, schedule.Trips.Headsign(trip), route);
        }

        foreach ((string text, SortedSet<int> named) in routes)
        {
            this.meanings[text] = new SignMeaning(false, [.. named]);
        }

        foreach (string text in options.OutOfServiceSigns)
        {
            this.meanings[text.Trim()] = SignMeaning.OutOfService;
        }

        foreach ((string text, string routeId) in options.SignRoutes)
        {
            this.meanings[text.Trim()] = schedule.Routes.TryFind(routeId, out int route) ? new SignMeaning(false, [route]) : SignMeaning.OutOfService;
        }
    }

    /// <summary>The meaning of a sign; of "63 Harbour" that of "63" when the whole text is not known.</summary>
    public SignMeaning Read(string? sign)
    {
        ReadOnlySpan<char> text = sign.AsSpan().Trim();
        if (text.IsEmpty)
        {
            return SignMeaning.Unknown;
        }

        var lookup = this.meanings.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out SignMeaning? whole))
        {
            return whole;
        }

        int space = text.IndexOf(' ');
        return space > 0 && lookup.TryGetValue(text[..space], out SignMeaning? first) ? first : SignMeaning.Unknown;
    }

    private static void Add(Dictionary<string, SortedSet<int>> routes, string name, int route)
    {
        string text = name.Trim();
        if (text.Length == 0)
        {
            return;
        }

        if (!routes.TryGetValue(text, out SortedSet<int>? named))
        {
            named = [];
            routes.Add(text, named);
        }

        named.Add(route);
    }
}
