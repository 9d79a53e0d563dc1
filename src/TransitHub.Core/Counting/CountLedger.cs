using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>
/// The account of all counts of a feed by device, channel, class and direction: grand totals and five-minute bins. A pure function of the
/// accepted counts, in which a count that comes twice changes nothing. One thread writes, any thread reads.
/// </summary>
public sealed class CountLedger
{
    private readonly int fewestTold;
    private readonly Lock sync = new();
    private readonly SortedDictionary<DeviceId, SortedDictionary<ChannelKey, ChannelTally>> devices = [];

    /// <summary>Starts empty.</summary>
    /// <param name="fewestTold">Counts above none and below this are small: bins remember how many they are made of. 1 to 1,000.</param>
    public CountLedger(int fewestTold = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewestTold, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fewestTold, 1000);
        this.fewestTold = fewestTold;
    }

    /// <summary>All counted, of every device and channel.</summary>
    public long GrandTotal
    {
        get
        {
            lock (this.sync)
            {
                return this.devices.Values.Sum(d => d.Values.Sum(t => t.Total));
            }
        }
    }

    /// <summary>The devices that counted, in the order of their ids.</summary>
    public IReadOnlyList<DeviceId> Devices
    {
        get
        {
            lock (this.sync)
            {
                return [.. this.devices.Keys];
            }
        }
    }

    /// <summary>Takes an accepted count.</summary>
    /// <returns>How many it adds; 0 for one that tells nothing new.</returns>
    public long Take(TrafficCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        lock (this.sync)
        {
            return this.FindOrAdd(count.Device, count.Key)?.Take(count) ?? 0;
        }
    }

    /// <summary>What a device counted, in the order of its channels; empty: nothing.</summary>
    /// <param name="device">The device.</param>
    /// <param name="from">Bins that end at or before this are left out.</param>
    public IReadOnlyList<ChannelFlow> Read(DeviceId device, Timestamp from)
    {
        lock (this.sync)
        {
            return this.devices.TryGetValue(device, out SortedDictionary<ChannelKey, ChannelTally>? channels)
                ? [.. channels.Select(c => FlowOf(c.Key, c.Value, from))]
                : [];
        }
    }

    /// <summary>Every tally, for what keeps it over a restart.</summary>
    internal IEnumerable<(DeviceId Device, ChannelKey Key, ChannelTally Tally)> All() =>
        this.devices.SelectMany(d => d.Value.Select(c => (d.Key, c.Key, c.Value)));

    /// <summary>The tally of a channel; null: it counted nothing. Under <see cref="Whole"/>, or of the thread that writes.</summary>
    internal ChannelTally? Find(DeviceId device, ChannelKey key) =>
        this.devices.TryGetValue(device, out SortedDictionary<ChannelKey, ChannelTally>? channels) ? channels.GetValueOrDefault(key) : null;

    /// <summary>The tally of a channel, made when it is new; null: the device has too many channels.</summary>
    internal ChannelTally? FindOrAdd(DeviceId device, ChannelKey key)
    {
        if (!this.devices.TryGetValue(device, out SortedDictionary<ChannelKey, ChannelTally>? channels))
        {
            channels = [];
            this.devices.Add(device, channels);
        }

        if (!channels.TryGetValue(key, out ChannelTally? tally) && channels.Count < DeviceCounts.MaxChannels)
        {
            tally = new ChannelTally(this.fewestTold);
            channels.Add(key, tally);
        }

        return tally;
    }

    /// <summary>Lets a reader have the whole to itself.</summary>
    internal T Whole<T>(Func<T> read)
    {
        lock (this.sync)
        {
            return read();
        }
    }

    private static ChannelFlow FlowOf(ChannelKey key, ChannelTally tally, Timestamp from)
    {
        IReadOnlyList<CountBin> bins = tally.Bins.All;
        int first = bins.Count;
        while (first > 0 && bins[first - 1].End > from)
        {
            first--;
        }

        ImmutableArray<CountBin>.Builder shown = ImmutableArray.CreateBuilder<CountBin>(bins.Count - first);
        for (int i = first; i < bins.Count; i++)
        {
            shown.Add(bins[i]);
        }

        return new ChannelFlow(key, tally.Total, tally.Through, tally.Taken, tally.Repeated, tally.Restarts, shown.MoveToImmutable());
    }
}
