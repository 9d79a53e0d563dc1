namespace TransitHub.Core.Storage.Leases;

/// <summary>Gives out leases. Time is that of whoever keeps them, so the clocks of their owners need not agree.</summary>
public interface ILeases
{
    /// <summary>Takes a lease that is free or has run out; the owner that has it already gets the same one, with the time begun anew.</summary>
    /// <param name="name">What for.</param>
    /// <param name="owner">Who: 1 to <see cref="Lease.MaxOwnerLength"/> characters without spaces.</param>
    /// <param name="duration">How long, at least a millisecond.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null: another owner has it.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<Lease?> TryAcquireAsync(LeaseName name, string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Begins a lease's time anew; false when it has run out or another owner has it.</summary>
    /// <exception cref="IOException">The storage failed; the lease goes on running out.</exception>
    ValueTask<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives it back before its time, so that another owner need not wait. One that is no longer held is let be.</summary>
    /// <exception cref="IOException">The storage failed; the lease runs out.</exception>
    ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Who holds it; null: nobody.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<LeaseHolder?> FindAsync(LeaseName name, CancellationToken cancellationToken);
}
