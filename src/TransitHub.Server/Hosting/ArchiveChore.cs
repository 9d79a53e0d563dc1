using TransitHub.Archive;
using TransitHub.Archive.Days;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Server.Options;

namespace TransitHub.Server.Hosting;

/// <summary>Looks now and then whether a day of a feed is to be archived, apart from the feed's other chores: a large day takes minutes.</summary>
/// <param name="runOnce">Does what is due.</param>
/// <param name="isReady">Whether the log was read: a hub that starts has more urgent work.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class ArchiveChore(Func<CancellationToken, Task> runOnce, Func<bool> isReady, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PauseBeforeReady = TimeSpan.FromSeconds(5);

    /// <summary>A feed's.</summary>
    public static ArchiveChore Of(
        FeedId feed, IObservationLog log, Func<Schedule> schedule, Func<DeviceRegistry> devices, FusionOptions fusion, HubOptions options, Func<bool> isReady, TimeProvider clock, ILogger logger)
    {
        var archivist = new LogArchivist(
            from => log.Read(from, CancellationToken.None),
            () => new ArchiveSource { Feed = feed, Schedule = schedule(), Fusion = fusion, Devices = devices(), StopVisits = options.Archive.StopVisits },
            ArchiveFolder.Of(options.Data, feed, options.Archive),
            options.Archive,
            clock,
            notice => Tell(logger, feed, notice));
        return new ArchiveChore(archivist.RunOnceAsync, isReady, clock);
    }

    /// <summary>Writes to the hub's log what an archivist reports.</summary>
    public static void Tell(ILogger logger, FeedId feed, ArchiveNotice notice)
    {
        if (notice.IsTrouble)
        {
            ServerLog.ArchiveTrouble(logger, feed, notice.Message);
        }
        else
        {
            ServerLog.ArchiveNews(logger, feed, notice.Message);
        }
    }

    /// <summary>Works until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            bool canWork = isReady();
            if (canWork)
            {
                await this.WorkAsync(stop).ConfigureAwait(false);
            }

            await Task.Delay(canWork ? Pause : PauseBeforeReady, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            await Task.Run(() => runOnce(stop), CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The day that was begun is made at the next start.
        }
    }
}
