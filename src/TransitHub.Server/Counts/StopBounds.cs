using TransitHub.Core.Devices;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Counts;

/// <summary>The fewest people told of at each stop: the hub's bound, or that of a device which counts there where that is more. Safe for many threads.</summary>
/// <param name="devices">Those of the feed; the file may be read anew.</param>
/// <param name="fewestTold">The hub's bound.</param>
internal sealed class StopBounds(FeedDevices devices, int fewestTold)
{
    private volatile Bounds made = new(DeviceRegistry.Empty, []);

    /// <summary>The bound of a stop.</summary>
    public int Of(string stopId)
    {
        Bounds bounds = this.made;
        if (!ReferenceEquals(bounds.Registry, devices.Registry))
        {
            this.made = bounds = this.Make(devices.Registry);
        }

        return bounds.ByStop.GetValueOrDefault(stopId, fewestTold);
    }

    private Bounds Make(DeviceRegistry registry)
    {
        var byStop = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (CountingDevice device in registry.All)
        {
            int bound = PublicCount.FewestTold(device, fewestTold);
            foreach (string stop in device.Channels.Select(c => c.StopId).OfType<string>())
            {
                byStop[stop] = Math.Max(bound, byStop.GetValueOrDefault(stop));
            }
        }

        return new Bounds(registry, byStop);
    }

    private sealed record Bounds(DeviceRegistry Registry, Dictionary<string, int> ByStop);
}
