using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.States;
using TransitHub.Gtfs;

namespace TransitHub.Chaos;

/// <summary>
/// Makes a shard's state of its log once more, undisturbed, and compares: byte for byte with the kept state, and with the numbers of what was published.
/// </summary>
/// <param name="city">Whose devices published.</param>
/// <param name="schedule">Its static feed, as the hub read it.</param>
/// <param name="shards">How many shards it has.</param>
internal sealed class LogCheck(ChaosCity city, Schedule schedule, int shards)
{
    /// <summary>The name under which a shard's state is kept.</summary>
    public const string StateName = "fusion";

    private readonly SeenReports seen = new(city.Sources);
    private readonly long[] newest = [.. Enumerable.Repeat(-1L, city.Sources)];
    private readonly List<string> faults = [];

    /// <summary>Records of the city's observations.</summary>
    public long Logged { get; private set; }

    /// <summary>Of these, the ones that were there before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Of these, first ones that a newer one of the same vehicle had overtaken.</summary>
    public long Overtaken { get; private set; }

    /// <summary>Records that were left out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Bytes of the states that were compared.</summary>
    public long ComparedBytes { get; private set; }

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<string> Faults => this.faults;

    /// <summary>Looks at a shard.</summary>
    public async Task CheckAsync(IHubStorage storage, ShardId shard, CancellationToken cancellation)
    {
        StateReading kept = await storage.States.ReadAsync(shard, StateName, cancellation);
        if (kept.State is not { } state)
        {
            this.faults.Add($"{shard} has no state. {kept.Problem}");
            return;
        }

        QuarantineList quarantine = await storage.Quarantine.ListAsync(shard, cancellation);
        HashSet<long> leftOut = [.. quarantine.Records.Select(r => r.Sequence)];
        this.LeftOut += leftOut.Count + quarantine.LeftOut;
        this.faults.AddRange(quarantine.Records.Select(r => $"{shard} left record {r.Sequence} out: {r.Reason}"));
        var machine = new ShardMachine(new ShardSetup(shard, shards, schedule, new FeedRuntimeOptions()) { Devices = DeviceRegistry.Empty });
        (long observations, long accepted, long counts) = await this.RunAsync(storage, shard, machine, state.Sequence, leftOut, cancellation);
        this.Compare(shard, "records accepted by the gate", accepted, machine.Accepted);
        this.Compare(shard, "records refused by the gate", observations - accepted, machine.Rejected);
        this.Compare(shard, "people counted", counts, machine.Counting.Ledger.GrandTotal);
        byte[] undisturbed = machine.Save();
        this.ComparedBytes += undisturbed.Length;
        ReadOnlyMemory<byte> content = PackedState.Unpack(state.Content);
        if (!content.Span.SequenceEqual(undisturbed))
        {
            int at = content.Span.CommonPrefixLength(undisturbed);
            this.faults.Add($"{shard}: the kept state at {state.Sequence} has {content.Length} bytes, that of an undisturbed run {undisturbed.Length}, and they differ from byte {at} on.");
        }
    }

    /// <summary>How many of a source's first reports are in no log.</summary>
    public long LostOf(int source, long acknowledged) => this.seen.MissingOf(source, acknowledged);

    /// <summary>Gives the log up to the state to the machine, and counts what is to come of it.</summary>
    private async Task<(long Observations, long Accepted, long Counts)> RunAsync(
        IHubStorage storage, ShardId shard, ShardMachine machine, long last, HashSet<long> leftOut, CancellationToken cancellation)
    {
        (long observations, long accepted, long counts) = (0, 0, 0);
        IObservationLog log = await storage.OpenLogAsync(shard, null, notice => this.faults.Add($"{shard}: {notice.Message}"), cancellation);
        await using (log)
        {
            foreach (LoggedRecord record in log.ReadAfter(0, cancellation))
            {
                if (record.Sequence > last)
                {
                    if (city.Find(record.Observation) is not null)
                    {
                        this.faults.Add($"{shard}: the kept state ends at {last}, before record {record.Sequence} of {record.Observation.Device}.");
                        break;
                    }

                    continue;
                }

                if (leftOut.Contains(record.Sequence))
                {
                    machine.PassOver(record.Sequence);
                    continue;
                }

                machine.Take(record);
                if (city.Find(record.Observation) is var (source, number))
                {
                    bool takesEffect = this.TakesEffect(source, number);
                    observations++;
                    accepted += takesEffect ? 1 : 0;
                    counts += takesEffect && record.Observation is TrafficCount ? 1 : 0;
                }
            }
        }

        return (observations, accepted, counts);
    }

    /// <summary>Each report once; and a position not after a newer one.</summary>
    private bool TakesEffect(int source, long number)
    {
        this.Logged++;
        bool isRepeated = !this.seen.Add(source, number);
        this.Repeated += isRepeated ? 1 : 0;
        if (isRepeated || !city.IsVehicle(source))
        {
            return !isRepeated;
        }

        bool isOvertaken = number < this.newest[source];
        this.Overtaken += isOvertaken ? 1 : 0;
        this.newest[source] = Math.Max(this.newest[source], number);
        return !isOvertaken;
    }

    private void Compare(ShardId shard, string what, long expected, long found)
    {
        if (expected != found)
        {
            this.faults.Add(FormattableString.Invariant($"{shard}: {found} {what}, and by their numbers it should be {expected}."));
        }
    }
}
