using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// A shard while a process has its lease: reads the log, gives each record to the machine, publishes what comes of it, and keeps the state. Whoever has
/// the shard next goes on with the kept state and makes the same of the same records. One thread uses it, and waits for the storage.
/// </summary>
public sealed class ShardWork : IAsyncDisposable
{
    private const int RecordsPerLook = 64;
    private readonly ShardSite site;
    private readonly Lease lease;
    private readonly IObservationLog log;
    private readonly ShardProgress progress;
    private readonly CancellationToken ended;
    private readonly PoisonBook poison;
    private readonly ShardSwap swap;
    private readonly StateKeeper states;
    private readonly HistoryKeeper history;
    private readonly ReportKeeper reports;
    private readonly TickWriter ticks;
    private readonly ChangesWriter changes;
    private readonly LinkPost post;
    private readonly ShardTelemetry telemetry;
    private long published;
    private HubSnapshot? before;
    private readonly long foundEnd;
    private ShardMachine machine;
    private Timestamp newest = new(long.MinValue);
    private bool isNew;
    private bool hasReachedEnd;

    private ShardWork(ShardSite site, Lease lease, IObservationLog log, ShardProgress progress, CancellationToken ended)
    {
        this.site = site;
        this.lease = lease;
        this.log = log;
        this.progress = progress;
        this.ended = ended;
        this.foundEnd = log.LastSequence;
        this.poison = new PoisonBook(site, progress, ended);
        this.swap = new ShardSwap(site, log, lease, this.poison, ended);
        this.states = new StateKeeper(site, log, lease, progress, () => this.swap.Through, ended);
        this.history = new HistoryKeeper(site, lease, ended);
        this.reports = new ReportKeeper(site, log, lease, progress, ended);
        this.ticks = new TickWriter(log, site.Setup.Options.Loop.SnapshotIntervalMilliseconds, site.Clock, ended);
        this.changes = new ChangesWriter(site, log, ended);
        this.post = new LinkPost(site, progress, ended);
        this.telemetry = new ShardTelemetry(site.Setup.Shard, site.Clock);
        this.poison.Open();

        // Read under the lease: nobody else publishes from here on.
        this.published = site.Storage.Changes.ExtentAsync(lease.Name, ended).AsTask().GetAwaiter().GetResult().Last;
        this.machine = this.Restore();
    }

    /// <summary>What was made of the log so far; for the shard's thread alone.</summary>
    public ShardMachine Machine => this.machine;

    /// <summary>Takes the shard up where its last owner left it.</summary>
    /// <param name="site">The shard's.</param>
    /// <param name="lease">Its lease, held.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="ended">Cancelled when the lease is lost.</param>
    /// <exception cref="IOException">The storage failed, or the lease is lost.</exception>
    public static ShardWork Open(ShardSite site, Lease lease, ShardProgress progress, CancellationToken ended)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(progress);
        progress.IsCurrent = false;
        progress.NoteTakeover();
        IObservationLog log = site.Storage.OpenLogAsync(site.Setup.Shard, lease, notice => site.Notice(notice.Message), ended).AsTask().GetAwaiter().GetResult();
        try
        {
            return new ShardWork(site, lease, log, progress, ended);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Takes in what the log has, as far as it was durable when reading came there.</summary>
    /// <param name="stop">Ends it between two records.</param>
    /// <returns>False: there was nothing.</returns>
    /// <exception cref="LeaseLostException">The lease is not held any more: what was made since the last state counts for nothing.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    public bool Step(CancellationToken stop)
    {
        this.TickIfCurrent();
        long taken = 0;
        foreach (LoggedRecord record in this.log.ReadAfter(this.machine.Sequence, this.ended))
        {
            if (stop.IsCancellationRequested)
            {
                return true;
            }

            if (!this.TryTake(record))
            {
                this.machine = this.Restore();
                return true;
            }

            if (++taken % RecordsPerLook == 0)
            {
                this.Look(RecordsPerLook);
            }
        }

        this.Look(taken % RecordsPerLook);
        this.Settle();
        this.hasReachedEnd = true;
        this.progress.IsCurrent = true;
        if (this.swap.Take(this.machine) is { } other)
        {
            this.GoOver(other);
        }

        return taken > 0;
    }

    /// <summary>Keeps the state, so that the next owner has nothing to read again.</summary>
    /// <exception cref="IOException">The storage failed, or the lease is lost.</exception>
    public void Finish()
    {
        if (!this.isNew && this.machine.Sequence > this.states.Sequence)
        {
            this.states.Save(this.machine);
        }

        this.states.Wait();
        if (!this.isNew)
        {
            this.history.Save(this.machine);
        }

        this.reports.SaveLast(this.machine);
    }

    /// <summary>Lets go of the log. Nothing is kept by it.</summary>
    public async ValueTask DisposeAsync()
    {
        this.swap.Drop();
        await this.states.EndedAsync().ConfigureAwait(false);
        await this.history.EndedAsync().ConfigureAwait(false);
        await this.reports.EndedAsync().ConfigureAwait(false);
        await this.post.DisposeAsync().ConfigureAwait(false);
        await this.log.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>False: the machine failed and is to be made again.</summary>
    private bool TryTake(LoggedRecord record)
    {
        if (this.poison.IsLeftOut(record.Sequence))
        {
            this.machine.PassOver(record.Sequence);
            return true;
        }

        ShardOutput? output;
        try
        {
            this.telemetry.Begin(record.Observation);
            output = this.site.Take(this.machine, record);
            this.telemetry.End();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            this.poison.Note(record, exception);
            return false;
        }

        this.newest = record.Observation.ReceivedAt > this.newest ? record.Observation.ReceivedAt : this.newest;
        if (output is not null)
        {
            this.Show(output);
        }

        return true;
    }

    /// <summary>
    /// Publishes a state unless it was before. Those who follow have the state before it, which is the same whoever made it; an owner that did not make
    /// it again tells all.
    /// </summary>
    private void Show(ShardOutput output)
    {
        if (this.isNew)
        {
            this.telemetry.Forget();
            return;
        }

        HubSnapshot? former = this.before;
        this.before = output.State;
        if (output.State.Sequence <= this.published)
        {
            this.telemetry.Forget();
            return;
        }

        // Links first: a state that was published is a sign that its links were told.
        this.post.SendAsync(output).GetAwaiter().GetResult();
        try
        {
            byte[] told = this.site.Encode(ShardChanges.Of(output.State, former) with { Followed = this.telemetry.Told });
            this.site.Storage.Changes.AppendAsync(output.State.Sequence, told, this.lease, this.ended).AsTask().GetAwaiter().GetResult();
            this.published = output.State.Sequence;
            this.telemetry.Published(this.published);
        }
        catch (ChangeGapException gap)
        {
            this.site.Notice($"{gap.Message} {this.site.Setup.Shard} does so.");
            this.published = gap.Last;
            this.GoOnAnew();
        }
    }

    private void Look(long taken)
    {
        this.ended.ThrowIfCancellationRequested();
        long behind = this.newest.UnixMilliseconds == long.MinValue ? 0 : Timestamp.Now(this.site.Clock).UnixMilliseconds - this.newest.UnixMilliseconds;
        this.progress.NoteTaken(taken, this.machine.Sequence, behind);
        this.progress.NoteEnd(this.log.LastSequence);
        if (this.isNew && this.machine.Sequence >= this.foundEnd)
        {
            this.Settle();
        }

        if (!this.isNew)
        {
            this.states.SaveIfDue(this.machine);
            this.history.SaveIfDue(this.machine);
        }

        this.reports.SaveIfDue(this.machine);

        this.TickIfCurrent();
    }

    /// <summary>Ticks up to where the log ended are in it already. From there on there is one as often as states are due, even if records come faster than they are taken in.</summary>
    private void TickIfCurrent()
    {
        if (this.hasReachedEnd)
        {
            this.changes.AppendIfNew(this.newest);
            this.ticks.AppendIfDue(this.newest);
        }
    }

    /// <summary>The machine of the kept state; a new one where there is none that can be used.</summary>
    private ShardMachine Restore()
    {
        this.newest = new Timestamp(long.MinValue);
        this.before = null;
        this.telemetry.Forget();
        StateReading reading = this.states.Read();
        ShardSetup[] setups = this.Setups();
        if (reading.State is { } state)
        {
            string? wrong = state.Schema == StateKeeper.Schema ? null : $"It has the schema {state.Schema}, and this hub knows {StateKeeper.Schema}.";
            ReadOnlyMemory<byte> content = wrong is null ? PackedState.Unpack(state.Content) : default;
            foreach (ShardSetup setup in wrong is null ? setups : [])
            {
                ShardMachine kept = this.NewMachine(setup);
                string? flaw = this.site.Restore(kept, content);
                if (flaw is null && kept.Sequence == state.Sequence)
                {
                    this.states.Sequence = state.Sequence;
                    this.isNew = false;
                    return kept;
                }

                wrong ??= flaw;
            }

            this.site.Notice($"The state of {this.site.Setup.Shard} cannot be used, so it is made anew from what is left of the log and from what it learned on earlier days. {wrong}");
        }
        else if (reading.Problem is { } problem)
        {
            this.site.Notice($"{problem} {this.site.Setup.Shard} is made anew from what is left of its log.");
        }

        ShardMachine restored = this.NewMachine(setups[^1]);
        this.history.Teach(restored);
        this.states.Sequence = 0;
        this.isNew = true;
        return restored;
    }

    /// <summary>Of what the machine may be made: a shard that goes over to another static feed stands on either, as its kept state says. The last one is what is to be.</summary>
    private ShardSetup[] Setups()
    {
        ShardSetup here = this.machine?.Setup ?? this.site.Setup;
        return this.site.Also is { } also && also.Schedule.ContentHash != here.Schedule.ContentHash ? [here, also] : [here];
    }

    private ShardMachine NewMachine(ShardSetup setup) => new(setup) { Judged = this.telemetry.Judged };

    /// <summary>
    /// Another static feed counts from here on. The switch is the kept state and no record of the log: who is killed before it is kept did not tell anything
    /// of the new one, and who comes after it goes on from it.
    /// </summary>
    private void GoOver(ShardMachine other)
    {
        this.telemetry.Forget();
        this.machine = other;
        other.Judged = this.telemetry.Judged;
        this.GoOnAnew();
        this.site.Notice($"{this.site.Setup.Shard} stands on static version {other.Setup.Schedule.Version} from record {other.Sequence} on.");
    }

    /// <summary>
    /// A machine that was made anew shows nothing before it has come to the end of the log and its state is kept: from then on every owner goes on from
    /// a kept state, and gives the same states the same sequences.
    /// </summary>
    private void Settle()
    {
        if (this.isNew)
        {
            this.GoOnAnew();
            this.isNew = false;
        }
    }

    private void GoOnAnew()
    {
        this.before = null;
        this.machine.ContinueAfter(this.published);
        this.states.Save(this.machine);
    }
}
