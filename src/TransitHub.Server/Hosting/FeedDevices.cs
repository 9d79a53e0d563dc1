using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Server.Hosting;

/// <summary>A device as readers see it: what came from it, and what the devices file says of it.</summary>
/// <param name="Health">What came from it; of a registered device that never sent anything, nothing.</param>
/// <param name="Described">What the file says; null: it is not registered.</param>
internal readonly record struct FeedDevice(DeviceHealth Health, CountingDevice? Described);

/// <summary>The devices of a feed: those of the devices file and those that were heard of. Safe for many threads.</summary>
/// <param name="registry">Those of the file at start.</param>
/// <param name="heard">Those heard of, in the order of their ids.</param>
/// <param name="find">One of those heard of.</param>
internal sealed class FeedDevices(DeviceRegistry registry, Func<IReadOnlyList<DeviceHealth>> heard, Func<DeviceId, DeviceHealth?> find)
{
    private volatile DeviceRegistry current = registry;

    /// <summary>Those of the file, as it was last read.</summary>
    public DeviceRegistry Registry => this.current;

    /// <summary>The file was read anew; what was heard of its devices stays.</summary>
    public void Replace(DeviceRegistry read) => this.current = read;

    /// <summary>All of them in the order of their ids.</summary>
    public IEnumerable<FeedDevice> List()
    {
        IReadOnlyList<DeviceHealth> known = heard();
        int next = 0;
        foreach (CountingDevice device in this.current.All)
        {
            for (; next < known.Count && known[next].Device.CompareTo(device.Id) < 0; next++)
            {
                yield return new FeedDevice(known[next], null);
            }

            bool isHeard = next < known.Count && known[next].Device == device.Id;
            yield return new FeedDevice(isHeard ? known[next++] : new DeviceHealth { Device = device.Id }, device);
        }

        for (; next < known.Count; next++)
        {
            yield return new FeedDevice(known[next], null);
        }
    }

    /// <summary>Those of the file alone, in the order of their ids: what a map asks for again and again beside a hundred thousand vehicles.</summary>
    public IEnumerable<FeedDevice> ListRegistered() =>
        this.current.All.Select(device => new FeedDevice(find(device.Id) ?? new DeviceHealth { Device = device.Id }, device));

    /// <summary>One of them.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out FeedDevice? device)
    {
        device = null;
        if (DeviceId.TryParse(id, out DeviceId parsed))
        {
            bool isRegistered = this.current.TryFind(parsed, out CountingDevice? described);
            DeviceHealth? health = find(parsed) ?? (isRegistered ? new DeviceHealth { Device = parsed } : null);
            device = health is null ? null : new FeedDevice(health, described);
        }

        return device is not null;
    }
}
