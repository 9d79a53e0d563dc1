using TransitHub.Core.Accuracy;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Accuracy;

/// <summary>
/// Follows what a feed publishes and scores it: every state's changes, and once a minute all that is predicted. Readers and the writer of states wait for
/// none of it. The figures are kept in a file over a restart.
/// </summary>
/// <param name="snapshots">The states.</param>
/// <param name="accuracy">Takes them.</param>
/// <param name="file">Where the figures are kept.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class AccuracyWatch(SnapshotPublisher snapshots, FeedAccuracy accuracy, KeptState file, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long taken;
    private long minute = -1;

    /// <summary>Follows until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        file.Restore(bytes => accuracy.Use(a => a.TryRestore(bytes)));
        await KeptLoop.RunAsync(this.Look, this.Keep, Pause, clock, stop).ConfigureAwait(false);
    }

    /// <summary>Takes what was published since the last look, and when a minute has begun, what is predicted.</summary>
    public void Look()
    {
        HubSnapshot state = snapshots.Current;
        if (state.Sequence == 0)
        {
            return;
        }

        Timestamp now = Timestamp.Now(clock);
        IEnumerable<TripSnapshot> changed = this.taken > 0 && snapshots.ChangesSince(this.taken, state) is { } changes ? changes.Trips : state.Trips;
        bool isDue = now.UnixSeconds / LiveAccuracy.EverySeconds != this.minute;
        this.taken = state.Sequence;
        this.minute = now.UnixSeconds / LiveAccuracy.EverySeconds;
        accuracy.Use(a =>
        {
            a.Observe(state, changed, now);
            if (isDue)
            {
                a.Sample(state, now);
            }

            return true;
        });
    }

    /// <summary>Writes the figures to the file.</summary>
    public void Keep() => file.Write(accuracy.Use(a => a.Encode()));
}
