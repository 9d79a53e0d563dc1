namespace TransitHub.Core.Storage.Leases;

/// <summary>
/// A lease that is renewed every third of its duration until it is lost or disposed. By the process's own clock it is lost when its duration is over since
/// a renewal was last asked for that went well: not later than those who keep leases see it, unless the process itself stood still. Then the stores refuse.
/// </summary>
public sealed class HeldLease : IAsyncDisposable
{
    private readonly ILeases leases;
    private readonly TimeSpan duration;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Task renewing;
    private long renewedAt;

    /// <summary>Begins to renew a lease that was given.</summary>
    /// <param name="leases">Who gave it.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="duration">How long it lasts without being renewed.</param>
    /// <param name="askedAt">The clock's timestamp when it was asked for.</param>
    /// <param name="clock">The process's own clock.</param>
    internal HeldLease(ILeases leases, Lease lease, TimeSpan duration, long askedAt, TimeProvider clock)
    {
        this.leases = leases;
        this.Lease = lease;
        this.duration = duration;
        this.clock = clock;
        this.renewedAt = askedAt;
        this.Lost = this.lost.Token;
        this.renewing = this.RenewAsync();
    }

    /// <summary>The lease, to be given to the stores.</summary>
    public Lease Lease { get; }

    /// <summary>Cancelled when the lease is lost: what is done under it ends.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Gives the lease back, so that whoever waits need not wait for its end. Call it when nothing is done under it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.renewing.ConfigureAwait(false);
        if (!this.lost.IsCancellationRequested)
        {
            using var inTime = new CancellationTokenSource(this.duration, this.clock);
            try
            {
                await this.leases.ReleaseAsync(this.Lease, inTime.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // It runs out by itself.
            }
        }

        this.lost.Dispose();
        this.stopping.Dispose();
    }

    private async Task RenewAsync()
    {
        using var pause = new PeriodicTimer(this.duration / 3, this.clock);
        while (await this.WaitAsync(pause).ConfigureAwait(false))
        {
            if (!await this.TryRenewAsync().ConfigureAwait(false))
            {
                await this.lost.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>False: it is to be given back.</summary>
    private async Task<bool> WaitAsync(PeriodicTimer pause)
    {
        try
        {
            return await pause.WaitForNextTickAsync(this.stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>False: it is lost.</summary>
    private async Task<bool> TryRenewAsync()
    {
        TimeSpan left = this.duration - this.clock.GetElapsedTime(this.renewedAt);
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        long asked = this.clock.GetTimestamp();
        using var ends = new CancellationTokenSource(left, this.clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, this.stopping.Token);
        try
        {
            if (!await this.leases.TryRenewAsync(this.Lease, this.duration, either.Token).ConfigureAwait(false))
            {
                return false;
            }

            this.renewedAt = asked;
            return true;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Not lost before its time: the next try may go well.
            return this.stopping.IsCancellationRequested || !ends.IsCancellationRequested;
        }
    }
}
