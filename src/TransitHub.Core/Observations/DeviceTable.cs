using System.Collections.Concurrent;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>Status and last word of every device of a feed. One thread writes, any thread reads.</summary>
public sealed class DeviceTable
{
    private readonly ConcurrentDictionary<DeviceId, Entry> entries = new();
    private readonly int maxDevices;

    /// <summary>Made for whoever reads; a state that had it would tell who did.</summary>
    [NotKept]
    private DeviceId[] sorted = [];

    /// <summary>Starts empty.</summary>
    /// <param name="maxDevices">Devices kept at most; further ones are not listed. 1 to 1,000,000.</param>
    public DeviceTable(int maxDevices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDevices, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDevices, 1_000_000);
        this.maxDevices = maxDevices;
    }

    /// <summary>How many devices are known.</summary>
    public int Count => this.entries.Count;

    /// <summary>The device, or null.</summary>
    public DeviceHealth? Find(DeviceId id) => this.entries.TryGetValue(id, out Entry? entry) ? entry.Read(id) : null;

    /// <summary>All devices in the order of their ids.</summary>
    public IReadOnlyList<DeviceHealth> List() => [.. this.Ids().Select(id => this.entries[id].Read(id))];

    /// <summary>The ids of all devices, in order. None ever goes, so they are sorted again only when there are more.</summary>
    public IReadOnlyList<DeviceId> Ids()
    {
        DeviceId[] known = Volatile.Read(ref this.sorted);
        if (known.Length != this.entries.Count)
        {
            known = [.. this.entries.Keys.Order()];
            Volatile.Write(ref this.sorted, known);
        }

        return known;
    }

    /// <summary>Has what another table has in place of its own; that one is of no use afterwards.</summary>
    internal void TakeOver(DeviceTable other)
    {
        this.entries.Clear();
        foreach ((DeviceId id, Entry entry) in other.entries)
        {
            this.entries[id] = entry;
        }

        Volatile.Write(ref this.sorted, []);
    }

    /// <summary>Notes an accepted observation; another agency's feed is no device.</summary>
    internal void NoteAccepted(Observation observation)
    {
        if (observation is not (UpstreamEntity or ServiceChanges) && this.FindOrAdd(observation.Device) is { } entry)
        {
            entry.Accept(observation);
        }
    }

    /// <summary>Notes a refused observation.</summary>
    internal void NoteRefused(Observation observation, RejectionReason reason)
    {
        if (this.FindOrAdd(observation.Device) is { } entry)
        {
            entry.Refuse(observation, reason);
        }
    }

    private Entry? FindOrAdd(DeviceId id)
    {
        if (!this.entries.TryGetValue(id, out Entry? entry) && this.entries.Count < this.maxDevices)
        {
            entry = this.entries.GetOrAdd(id, static _ => new Entry());
        }

        return entry;
    }

    /// <summary>Its lock is held for a few assignments only and hardly ever contended.</summary>
    private sealed class Entry
    {
        private readonly Lock sync = new();
        private Timestamp? lastSeen;
        private Timestamp? lastMeasured;
        private long correction;
        private long accepted;
        private long refused;
        private RejectionReason lastRefusal;
        private SortedDictionary<RejectionReason, long>? refusals;
        private StatusReport? status;
        private DeviceCounts? counts;

        public void Accept(Observation observation)
        {
            lock (this.sync)
            {
                this.accepted++;
                this.See(observation);
                if (observation is AvlReport report)
                {
                    this.lastMeasured = report.CorrectedAt;
                    this.correction = report.ClockCorrectionMilliseconds;
                }
                else if (observation is StatusReport word)
                {
                    this.status = word;
                }
                else
                {
                    this.correction = observation switch
                    {
                        PassageReport passage => passage.ClockCorrectionMilliseconds,
                        TrafficCount count => count.ClockCorrectionMilliseconds,
                        PassengerCount riders => riders.ClockCorrectionMilliseconds,
                        _ => this.correction,
                    };
                    (this.counts ??= new DeviceCounts()).Take(observation);
                }
            }
        }

        public void Refuse(Observation observation, RejectionReason reason)
        {
            lock (this.sync)
            {
                this.refused++;
                this.lastRefusal = reason;
                this.refusals ??= [];
                this.refusals[reason] = this.refusals.GetValueOrDefault(reason) + 1;
                this.See(observation);
            }
        }

        public DeviceHealth Read(DeviceId id)
        {
            lock (this.sync)
            {
                return new DeviceHealth
                {
                    Device = id,
                    LastSeen = this.lastSeen,
                    LastMeasured = this.lastMeasured,
                    ClockCorrectionMilliseconds = this.correction,
                    Accepted = this.accepted,
                    Refused = this.refused,
                    LastRefusal = this.lastRefusal,
                    Refusals = this.refusals is null ? [] : [.. this.refusals],
                    Status = this.status,
                    Counts = this.counts?.Channels ?? [],
                    Passages = this.counts?.PassageCount ?? 0,
                    LastPassages = this.counts?.Passages ?? [],
                    LastLoad = this.counts?.Load,
                };
            }
        }

        private void See(Observation observation)
        {
            if (observation is not StatusReport { Online: false })
            {
                this.lastSeen = observation.ReceivedAt;
            }
        }
    }
}
