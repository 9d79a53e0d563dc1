using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Server.Hosting;

/// <summary>A device as readers see it: what came from it, and what the devices file says of it.</summary>
/// <param name="Health">What came from it; of a registered device that never sent anything, nothing.</param>
/// <param name="Described">What the file says; null: it is not registered.</param>
internal readonly record struct FeedDevice(DeviceHealth Health, CountingDevice? Described)
{
    /// <summary>Whether it stands in the file, or counts without.</summary>
    public bool IsCounting => this.Described is not null || this.Health.Counts.Count > 0 || this.Health.Passages > 0;
}

/// <summary>The devices of a feed: those of the devices file and those that were heard of. Safe for many threads.</summary>
/// <param name="registry">Those of the file at start.</param>
/// <param name="heard">The ids of those heard of, in order.</param>
/// <param name="find">One of those heard of.</param>
internal sealed class FeedDevices(DeviceRegistry registry, Func<IReadOnlyList<DeviceId>> heard, Func<DeviceId, DeviceHealth?> find)
{
    private volatile DeviceRegistry current = registry;

    /// <summary>Those of the file, as it was last read.</summary>
    public DeviceRegistry Registry => this.current;

    /// <summary>The file was read anew; what was heard of its devices stays.</summary>
    public void Replace(DeviceRegistry read) => this.current = read;

    /// <summary>All of them in the order of their ids; what came from a device is read when it is its turn, so that a page costs what stands on it.</summary>
    /// <param name="after">Those up to this one are left out; null: none is.</param>
    public IEnumerable<FeedDevice> List(DeviceId? after = null)
    {
        IReadOnlyList<DeviceId> known = heard();
        ImmutableArray<CountingDevice> described = this.current.All;
        int next = FirstAfter(known.Count, i => known[i], after);
        for (int place = FirstAfter(described.Length, i => described[i].Id, after); place < described.Length || next < known.Count;)
        {
            int order = place == described.Length ? -1 : next == known.Count ? 1 : known[next].CompareTo(described[place].Id);
            DeviceId id = order <= 0 ? known[next++] : described[place].Id;
            yield return new FeedDevice(find(id) ?? new DeviceHealth { Device = id }, order >= 0 ? described[place++] : null);
        }
    }

    /// <summary>Those of the file alone, in the order of their ids: what a map asks for again and again beside a hundred thousand vehicles.</summary>
    public IEnumerable<FeedDevice> ListRegistered() =>
        this.current.All.Select(device => new FeedDevice(find(device.Id) ?? new DeviceHealth { Device = device.Id }, device));

    private static int FirstAfter(int count, Func<int, DeviceId> id, DeviceId? after)
    {
        (int low, int high) = (0, after is null ? 0 : count);
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = id(middle).CompareTo(after!.Value) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

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
