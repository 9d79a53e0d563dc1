using TransitHub.Core.Time;
using TransitHub.Server.Counts;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Hosting;

/// <summary>What a feed looks after now and then beside its work: the devices file, and the open files of the day before.</summary>
/// <param name="reload">Reads the description of devices again; gives null: there is none.</param>
/// <param name="archive">Writes open files.</param>
/// <param name="isReady">Whether the log was read: before, the account does not have what was counted.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="notice">Told of trouble, a sentence for an operator.</param>
internal sealed class FeedChores(Func<DevicesReload?> reload, CountArchive archive, Func<bool> isReady, TimeProvider clock, Action<string> notice)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private const double ArchiveEverySeconds = 600;
    private bool isFailing;

    /// <summary>Works until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Timestamp lookedAt = default;
        while (!stop.IsCancellationRequested)
        {
            if (reload() is { } devices)
            {
                await devices.CheckAsync(stop).ConfigureAwait(false);
            }

            Timestamp now = Timestamp.Now(clock);
            if (isReady() && now.SecondsSince(lookedAt) >= ArchiveEverySeconds)
            {
                lookedAt = now;
                await this.WriteAsync(now).ConfigureAwait(false);
            }

            await Task.Delay(Pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(Timestamp now)
    {
        try
        {
            await archive.WriteDueAsync(now).ConfigureAwait(false);
            this.isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!this.isFailing)
            {
                notice($"The open files of counts cannot be written, the next try follows: {exception.Message}");
            }

            this.isFailing = true;
        }
    }
}
