using TransitHub.Core.Serving;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Roles.Encoding;

/// <summary>
/// Makes each feed's one state and its GTFS-Realtime of what the shards' owners tell. Of all processes with it, one at a time works for a feed; the
/// others wait, and one goes on within seconds when that one is gone.
/// </summary>
internal sealed class EncoderRole : IHubRole
{
    private readonly FeedEncoding[] feeds;
    private readonly CancellationTokenSource stopping = new();
    private Task working = Task.CompletedTask;

    /// <summary>Puts it together; nothing is asked for yet.</summary>
    /// <param name="context">What the process works with.</param>
    /// <param name="form">How shards' changes stand in their streams.</param>
    public EncoderRole(RoleContext context, ChangesForm form) =>
        this.feeds = [.. context.Schedules.OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).Select(s => new FeedEncoding(s.Key, context, form))];

    /// <inheritdoc/>
    public string Name => "encoding";

    /// <inheritdoc/>
    public FeedReadiness Readiness =>
        this.feeds.Select(f => f.Problem).FirstOrDefault(p => p is not null) is { } problem ? FeedReadiness.NotReady(problem) : FeedReadiness.Ready;

    /// <inheritdoc/>
    public Task Ended => this.working;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        this.working = Task.WhenAll(this.feeds.Select(f => Task.Run(() => f.RunAsync(this.stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.working.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        this.stopping.Dispose();
        return ValueTask.CompletedTask;
    }
}
