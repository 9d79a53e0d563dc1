using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Hosting;

/// <summary>Pages of crowded and quiet stops in the order of the static feed. The token is the last stop id shown.</summary>
internal static class CrowdingPage
{
    /// <summary>The stops that match, after the token's.</summary>
    /// <returns>The page, and the token of the next one; null when there is none.</returns>
    public static (IReadOnlyList<StopCrowding> Page, string? Next) Take(HubSnapshot state, WatchFilter filter, string? after, int size)
    {
        int last = after is not null && state.Schedule.Stops.TryFind(after, out int index) ? index : -1;
        List<StopCrowding> page = [.. state.Crowding.Where(c => c.Stop > last && filter.Matches(c, state.Schedule)).Take(size + 1)];
        if (page.Count <= size)
        {
            return (page, null);
        }

        page.RemoveAt(size);
        return (page, state.Schedule.Stops.Id(page[^1].Stop));
    }
}
