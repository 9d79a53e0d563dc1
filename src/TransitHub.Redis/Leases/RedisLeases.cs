using StackExchange.Redis;
using TransitHub.Core.Storage.Leases;
using TransitHub.Redis.Connection;
using Lease = TransitHub.Core.Storage.Leases.Lease;

namespace TransitHub.Redis.Leases;

/// <summary>Leases as keys that expire by the clock of Redis; the number that counts tokens stays.</summary>
internal sealed class RedisLeases(RedisConnection connection) : ILeases
{
    /// <inheritdoc/>
    public async ValueTask<Lease?> TryAcquireAsync(LeaseName name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        Lease.Check(owner, duration);
        RedisResult[] answer = await connection.RunAsync(
            $"asking for the lease of {name}",
            RedisScript.LeaseAcquire,
            [connection.Keys.Lease(name), connection.Keys.LeaseTokens(name)],
            [owner, Milliseconds(duration)],
            cancellationToken).ConfigureAwait(false);
        return ScriptAnswer.IsOk(answer) ? new Lease(name, owner, (long)answer[1]) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        RedisResult[] answer = await connection.RunAsync(
            $"renewing the lease of {lease.Name}",
            RedisScript.LeaseRenew,
            [connection.Keys.Lease(lease.Name)],
            [lease.Token, Milliseconds(duration)],
            cancellationToken).ConfigureAwait(false);
        return ScriptAnswer.IsOk(answer);
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await connection.RunAsync(
            $"giving back the lease of {lease.Name}", RedisScript.LeaseRelease, [connection.Keys.Lease(lease.Name)], [lease.Token], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<LeaseHolder?> FindAsync(LeaseName name, CancellationToken cancellationToken)
    {
        RedisKey key = connection.Keys.Lease(name);
        string what = $"asking who holds the lease of {name}";
        RedisValue[] held = await connection.RunAsync(what, d => d.HashGetAsync(key, ["owner", "token"]), cancellationToken).ConfigureAwait(false);
        TimeSpan? remaining = await connection.RunAsync(what, d => d.KeyTimeToLiveAsync(key), cancellationToken).ConfigureAwait(false);
        return held[0].IsNull || remaining is null ? null : new LeaseHolder(held[0].ToString(), (long)held[1], remaining.Value);
    }

    private static long Milliseconds(TimeSpan duration) => (long)Math.Ceiling(duration.TotalMilliseconds);
}
