using System.Collections.Immutable;
using System.Diagnostics;
using System.IO.Hashing;
using TransitHub.Core.Counting;
using TransitHub.Core.Graphs;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// What is made of a shard's log: gate, device table, pipeline, and what they count. A pure function of the records in the order of the log, of
/// which ticks are some: whoever takes in the same records has the same state, bit for bit. One thread uses it; what is said to be safe for
/// readers is.
/// </summary>
public sealed class ShardMachine
{
    [NotKept]
    private readonly ShardSetup setup;
    private readonly ObservationGate gate;
    private readonly FusionPipeline pipeline;
    private readonly List<LinkTraversal> told = [];
    private readonly HeardShards heard = new();
    private readonly long[] acceptedOf = new long[ObservationKindText.Count];
    private Timestamp now;
    private Timestamp advancedAt;
    private Timestamp shownAt;
    private int shownVehicles;
    private bool isChanged;
    private string madeOf;
    private ulong learnedFrom;

    /// <summary>Starts knowing nothing.</summary>
    /// <param name="setup">What it is made of.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public ShardMachine(ShardSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        SettingRanges.ThrowIfAny(setup.Options.Check(), nameof(setup));
        this.setup = setup;
        this.madeOf = ShardFingerprint.Of(setup);
        this.Ledger = new RejectionLedger();
        this.Devices = new DeviceTable(setup.Options.Gate.MaxDevices);
        this.gate = new ObservationGate(setup.Options.Gate, setup.Schedule.Extent, setup.Devices is null ? null : setup.Devices.IsZone, setup.Devices is null ? null : setup.Devices.Vehicles.IsPrivate);
        this.pipeline = new FusionPipeline(
            setup.Shard.Feed, setup.Schedule, setup.Options.Fusion, this.Ledger, setup.Model, setup.Devices, setup.LoadModel, loadSamples: null,
            setup.Shards > 1 ? this.told : null);
    }

    /// <summary>What it is made of.</summary>
    internal ShardSetup Setup => this.setup;

    /// <summary>The last record that was taken in; 0: none.</summary>
    public long Sequence { get; private set; }

    /// <summary>Observations that the gate let through.</summary>
    public long Accepted { get; private set; }

    /// <summary>Observations that the gate refused; by reason in the ledger.</summary>
    public long Rejected { get; private set; }

    /// <summary>Everything refused or left without a run, by reason. Any thread may read it.</summary>
    public RejectionLedger Ledger { get; }

    /// <summary>Status and last word of each device. Any thread may read it.</summary>
    public DeviceTable Devices { get; }

    /// <summary>What is counted. Any thread may read it.</summary>
    public CountBook Counting => this.pipeline.Counting;

    /// <summary>What the pipeline has done.</summary>
    public FusionCounters Counters => this.pipeline.Counters;

    /// <summary>Told what the gate said of an observation that is followed, before that goes on; null: nobody is. It has no part in what is made.</summary>
    public Action<Observation, GateVerdict>? Judged { get; set; }

    /// <summary>How many observations of a kind the gate let through.</summary>
    public long AcceptedOf(ObservationKind kind) => this.acceptedOf[(int)kind];

    /// <summary>Takes in the record behind the last one.</summary>
    /// <returns>A new state, if this was a tick and anything is to be shown; else null.</returns>
    /// <exception cref="ArgumentException">The record does not follow the last one.</exception>
    public ShardOutput? Take(LoggedRecord record)
    {
        this.Follow(record.Sequence);
        Observation observation = record.Observation;
        this.now = observation.ReceivedAt > this.now ? observation.ReceivedAt : this.now;
        this.AdvanceIfDue();
        if (observation is TimerTick)
        {
            return this.Show();
        }

        if (observation is LinkTraversals links)
        {
            if (this.heard.IsNew(links))
            {
                this.pipeline.Process(observation);
            }

            return null;
        }

        this.Judge(observation);
        return null;
    }

    /// <summary>Leaves a record out that could not be taken in.</summary>
    /// <exception cref="ArgumentException">The sequence does not follow the last one.</exception>
    public void PassOver(long sequence) => this.Follow(sequence);

    /// <summary>Gives the next state the sequence behind one that was published: those who follow the shard's states see them rise without a gap, whoever makes them.</summary>
    /// <param name="state">The last one that was published; 0: none was.</param>
    public void ContinueAfter(long state) => this.pipeline.ContinueAfter(state);

    /// <summary>All that was made of the log up to <see cref="Sequence"/>, as bytes: the same of any machine that took in the same records.</summary>
    public byte[] Save() => GraphCodec.Save(this);

    /// <summary>What was learned over the days, as bytes: it says something to a machine of another static feed or other devices too.</summary>
    public byte[] EncodeHistory() => this.pipeline.EncodeHistory();

    /// <summary>
    /// Takes over what <see cref="EncodeHistory"/> gave of an earlier machine of this shard; call it before the first record. What it was learned of is
    /// not learned again where the log still has it. States are then a function of the log and of this: they name it by its checksum.
    /// </summary>
    /// <returns>False: it is damaged or of another form, and nothing was taken.</returns>
    public bool TryLearn(ReadOnlySpan<byte> history)
    {
        bool isTaken = this.pipeline.RestoreHistory(history) >= 0;
        this.learnedFrom = isTaken ? XxHash3.HashToUInt64(history) : 0;
        return isTaken;
    }

    /// <summary>Learns and counts on where a machine of another static feed is; call it before the first record, on that machine's thread.</summary>
    internal void Inherit(ShardMachine former)
    {
        this.TryLearn(former.EncodeHistory());
        this.pipeline.Counting.TryRestore(former.Counting.Encode());
        if (former.pipeline.Crowding is { } crowding)
        {
            this.pipeline.Crowding?.TryRestore(crowding.Encode());
        }
    }

    /// <summary>Takes the place of a machine that has taken in the same records: figures since the log began go on, though this one has seen the log's newest part alone.</summary>
    internal void Replace(ShardMachine former)
    {
        Debug.Assert(former.Sequence == this.Sequence, "They stand at one record.");
        (this.Accepted, this.Rejected) = (former.Accepted, former.Rejected);
        this.Devices.TakeOver(former.Devices);
        former.acceptedOf.CopyTo(this.acceptedOf, 0);
        foreach (RejectionReason reason in this.Ledger.List().Concat(former.Ledger.List()).Select(r => r.Key).Distinct())
        {
            this.Ledger.Show(reason, former.Ledger.CountOf(reason), former.Ledger.SamplesOf(reason));
        }

        foreach ((int shard, long state) in former.heard.Newest)
        {
            this.heard.Newest[shard] = Math.Max(state, this.heard.Newest.GetValueOrDefault(shard));
        }

        // Readers are to see it at the next tick, though nothing is new in it.
        (this.isChanged, this.shownAt) = (true, default);
    }

    /// <summary>Takes over what <see cref="Save"/> gave of a machine of the same setup; call it before the first record.</summary>
    /// <returns>Null: it was taken over. Else why not, in one sentence: this machine is of no use then, and a new one has to read the log.</returns>
    public string? TryRestore(ReadOnlyMemory<byte> state)
    {
        string here = this.madeOf;
        try
        {
            GraphCodec.Restore(this, state, this.setup.Schedule, this.setup.Options.Fusion);
        }
        catch (Exception e) when (e is GraphFormatException or ArgumentException)
        {
            return e.Message;
        }

        return this.madeOf == here ? null : $"The state was made of {this.madeOf}; here it is {here}.";
    }

    /// <summary>Records may be missing where a log was trimmed or damaged, but none comes twice.</summary>
    private void Follow(long sequence)
    {
        if (sequence <= this.Sequence)
        {
            throw new ArgumentException($"Record {sequence} of {this.setup.Shard} was taken in before: the last one was {this.Sequence}.", nameof(sequence));
        }

        this.Sequence = sequence;
    }

    private void Judge(Observation observation)
    {
        // Followed or not, what is made of it is the same: nothing behind this has its trace.
        Observation plain = observation.Trace is null ? observation : observation with { Trace = null };
        GateVerdict verdict = this.gate.Check(plain);
        if (observation.Trace is not null)
        {
            this.Judged?.Invoke(observation, verdict);
        }

        if (verdict.Accepted is { } good)
        {
            this.Accepted++;
            this.acceptedOf[(int)good.Kind]++;
            this.Devices.NoteAccepted(good);
            this.Process(good);
            this.isChanged = true;
            return;
        }

        this.Rejected++;
        this.Ledger.Add(observation.ReceivedAt, verdict.Reason, observation.Device.ToString(), verdict.Detail);
        this.Devices.NoteRefused(observation, verdict.Reason);
    }

    /// <summary>What a history that was taken over knows of is no news.</summary>
    private void Process(Observation good)
    {
        if (good.ReceivedAt <= this.pipeline.RestoredThrough)
        {
            this.pipeline.Restore(good);
        }
        else
        {
            this.pipeline.Process(good);
        }
    }

    private void AdvanceIfDue()
    {
        if (StateTempo.IsAdvanceDue(this.now, this.advancedAt))
        {
            this.advancedAt = this.now;
            this.pipeline.Advance(this.now);
            this.isChanged = true;
        }
    }

    private ShardOutput? Show()
    {
        if (!this.isChanged || !StateTempo.IsStateDue(this.now, this.shownAt, this.shownVehicles, this.setup.Options.Loop))
        {
            return null;
        }

        HubSnapshot state = this.pipeline.TakeSnapshot(this.now);
        this.shownAt = this.now;
        this.shownVehicles = state.Vehicles.Length;
        this.isChanged = false;
        ImmutableArray<LinkTraversal> links = [.. this.told];
        this.told.Clear();
        return new ShardOutput(state, links);
    }
}
