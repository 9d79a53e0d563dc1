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
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly FeedStatusReport report = new(clock);

    /// <summary>Looks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        file.Restore(feed.History.TryRestore);
        await KeptLoop.RunAsync(this.Look, this.Keep, Pause, clock, stop).ConfigureAwait(false);
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
