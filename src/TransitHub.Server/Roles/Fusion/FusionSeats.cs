using TransitHub.Core.Storage.Leases;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>
/// This process's seat among the fusion processes: a lease with a number. There are as many seats as shards; a process that finds none free stands by
/// until one is. Whoever looks at the seats knows how many share the work, without anyone who divides it.
/// </summary>
/// <param name="leases">Where seats are kept.</param>
/// <param name="keeper">Takes leases and renews them.</param>
/// <param name="owner">This process.</param>
/// <param name="seats">How many there are.</param>
/// <param name="duration">How long a seat lasts without being renewed.</param>
internal sealed class FusionSeats(ILeases leases, LeaseKeeper keeper, string owner, int seats, TimeSpan duration) : IAsyncDisposable
{
    private HeldLease? seat;

    /// <summary>Takes a seat if this process has none, and sees who else has one.</summary>
    /// <returns>Its share; null: there is no seat for it.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<FusionShare?> LookAsync(CancellationToken cancellation)
    {
        LeaseHolder?[] holders = await Task.WhenAll(Enumerable.Range(0, seats).Select(n => leases.FindAsync(LeaseName.OfSeat(n), cancellation).AsTask())).ConfigureAwait(false);
        if (this.seat is { Lost.IsCancellationRequested: true })
        {
            await this.DisposeAsync().ConfigureAwait(false);
        }

        int own = Array.FindIndex(holders, h => h?.Owner == owner);
        for (int n = 0; n < seats && this.seat is null; n++)
        {
            if (holders[n] is null || n == own)
            {
                this.seat = await keeper.TryHoldAsync(LeaseName.OfSeat(n), owner, duration, cancellation).ConfigureAwait(false);
                own = n;
            }
        }

        return this.seat is null || own < 0 ? null : new FusionShare(holders.Take(own).Count(h => h is not null), holders.Where((h, n) => h is not null || n == own).Count());
    }

    /// <summary>Gives the seat back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (this.seat is { } held)
        {
            this.seat = null;
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }
}
