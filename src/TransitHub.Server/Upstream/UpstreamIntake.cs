using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Server.Options;

namespace TransitHub.Server.Upstream;

/// <summary>
/// Takes the messages of one source into a feed: polled or pushed, they go the way of every observation, and count as taken when they are durable.
/// One message at a time.
/// </summary>
internal sealed class UpstreamIntake : IDisposable
{
    /// <summary>Observations that are handed over in one go: so many share an append, and a large feed leaves room for others.</summary>
    private const int BatchSize = 1024;

    private readonly ObservationIntake intake;
    private readonly UpstreamFeed feed;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Makes one.</summary>
    /// <param name="intake">The feed's queue.</param>
    /// <param name="source">Names the source.</param>
    /// <param name="kinds">What is taken, of <see cref="UpstreamCheck.Kinds"/>.</param>
    /// <param name="clock">The hub's clock.</param>
    public UpstreamIntake(ObservationIntake intake, string source, IReadOnlyList<string> kinds, TimeProvider clock)
    {
        this.intake = intake;
        this.clock = clock;
        this.feed = new UpstreamFeed(DeviceId.Parse(source), new UpstreamFeedOptions
        {
            TakesVehicles = kinds.Contains(UpstreamCheck.Kinds[0]),
            TakesTripUpdates = kinds.Contains(UpstreamCheck.Kinds[1]),
            TakesAlerts = kinds.Contains(UpstreamCheck.Kinds[2]),
        });
    }

    /// <summary>Takes a message.</summary>
    /// <returns>What was in it. All of it is durable, or refused by name in the feed's ledger.</returns>
    /// <exception cref="IOException">The log failed, or the hub stops: the message does not count as taken.</exception>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public async Task<UpstreamContent> TakeAsync(byte[] message, CancellationToken stop)
    {
        await this.turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            UpstreamContent content = this.feed.Read(message, Timestamp.Now(this.clock));
            foreach (Rejection rejection in content.Rejections)
            {
                this.intake.Ledger.Add(rejection);
            }

            List<Task> settled = [];
            foreach (Observation[] batch in content.Observations.Chunk(BatchSize))
            {
                settled.Add(await this.intake.EnqueueAsync(batch, stop).ConfigureAwait(false));
            }

            if (content.Rest is { } rest)
            {
                settled.Add(await this.intake.EnqueueAsync([rest], stop).ConfigureAwait(false));
            }

            await Task.WhenAll(settled).ConfigureAwait(false);
            this.feed.Commit(content);
            return content;
        }
        finally
        {
            this.turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => this.turn.Dispose();
}
