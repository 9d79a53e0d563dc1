using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Tests.Storage.Leases;

/// <summary>Leases that a test lets fail or hang, and whose renewals it can wait for.</summary>
internal sealed class FlakyLeases(ILeases inner) : ILeases, IDisposable
{
    private readonly SemaphoreSlim renewals = new(0);

    public IOException? Failure { get; set; }

    public bool Hangs { get; set; }

    public async Task RenewalsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await this.renewals.WaitAsync();
        }
    }

    public ValueTask<Lease?> TryAcquireAsync(LeaseName name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        this.Failure is { } failure ? throw failure : inner.TryAcquireAsync(name, owner, duration, cancellationToken);

    public async ValueTask<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            if (this.Hangs)
            {
                this.renewals.Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return this.Failure is { } failure ? throw failure : await inner.TryRenewAsync(lease, duration, cancellationToken);
        }
        finally
        {
            this.renewals.Release();
        }
    }

    public void Dispose() => this.renewals.Dispose();

    public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, cancellationToken);

    public ValueTask<LeaseHolder?> FindAsync(LeaseName name, CancellationToken cancellationToken) => inner.FindAsync(name, cancellationToken);
}
