using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>One shard's part of a batch, and its way into the shard's log, one append after another.</summary>
/// <param name="shard">The shard.</param>
/// <param name="open">Opens its log; done with the first append, since the storage may not be there before.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class ShardAppender(
    ShardId shard, Func<ShardId, CancellationToken, ValueTask<IObservationLog>> open, TimeProvider clock) : IAsyncDisposable
{
    private readonly List<Observation> batch = [];
    private readonly IngestTelemetry telemetry = new(shard.Feed, clock);
    private IObservationLog? log;

    /// <summary>Whether the last append failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Adds to the next append.</summary>
    public void Add(Observation observation) => this.batch.Add(observation);

    /// <summary>Appends what was added, if anything, and forgets it.</summary>
    /// <returns>Why it is not durable; null: it is.</returns>
    public async Task<IOException?> AppendAsync(CancellationToken cancellation)
    {
        this.HasFailed = false;
        if (this.batch.Count == 0)
        {
            return null;
        }

        try
        {
            this.telemetry.BeginAppend();
            this.log ??= await open(shard, cancellation).ConfigureAwait(false);
            await this.log.AppendAsync(this.batch, cancellation).ConfigureAwait(false);
            this.telemetry.EndAppend(this.batch);
            return null;
        }
        catch (IOException failure)
        {
            this.HasFailed = true;
            return failure;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            this.HasFailed = true;
            return new IOException("The hub is stopping and does not wait for the log any longer.");
        }
        finally
        {
            this.batch.Clear();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => this.log?.DisposeAsync() ?? ValueTask.CompletedTask;
}
