using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// Keeps what a shard learned over the days apart from its state, in a form that outlives static feeds and devices files: a machine that has to be made
/// anew begins with it. It changes only while the shard's state fits, so all who make the machine anew begin with the same.
/// </summary>
/// <param name="site">The shard's.</param>
/// <param name="lease">Its lease.</param>
/// <param name="ended">Cancelled when the lease is lost.</param>
internal sealed class HistoryKeeper(ShardSite site, Lease lease, CancellationToken ended)
{
    /// <summary>The state's name in the store.</summary>
    public const string Name = "history";

    private const int Schema = 1;

    /// <summary>How often it is kept: so much is forgotten when a process is killed and the next one has another static feed.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private Task saving = Task.CompletedTask;
    private long savedAt = site.Clock.GetTimestamp();

    /// <summary>Gives a new machine what is kept.</summary>
    public void Teach(ShardMachine machine)
    {
        this.Wait();
        StateReading reading = site.Storage.States.ReadAsync(site.Setup.Shard, Name, ended).AsTask().GetAwaiter().GetResult();
        if (reading.Problem is { } problem)
        {
            site.Notice($"What {site.Setup.Shard} learned on earlier days cannot be used: {problem}");
        }
        else if (reading.State is { } state && (state.Schema != Schema || !machine.TryLearn(PackedState.Unpack(state.Content).Span)))
        {
            site.Notice($"What {site.Setup.Shard} learned on earlier days is in a form that this hub does not know; it learns anew.");
        }
    }

    /// <summary>Keeps it if it is time to, and throws what went wrong with the last one.</summary>
    public void SaveIfDue(ShardMachine machine)
    {
        if (this.saving.IsCompleted && site.Clock.GetElapsedTime(this.savedAt) >= Every)
        {
            this.Wait();
            this.Begin(machine);
        }
    }

    /// <summary>Keeps it, and returns when it is kept.</summary>
    public void Save(ShardMachine machine)
    {
        this.Wait();
        this.Begin(machine);
        this.Wait();
    }

    /// <summary>Waits until nothing is being written, whatever became of it.</summary>
    public async Task EndedAsync() => await this.saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Wait() => this.saving.GetAwaiter().GetResult();

    private void Begin(ShardMachine machine)
    {
        this.savedAt = site.Clock.GetTimestamp();
        var state = new StoredState(Schema, machine.Sequence, machine.EncodeHistory());
        this.saving = Task.Run(
            () => site.Storage.States.SaveAsync(site.Setup.Shard, Name, state with { Content = PackedState.Pack(state.Content) }, lease, ended).AsTask(), ended);
    }
}
