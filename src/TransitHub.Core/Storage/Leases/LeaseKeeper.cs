namespace TransitHub.Core.Storage.Leases;

/// <summary>Waits for leases and keeps them. Another that waits has a lease a third of its duration after it ran out or was given back, at the latest.</summary>
/// <param name="leases">Gives them out.</param>
/// <param name="clock">The process's own clock, which need not agree with theirs.</param>
public sealed class LeaseKeeper(ILeases leases, TimeProvider clock)
{
    /// <summary>Asks for a lease until it is ours, and begins to renew it. While the storage fails it asks on: nothing is lost by waiting.</summary>
    /// <param name="name">What for.</param>
    /// <param name="owner">Who; another text for each process and start.</param>
    /// <param name="duration">How long it lasts without being renewed, at least 30 ms.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<HeldLease> HoldAsync(LeaseName name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        Lease.Check(owner, duration);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromMilliseconds(30));
        using var pause = new PeriodicTimer(duration / 3, clock);
        while (true)
        {
            long asked = clock.GetTimestamp();
            if (await this.AskAsync(name, owner, duration, cancellationToken).ConfigureAwait(false) is { } lease)
            {
                return new HeldLease(leases, lease, duration, asked, clock);
            }

            await pause.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for a lease once, and begins to renew it if it is ours.</summary>
    /// <param name="name">What for.</param>
    /// <param name="owner">Who; another text for each process and start.</param>
    /// <param name="duration">How long it lasts without being renewed, at least 30 ms.</param>
    /// <param name="cancellationToken">Ends the waiting; the lease may be ours then until it runs out.</param>
    /// <returns>Null: another owner has it.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<HeldLease?> TryHoldAsync(LeaseName name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        Lease.Check(owner, duration);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromMilliseconds(30));
        long asked = clock.GetTimestamp();
        Lease? lease = await leases.TryAcquireAsync(name, owner, duration, cancellationToken).ConfigureAwait(false);
        return lease is null ? null : new HeldLease(leases, lease, duration, asked, clock);
    }

    private async Task<Lease?> AskAsync(LeaseName name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            return await leases.TryAcquireAsync(name, owner, duration, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
