using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Hosting;

/// <summary>Pages of vehicles in the order of their ids. The token is the last id shown, so a page stays right while vehicles come and go.</summary>
internal static class VehiclePage
{
    /// <summary>The vehicles that match, after the token's.</summary>
    /// <returns>The page, and the token of the next one; null when there is none.</returns>
    public static (IReadOnlyList<VehicleSnapshot> Page, string? Next) Take(SnapshotIndex index, WatchFilter filter, string? after, int size)
    {
        ImmutableArray<VehicleSnapshot> all = index.State.Vehicles;
        IEnumerable<VehicleSnapshot> rest = DeviceId.TryParse(after, out DeviceId last) ? all.SkipWhile(v => v.Id.CompareTo(last) <= 0) : all;
        List<VehicleSnapshot> page = [.. rest.Where(v => filter.Matches(v, index)).Take(size + 1)];
        if (page.Count <= size)
        {
            return (page, null);
        }

        page.RemoveAt(size);
        return (page, page[^1].Id.ToString());
    }
}
