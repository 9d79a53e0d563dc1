using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.History;

/// <summary>Looks at a feed's figures every few seconds, and keeps their history in a file, so that a restart leaves a gap and not a blank.</summary>
/// <param name="feed">The feed; its <see cref="HubFeed.History"/> is written to.</param>
/// <param name="isReady">Whether its figures are all there; before, sums would seem to jump.</param>
/// <param name="file">Where it is kept.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class HistoryWatch(HubFeed feed, Func<bool> isReady, KeptState file, TimeProvider clock)
{
    private const double KeepEverySeconds = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly FeedStatusReport report = new(clock);

    /// <summary>Looks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        file.Restore(feed.History.TryRestore);
        Timestamp keptAt = Timestamp.Now(clock);
        while (!stop.IsCancellationRequested)
        {
            this.Look();
            if (Math.Abs(Timestamp.Now(clock).SecondsSince(keptAt)) >= KeepEverySeconds)
            {
                keptAt = Timestamp.Now(clock);
                this.Keep();
            }

            await Task.Delay(Pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        this.Keep();
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        if (isReady())
        {
            feed.History.Take(Timestamp.Now(clock), FigureSample.Of(feed, this.report));
        }
    }

    /// <summary>Writes the history to the file.</summary>
    public void Keep() => file.Write(feed.History.Encode());
}
