using System.Collections.Concurrent;
using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>
/// Notices devices that fail. Each quarter of an hour, what a device counted is held against what its channels count at this hour of the week, times
/// how all other devices of the feed do at the same moment, so that a holiday or a storm is no failure; the evidence for each fault adds up.
/// A device that fails loses trust: what it does not see says nothing, and not that nothing came. A pure function of records and time.
/// One thread writes, any thread reads verdicts.
/// </summary>
public sealed class DeviceWatch
{
    /// <summary>Length of a window.</summary>
    internal const long WindowMilliseconds = 900_000;

    /// <summary>A window is looked at so long after its end, since counts come late.</summary>
    private const long GraceMilliseconds = 120_000;

    /// <summary>After a longer pause the windows in between are passed over.</summary>
    private const long LongestPause = 24 * 3600_000;

    private const int RecentWindows = 4;

    /// <summary>
    /// Evidence that a quarter of an hour may give for less or for twice, and what it loses: quarters of one day hang together, and a day with
    /// half or twice the usual traffic comes about without a fault. Fifteen hours of counting must agree.
    /// </summary>
    private const double MostOfQuarter = 0.3;

    private const double DriftOfQuarter = 0.1;

    /// <summary>What a quarter of an hour of a suspect device counts for in what is usual.</summary>
    private const double SuspectWeight = 0.1;

    private readonly CountLedger ledger;
    private readonly Func<Timestamp, int> hourOfWeek;
    private readonly NeighborWatch neighbors;
    private readonly SortedDictionary<DeviceId, WatchedDevice> devices = [];
    private readonly ConcurrentDictionary<DeviceId, DeviceVerdict> verdicts = new();

    /// <summary>Starts knowing nothing.</summary>
    /// <param name="ledger">Has the bins.</param>
    /// <param name="hourOfWeek">Hours since Monday 00:00 local time.</param>
    /// <param name="neighbors">Lines next to each other.</param>
    internal DeviceWatch(CountLedger ledger, Func<Timestamp, int> hourOfWeek, ImmutableArray<NeighborPair> neighbors)
    {
        this.neighbors = new NeighborWatch(neighbors);
        this.ledger = ledger;
        this.hourOfWeek = hourOfWeek;
    }

    /// <summary>The start of the next window to be looked at.</summary>
    internal Timestamp Next { get; set; }

    /// <summary>The devices watched.</summary>
    internal SortedDictionary<DeviceId, WatchedDevice> Devices => this.devices;

    /// <summary>How far a device can be trusted, 0 to 1; 1 where nothing is known against it.</summary>
    public double TrustOf(DeviceId device) => this.verdicts.TryGetValue(device, out DeviceVerdict? verdict) ? verdict.Trust : 1;

    /// <summary>What is known of a device; null: nothing.</summary>
    public DeviceVerdict? Find(DeviceId device) => this.verdicts.GetValueOrDefault(device);

    /// <summary>What is known of all devices, in the order of their ids. The thread that writes asks.</summary>
    internal IEnumerable<DeviceVerdict> Verdicts => this.devices.Keys.Select(this.Find).OfType<DeviceVerdict>();

    /// <summary>Takes over what was judged elsewhere.</summary>
    internal void Show(DeviceVerdict verdict) => this.verdicts[verdict.Device] = verdict;

    /// <summary>Notes that a device was heard; positions and riders on board are of other devices.</summary>
    internal void Hear(Observation observation)
    {
        if (observation is TrafficCount or PassageReport)
        {
            this.FindOrAdd(observation.Device).Hear(observation);
        }
        else if (observation is StatusReport && this.devices.TryGetValue(observation.Device, out WatchedDevice? known))
        {
            known.Hear(observation);
            this.Judge(observation.Device, known, observation.ReceivedAt);
        }
    }

    /// <summary>Lets time pass.</summary>
    internal void Advance(Timestamp now)
    {
        long last = now.UnixMilliseconds - GraceMilliseconds - WindowMilliseconds;
        if (now.UnixMilliseconds - this.Next.UnixMilliseconds > LongestPause)
        {
            this.Next = new Timestamp(last - (last % WindowMilliseconds));
        }

        for (; this.Next.UnixMilliseconds <= last; this.Next = this.Next.AddMilliseconds(WindowMilliseconds))
        {
            this.ledger.Whole(() => this.LookAt(this.Next));
            foreach ((DeviceId id, WatchedDevice device) in this.devices)
            {
                this.Judge(id, device, now);
            }
        }
    }

    /// <summary>The device, made when it is new.</summary>
    internal WatchedDevice FindOrAdd(DeviceId id)
    {
        if (!this.devices.TryGetValue(id, out WatchedDevice? device))
        {
            device = new WatchedDevice();
            this.ledger.Whole(() => this.devices.TryAdd(id, device));
        }

        return device;
    }

    /// <summary>What is known of a device's channels; empty: nothing. Under the ledger's lock.</summary>
    internal IEnumerable<KeyValuePair<ChannelKey, ChannelWatch>> ChannelsOf(DeviceId device) =>
        this.devices.TryGetValue(device, out WatchedDevice? known) ? known.Channels : [];

    private int LookAt(Timestamp start)
    {
        Dictionary<DeviceId, List<WindowCount>> counts = [];
        Dictionary<(DeviceId Device, ChannelKey Key), WindowCount> byLine = [];
        Dictionary<string, (double Counted, double Expected, int Devices)> byClass = new(StringComparer.Ordinal);
        int hour = this.hourOfWeek(start);
        foreach ((DeviceId id, ChannelKey key, ChannelTally tally) in this.ledger.All())
        {
            if (!this.devices.TryGetValue(id, out WatchedDevice? device))
            {
                continue;
            }

            WindowCount? window = WindowCount.Of(WatchOf(device, key), key.Class, tally.Bins.All, start, hour);
            Add(id, window);
            if (window is { } counted && !this.neighbors.IsEmpty)
            {
                byLine[(id, key)] = counted;
            }
        }

        foreach ((DeviceId id, WatchedDevice device) in this.devices)
        {
            foreach ((ChannelKey key, ZoneLooks zone) in device.Zones)
            {
                // Who is present and who crossed do not rise and fall alike.
                Add(id, zone.Of(WatchOf(device, key), $"{key.Class}, present", start, hour));
            }
        }

        this.neighbors.Look(byLine, count => count.CommonFactor(byClass));
        foreach ((DeviceId id, List<WindowCount> channels) in counts)
        {
            Weigh(this.devices[id], channels, byClass, hour, start);
        }

        return counts.Count;

        void Add(DeviceId id, WindowCount? window)
        {
            if (window is not { } counted)
            {
                return;
            }

            counts.TryAdd(id, []);
            counts[id].Add(counted);
            if (counted.Expected is { } expected)
            {
                (double c, double e, int n) = byClass.GetValueOrDefault(counted.Class);
                byClass[counted.Class] = (c + Math.Min(counted.Count, (4 * expected) + 4), e + expected, n + 1);
            }
        }
    }

    private static ChannelWatch WatchOf(WatchedDevice device, ChannelKey key)
    {
        if (!device.Channels.TryGetValue(key, out ChannelWatch? channel))
        {
            channel = new ChannelWatch();
            device.Channels.Add(key, channel);
        }

        return channel;
    }

    private static void Weigh(
        WatchedDevice device, List<WindowCount> channels, Dictionary<string, (double Counted, double Expected, int Devices)> byClass, int hour, Timestamp start)
    {
        (double blind, double low, double doubled) = (0, 0, 0);
        (double counted, double expectedAll, double counting, double covered) = (0, 0, 0, 0);
        foreach (WindowCount channel in channels)
        {
            counting = Math.Max(counting, channel.Hours);
            covered = Math.Max(covered, channel.CoveredHours);
            double? expected = channel.Expected * channel.CommonFactor(byClass);
            channel.Watch.NoteRepeat(channel.Count, expected);
            if (expected is > 0 and var mean)
            {
                counted += channel.Count;
                expectedAll += mean;
                blind += channel.Evidence(mean, 0.03);
                low += channel.Evidence(mean, 0.6);
                doubled += channel.Evidence(mean, 2);
            }
        }

        device.Blind.Add(Math.Clamp(blind, -3, 3));
        device.Low.Add(Math.Clamp(low, -MostOfQuarter, MostOfQuarter) - DriftOfQuarter);
        device.Doubled.Add(Math.Clamp(doubled, -MostOfQuarter, MostOfQuarter) - DriftOfQuarter);
        device.Recent.Enqueue((counted, expectedAll, counting, covered));
        if (device.Recent.Count > RecentWindows)
        {
            device.Recent.Dequeue();
        }

        // What a blind device counts is nothing to learn from; of one that counts less or more it is slowly believed that the street has changed.
        bool isSuspect = Math.Max(device.Low.Sum, device.Doubled.Sum) > FaultEvidence.Threshold / 3;
        double weight = device.Blind.IsKnown || device.Blind.Sum > FaultEvidence.Threshold / 2 ? 0 : isSuspect ? SuspectWeight : 1;
        if (weight > 0)
        {
            channels.ForEach(c => c.Watch.Learn(hour, start.UnixMilliseconds / 86_400_000, c.Count, c.Hours, c.Expected, weight));
        }
    }

    private void Judge(DeviceId id, WatchedDevice device, Timestamp now)
    {
        FaultEvidence stuck = device.Channels.Values.Select(c => c.Stuck).MaxBy(s => s.Sum) ?? new FaultEvidence();
        DeviceId? neighbor = this.neighbors.DisagreesWith(id, out bool isOwn);
        Span<bool> isKnown =
        [
            device.IsSilent(now), device.Blind.IsKnown, stuck.IsKnown, device.Low.IsKnown && !device.Blind.IsKnown, device.Doubled.IsKnown, device.HasSteppedClock(now),
            neighbor is not null,
        ];
        ImmutableArray<DeviceFault>.Builder faults = ImmutableArray.CreateBuilder<DeviceFault>();
        for (int kind = 0; kind < isKnown.Length; kind++)
        {
            device.Since[kind] = isKnown[kind] ? device.Since[kind] ?? now : null;
            if (device.Since[kind] is { } since)
            {
                faults.Add(new DeviceFault((DeviceFaultKind)kind, since, kind == (int)DeviceFaultKind.DisagreesWithNeighbor ? neighbor : null));
            }
        }

        double counting = device.Recent.Sum(r => r.Counting);
        double covered = device.Recent.Sum(r => r.Covered);
        double? uptime = covered > 0 ? Math.Min(1, counting / covered) : null;
        double expected = device.Recent.Sum(r => r.Expected);
        double trust = isKnown[(int)DeviceFaultKind.Silent] ? 0
            : (1 - Math.Max(device.Blind.Share, stuck.Share)) * (1 - (0.5 * Math.Max(device.Low.Share, device.Doubled.Share)))
                * (isKnown[(int)DeviceFaultKind.ClockStep] ? 0.5 : 1) * (isOwn ? 0.5 : 1) * (uptime ?? 1);
        this.verdicts[id] = new DeviceVerdict(
            id, trust, faults.ToImmutable(), expected > 0 ? device.Recent.Sum(r => r.Counted) : null, expected > 0 ? expected : null, uptime);
    }
}
