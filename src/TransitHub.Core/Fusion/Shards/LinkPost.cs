using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// Tells a feed's other shards what this one's vehicles took on links, as records in their logs. A help and no need: a log that does not take them
/// in time goes without, for a while.
/// </summary>
/// <param name="site">This shard's.</param>
/// <param name="progress">Hears of what was left out.</param>
/// <param name="ended">Cancelled when the shard's lease is lost.</param>
internal sealed class LinkPost(ShardSite site, ShardProgress progress, CancellationToken ended) : IAsyncDisposable
{
    private const double RestSeconds = 10;
    private readonly Receiver[] receivers =
        [.. Enumerable.Range(0, site.Setup.Shards).Where(n => n != site.Setup.Shard.Number).Select(n => new Receiver(ShardId.From(site.Setup.Shard.Feed, n)))];

    /// <summary>Tells them all, and returns when they have it or have to go without.</summary>
    public async Task SendAsync(ShardOutput output)
    {
        if (output.Links.IsEmpty || this.receivers.Length == 0)
        {
            return;
        }

        LinkTraversals told = new()
        {
            Device = TimerTick.Hub,
            ReceivedAt = output.State.CreatedAt,
            ScheduleVersion = output.State.Schedule.Version,
            FromShard = site.Setup.Shard.Number,
            FromState = output.State.Sequence,
            Traversals = output.Links,
        };
        using var tooLate = new CancellationTokenSource(TimeSpan.FromMilliseconds(site.Options.LinkMilliseconds), site.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, ended);
        await Task.WhenAll(this.receivers.Select(r => this.SendAsync(r, told, either.Token))).ConfigureAwait(false);
        ended.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Receiver receiver in this.receivers)
        {
            if (receiver.Log is { } log)
            {
                await log.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(Receiver receiver, LinkTraversals told, CancellationToken cancellation)
    {
        if (receiver.FailedAt is { } failed && site.Clock.GetElapsedTime(failed).TotalSeconds < RestSeconds)
        {
            progress.NoteLinksLeftOut(told.Traversals.Length);
            return;
        }

        try
        {
            receiver.Log ??= await site.Storage.OpenLogAsync(receiver.Shard, lease: null, report: null, cancellation).ConfigureAwait(false);
            await receiver.Log.AppendAsync([told], cancellation).ConfigureAwait(false);
            receiver.FailedAt = null;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            if (ended.IsCancellationRequested)
            {
                return;
            }

            if (receiver.FailedAt is null)
            {
                site.Notice($"{receiver.Shard} is not told what vehicles of {site.Setup.Shard} take on links, since its log does not take it: {exception.Message}");
            }

            receiver.FailedAt = site.Clock.GetTimestamp();
            progress.NoteLinksLeftOut(told.Traversals.Length);
        }
    }

    private sealed class Receiver(ShardId shard)
    {
        public ShardId Shard => shard;

        public IObservationLog? Log { get; set; }

        public long? FailedAt { get; set; }
    }
}
