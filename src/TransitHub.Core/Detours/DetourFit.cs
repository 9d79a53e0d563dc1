using System.Collections.Immutable;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>Fits detours, which are known by texts, to the patterns of a static feed.</summary>
internal static class DetourFit
{
    /// <summary>A stop of another pattern of the line, of which no vehicle was seen there, is passed by when it is so far from the way, meters.</summary>
    private const double ApartMeters = 60;

    /// <summary>The patterns that detours change, by index. Where two detours of a pattern meet, the second is left out.</summary>
    /// <param name="schedule">The static feed.</param>
    /// <param name="detours">In an order that stays.</param>
    public static Dictionary<int, PatternDetour> Fit(Schedule schedule, IEnumerable<PublishedDetour> detours)
    {
        Dictionary<int, List<(DetourStretch Stretch, PublishedDetour Detour, ImmutableArray<DetourSpan> Spans)>> found = [];
        foreach (PublishedDetour one in detours)
        {
            foreach (int pattern in PatternsOf(schedule, one.Detour))
            {
                if (FindStretch(schedule, pattern, one.Detour) is { } stretch)
                {
                    List<(DetourStretch Stretch, PublishedDetour Detour, ImmutableArray<DetourSpan> Spans)> list = found.TryGetValue(pattern, out var known) ? known : found[pattern] = [];
                    if (!list.Exists(l => stretch.From <= l.Stretch.To && stretch.To >= l.Stretch.From))
                    {
                        list.Add((stretch, one, SpansOf(schedule, pattern, stretch, one)));
                    }
                }
            }
        }

        return found.ToDictionary(f => f.Key, f =>
        {
            f.Value.Sort((a, b) => a.Stretch.From.CompareTo(b.Stretch.From));
            string id = System.FormattableString.Invariant($"detour-{f.Value[0].Detour.AlertId}-{f.Key}");
            return new PatternDetour(
                f.Key, id, Merge(f.Value.SelectMany(v => v.Spans)), LineOf(schedule, f.Key, [.. f.Value.Select(v => (v.Stretch, v.Detour.Detour))]), f.Value.Min(v => v.Detour.Detour.FirstSeen));
        });
    }

    /// <summary>The way of a detour.</summary>
    public static ImmutableArray<GeoPoint> WayOf(Detour detour) => [.. detour.Path.Chunk(2).Where(p => p.Length == 2).Select(p => new GeoPoint(p[0], p[1]))];

    private static IEnumerable<int> PatternsOf(Schedule schedule, Detour detour) =>
        schedule.Routes.TryFind(detour.RouteId, out int route)
            ? schedule.Routes.Patterns(route).ToArray().Where(p => schedule.Patterns.DirectionId(p) == (detour.DirectionId ?? -1))
            : [];

    private static DetourStretch? FindStretch(Schedule schedule, int pattern, Detour detour)
    {
        HashSet<int> skipped = [];
        foreach (string id in detour.SkippedStopIds)
        {
            if (schedule.Stops.TryFind(id, out int stop))
            {
                skipped.Add(stop);
            }
        }

        return DetourStretch.Find(schedule, pattern, skipped, WayOf(detour).AsSpan());
    }

    private static ImmutableArray<DetourSpan> SpansOf(Schedule schedule, int pattern, DetourStretch stretch, PublishedDetour one)
    {
        ImmutableArray<GeoPoint> way = WayOf(one.Detour);
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
        List<DetourSpan> spans = [];
        for (int position = stretch.First; position <= stretch.Last; position++)
        {
            string id = schedule.Stops.Id(stops[position]);
            bool isSkipped = one.Detour.SkippedStopIds.Contains(id)
                || (!one.Detour.StopIds.Contains(id) && LineSpan.Meters(way.AsSpan(), new GeoPoint(schedule.Stops.Latitude(stops[position]), schedule.Stops.Longitude(stops[position]))) > ApartMeters);
            if (!isSkipped)
            {
                continue;
            }

            if (spans.Count > 0 && spans[^1].Last == position - 1)
            {
                spans[^1] = spans[^1] with { Last = position };
            }
            else
            {
                spans.Add(new DetourSpan(position, position, 0, one.AlertId, one.Detour.ModifiedAt));
            }
        }

        // All of the time is lost by the end of the way.
        spans[^1] = spans[^1] with { ExtraSeconds = one.Detour.ExtraSeconds };
        return [.. spans];
    }

    /// <summary>Spans next to each other must be one (trip-modifications, Modification).</summary>
    private static ImmutableArray<DetourSpan> Merge(IEnumerable<DetourSpan> spans)
    {
        List<DetourSpan> merged = [];
        foreach (DetourSpan span in spans)
        {
            if (merged.Count > 0 && merged[^1].Last >= span.First - 1)
            {
                DetourSpan before = merged[^1];
                merged[^1] = before with
                {
                    Last = Math.Max(before.Last, span.Last), ExtraSeconds = before.ExtraSeconds + span.ExtraSeconds, ModifiedAt = Math.Max(before.ModifiedAt, span.ModifiedAt),
                };
            }
            else
            {
                merged.Add(span);
            }
        }

        return [.. merged];
    }

    private static ImmutableArray<GeoPoint> LineOf(Schedule schedule, int pattern, (DetourStretch Stretch, Detour Detour)[] detours)
    {
        Geometry line = schedule.Geometries[schedule.Patterns.GeometryIndex(pattern)];
        ImmutableArray<GeoPoint>.Builder points = ImmutableArray.CreateBuilder<GeoPoint>();
        double from = 0;
        foreach ((DetourStretch stretch, Detour detour) in detours)
        {
            Copy(line, from, stretch.From, points);
            points.AddRange(WayOf(detour));
            from = stretch.To;
        }

        Copy(line, from, line.LengthMeters, points);
        return points.ToImmutable();
    }

    private static void Copy(Geometry line, double from, double to, ImmutableArray<GeoPoint>.Builder points)
    {
        AddAt(from);
        foreach (float offset in line.Cumulative)
        {
            if (offset > from && offset < to)
            {
                AddAt(offset);
            }
        }

        if (to > from)
        {
            AddAt(to);
        }

        void AddAt(double offset)
        {
            (double lat, double lon) = line.At(offset);
            points.Add(new GeoPoint(lat, lon));
        }
    }
}
