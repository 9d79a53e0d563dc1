using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>Keeps a shard's state now and then, and trims the log by it. Writing to the storage goes on beside the shard's thread, one state at a time.</summary>
internal sealed class StateKeeper
{
    /// <summary>The state's name in the store.</summary>
    public const string Name = "fusion";

    /// <summary>The version of the state's place in the store; the content has a form of its own.</summary>
    public const int Schema = 1;

    /// <summary>Of so many parts of the time keeping states may take one.</summary>
    private const int MostShare = 20;

    private readonly ShardSite site;
    private readonly IObservationLog log;
    private readonly Lease lease;
    private readonly ShardProgress progress;
    private readonly CancellationToken ended;
    private readonly Func<long> neededAfter;
    private Task saving = Task.CompletedTask;
    private TimeSpan took;
    private long savedAt;

    /// <summary>Begins with the state that is kept.</summary>
    /// <param name="site">The shard's.</param>
    /// <param name="log">Its log.</param>
    /// <param name="lease">Its lease.</param>
    /// <param name="progress">Hears of what was kept.</param>
    /// <param name="neededAfter">The last record that whoever else reads the log has taken in; any thread.</param>
    /// <param name="ended">Cancelled when the lease is lost.</param>
    public StateKeeper(ShardSite site, IObservationLog log, Lease lease, ShardProgress progress, Func<long> neededAfter, CancellationToken ended)
    {
        this.site = site;
        this.log = log;
        this.lease = lease;
        this.progress = progress;
        this.ended = ended;
        this.neededAfter = neededAfter;
        this.savedAt = site.Clock.GetTimestamp();
    }

    /// <summary>The last record that the kept state has taken in, or that of the one that is being written.</summary>
    public long Sequence { get; set; }

    /// <summary>Keeps the machine's state if it is time to, and throws what went wrong with the last one.</summary>
    public void SaveIfDue(ShardMachine machine)
    {
        if (!this.saving.IsCompleted || machine.Sequence - this.Sequence < this.site.Options.SaveRecords)
        {
            return;
        }

        TimeSpan since = this.site.Clock.GetElapsedTime(this.savedAt);
        if (since.TotalSeconds >= this.site.Options.SaveSeconds && since >= this.took * MostShare)
        {
            this.Wait();
            this.Begin(machine);
        }
    }

    /// <summary>Keeps the machine's state, and returns when it is kept.</summary>
    public void Save(ShardMachine machine)
    {
        this.Wait();
        this.Begin(machine);
        this.Wait();
    }

    /// <summary>Waits for the state that is being written.</summary>
    public void Wait() => this.saving.GetAwaiter().GetResult();

    /// <summary>Reads the state that is kept.</summary>
    public StateReading Read()
    {
        this.Wait();
        return this.site.Storage.States.ReadAsync(this.site.Setup.Shard, Name, this.ended).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Waits until nothing is being written, whatever became of it.</summary>
    public async Task EndedAsync() => await this.saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Begin(ShardMachine machine)
    {
        long began = this.site.Clock.GetTimestamp();
        var state = new StoredState(Schema, machine.Sequence, this.site.Save(machine));
        this.Sequence = state.Sequence;
        this.progress.NoteHeldUp((long)this.site.Clock.GetElapsedTime(began).TotalMilliseconds);
        this.saving = Task.Run(() => this.WriteAsync(state with { Content = PackedState.Pack(state.Content) }, began), this.ended);
    }

    private async Task WriteAsync(StoredState state, long began)
    {
        await this.site.Storage.States.SaveAsync(this.site.Setup.Shard, Name, state, this.lease, this.ended).ConfigureAwait(false);
        this.took = this.site.Clock.GetElapsedTime(began);
        this.savedAt = this.site.Clock.GetTimestamp();
        this.progress.NoteSaved((long)this.took.TotalMilliseconds, state.Content.Length);
        await this.log.TrimAsync(Math.Min(state.Sequence, this.neededAfter()), this.site.ArchivedThrough(), this.ended).ConfigureAwait(false);
    }
}
