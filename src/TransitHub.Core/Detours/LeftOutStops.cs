using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>Where nobody has to wait: calls that detours leave out.</summary>
public static class LeftOutStops
{
    /// <summary>Patterns and places in them.</summary>
    /// <param name="schedule">What indexes refer to.</param>
    /// <param name="detours">What riders are told of.</param>
    public static IReadOnlySet<(int Pattern, int Position)> Of(Schedule schedule, IReadOnlyCollection<PublishedDetour> detours)
    {
        HashSet<(int Pattern, int Position)> left = [];
        if (detours.Count > 0)
        {
            foreach (PatternDetour detour in DetourFit.Fit(schedule, detours).Values)
            {
                left.UnionWith(detour.Spans.SelectMany(s => Enumerable.Range(s.First, s.Last - s.First + 1)).Select(position => (detour.Pattern, position)));
            }
        }

        return left;
    }
}
