using System.Collections.Immutable;
using System.Text;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>Reads one counting line or zone of a devices file.</summary>
/// <param name="schedule">The feed's schedule.</param>
/// <param name="languages">The languages of names.</param>
internal sealed class ChannelReader(Schedule schedule, SheetLanguages languages)
{
    /// <summary>Counting lines and zones of one device.</summary>
    public const int MaxChannels = 16;

    private const int MaxClasses = 32;
    private const int DefaultInterval = 60;
    private const int LeastInterval = 10;
    private const int MostInterval = 3600;
    private const double ShortestLineMeters = 2;
    private const double LongestLineMeters = 200;
    private const int LongestNameBytes = 64;

    private static readonly string[] KnownClasses =
        ["person", "bicycle", "motorcycle", "car", "van", "bus", "truck", "tram", "train", "boat", "other"];

    private static readonly string[] Sites = [.. Enum.GetNames<SiteKind>().Select(n => n.ToLowerInvariant())];

    private readonly DirectionReader directions = new(schedule, languages);

    /// <summary>The languages of names.</summary>
    public SheetLanguages Languages => languages;

    /// <summary>Reads it; null when it cannot be used.</summary>
    public CountingChannel? Read(SheetNode node)
    {
        if (node.ReadMapping("id", "line", "zone", "site", "counts", "passages", "every", "stop", "directions", "reads_routes") is not { } map)
        {
            return null;
        }

        string? id = map.Required("id", "add id: ..., the 'channel' of its messages")?.ReadId();
        if (map.Optional("zone") is { } corners)
        {
            return this.Zone(map, id, corners);
        }

        (GeoPoint A, GeoPoint B)? line = Line(map);
        ImmutableArray<string> counts = Classes(map, "counts");
        ImmutableArray<string> passages = Classes(map, "passages");
        int interval = map.Optional("every")?.ReadDuration(LeastInterval, MostInterval) ?? DefaultInterval;
        string? stop = this.Stop(map);
        SiteKind? site = map.Optional("site") is { } written ? Site(written) : null;
        bool readsRoutes = map.Optional("reads_routes")?.ReadTruth() ?? false;
        ImmutableArray<CountingDirection> ways = this.directions.Read(map, line, isAtStop: map.Optional("stop") is not null);
        if (map.Optional("counts") is null && map.Optional("passages") is null)
        {
            map.Error("the channel counts nothing", "add counts: [person], passages: [bus], or both");
        }

        if (readsRoutes && passages.IsEmpty)
        {
            map.Optional("reads_routes")?.Warning("'reads_routes' is true and the channel sends no passages", "add passages: [bus], or take reads_routes out");
        }

        return id is null || line is not { } ends ? null : new CountingChannel
        {
            Id = id,
            Line = ends,
            Site = site,
            Counts = counts,
            Passages = passages,
            IntervalSeconds = interval,
            StopId = stop,
            Directions = ways,
            ReadsRoutes = readsRoutes,
        };
    }

    /// <summary>Reads a channel that is a zone.</summary>
    private CountingChannel? Zone(SheetMapping map, string? id, SheetNode corners)
    {
        foreach (string key in (ReadOnlySpan<string>)["line", "passages", "directions", "reads_routes"])
        {
            map.Optional(key)?.Error($"'{key}' stands in a channel that has a 'zone'", $"take '{key}' out: a zone tells how many are in it, and a line is a channel of its own");
        }

        ImmutableArray<GeoPoint> zone = ZoneReader.Read(corners);
        ImmutableArray<string> counts = Classes(map, "counts");
        if (map.Optional("counts") is null)
        {
            map.Error("the zone counts nothing", "add counts: [person]");
        }

        int interval = map.Optional("every")?.ReadDuration(LeastInterval, MostInterval) ?? DefaultInterval;
        string? stop = this.Stop(map);
        SiteKind? site = map.Optional("site") is { } written ? Site(written) : null;
        return id is null || zone.IsEmpty ? null : new CountingChannel
        {
            Id = id,
            Line = ZoneReader.Span(zone),
            Zone = zone,
            Site = site,
            Counts = counts,
            IntervalSeconds = interval,
            StopId = stop,
            Directions = [],
        };
    }

    private static SiteKind? Site(SheetNode node)
    {
        if (node.ReadText() is not { } text)
        {
            return null;
        }

        int index = Array.IndexOf(Sites, text);
        if (index < 0)
        {
            node.Error($"'site' is '{text}'", $"write one of {string.Join(", ", Sites)}");
            return null;
        }

        return (SiteKind)index;
    }

    private static (GeoPoint A, GeoPoint B)? Line(SheetMapping map)
    {
        const string Remedy = "write its two ends: line: [[13.7187, 100.5131], [13.7188, 100.5133]]";
        if (map.Required("line", Remedy) is not { } node || node.ReadList() is not { } ends)
        {
            return null;
        }

        if (ends.Count != 2)
        {
            node.Error($"'line' has {ends.Count} places", Remedy);
            return null;
        }

        GeoPoint? a = ends[0].ReadPlace();
        GeoPoint? b = ends[1].ReadPlace();
        if (a is not { } first || b is not { } second)
        {
            return null;
        }

        double meters = first.DistanceTo(second);
        if (meters is < ShortestLineMeters or > LongestLineMeters)
        {
            node.Error($"'line' is {meters:F1} m long", $"give it two ends {ShortestLineMeters} to {LongestLineMeters} m apart");
            return null;
        }

        return (first, second);
    }

    private static ImmutableArray<string> Classes(SheetMapping map, string key)
    {
        if (map.Optional(key) is not { } node || node.ReadList(orOne: true) is not { } items)
        {
            return [];
        }

        if (items.Count > MaxClasses)
        {
            node.Error($"'{key}' has {items.Count} classes", $"name up to {MaxClasses}");
        }

        List<string> classes = [];
        foreach (SheetNode item in items.Take(MaxClasses))
        {
            if (item.ReadText() is not { } text)
            {
                continue;
            }

            if (Encoding.UTF8.GetByteCount(text) > LongestNameBytes)
            {
                item.Error($"a class of '{key}' is longer than {LongestNameBytes} bytes", "give it a shorter name, the one that the device sends");
            }
            else if (classes.Contains(text, StringComparer.Ordinal))
            {
                item.Error($"'{key}' names '{text}' twice", "take one out");
            }
            else
            {
                if (!KnownClasses.Contains(text, StringComparer.Ordinal))
                {
                    item.Warning($"'{text}' of '{key}' is none of the common classes", $"write one of {string.Join(", ", KnownClasses)} if it is that; another name is taken as it is");
                }

                classes.Add(text);
            }
        }

        return [.. classes];
    }

    private string? Stop(SheetMapping map)
    {
        if (map.Optional("stop") is not { } node || node.ReadText() is not { } stop)
        {
            return null;
        }

        if (schedule.Stops.Count > 0 && !schedule.Stops.TryFind(stop, out _))
        {
            node.Error($"the feed has no stop '{stop}'", "write a stop_id of the feed's stops.txt");
            return null;
        }

        return stop;
    }
}
