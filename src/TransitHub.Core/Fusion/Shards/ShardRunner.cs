using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>Runs a shard on the calling thread for as long as its lease is held.</summary>
public static class ShardRunner
{
    /// <summary>Works until it is told to stop, the lease is lost, or the storage fails. The lease stays the caller's to give back.</summary>
    /// <param name="site">The shard's.</param>
    /// <param name="held">Its lease.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="stop">Ends it in order: the state is kept.</param>
    /// <returns>Why it ended, for an operator; null: it was told to stop and the state is kept.</returns>
    public static string? Run(ShardSite site, HeldLease held, ShardProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(progress);
        CancellationToken lost = held.Lost;
        try
        {
            ShardWork work = ShardWork.Open(site, held.Lease, progress, lost);
            try
            {
                Follow(work, site, lost, stop);
                work.Finish();
                return null;
            }
            finally
            {
                work.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (LeaseLostException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            return $"The lease of {site.Setup.Shard} could not be renewed in time: it is asked for anew.";
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
        finally
        {
            progress.IsCurrent = false;
        }
    }

    private static void Follow(ShardWork work, ShardSite site, CancellationToken lost, CancellationToken stop)
    {
        WaitHandle[] either = [stop.WaitHandle, lost.WaitHandle];
        while (!stop.IsCancellationRequested)
        {
            lost.ThrowIfCancellationRequested();
            if (!work.Step(stop))
            {
                WaitHandle.WaitAny(either, site.Options.IdleMilliseconds);
            }
        }
    }
}
