namespace TransitHub.Core.Storage.Leases;

/// <summary>A write was refused because its lease ran out or another owner took it over. Nothing was written.</summary>
/// <param name="lease">The lease that is no longer held.</param>
public sealed class LeaseLostException(Lease lease) : IOException(
    $"The lease of {lease?.Name} with token {lease?.Token} is no longer held by {lease?.Owner}: nothing was written. "
    + "Another process may have taken over; this one drops what it holds and asks for the lease anew.")
{
    /// <summary>The lease that is no longer held.</summary>
    public Lease Lease { get; } = lease;
}
