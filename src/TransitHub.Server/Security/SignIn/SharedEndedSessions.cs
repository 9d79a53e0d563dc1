using TransitHub.Redis.Sessions;

namespace TransitHub.Server.Security.SignIn;

/// <summary>Ended sessions in Redis, for all processes of the hub.</summary>
internal sealed class SharedEndedSessions(RedisEndedSessions store, TimeProvider clock) : IEndedSessions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task AddAsync(string id, DateTimeOffset end, CancellationToken cancellation)
    {
        TimeSpan left = end - clock.GetUtcNow() + Shortest;
        return store.AddAsync(id, left > Shortest ? left : Shortest, cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> ContainsAsync(string id, CancellationToken cancellation) => store.ContainsAsync(id, cancellation);
}
