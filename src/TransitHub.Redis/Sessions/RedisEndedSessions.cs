using StackExchange.Redis;
using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Sessions;

/// <summary>Sessions of operators that were ended before their time, for all processes of a hub.</summary>
public sealed class RedisEndedSessions
{
    private readonly RedisConnection connection;

    internal RedisEndedSessions(RedisConnection connection) => this.connection = connection;

    /// <summary>Notes one, for as long as its cookie would hold.</summary>
    /// <param name="id">The session.</param>
    /// <param name="left">How long that is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RedisStorageException">Redis cannot be asked.</exception>
    public Task AddAsync(string id, TimeSpan left, CancellationToken cancellationToken) => this.connection.RunAsync(
        "ending a session", d => d.StringSetAsync(this.connection.Keys.EndedSession(id), RedisValue.EmptyString, left), cancellationToken);

    /// <summary>Whether it was ended. While Redis does not answer nothing is known of it, and operators go on.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<bool> ContainsAsync(string id, CancellationToken cancellationToken) => this.connection.TryBrieflyAsync(
        "looking for an ended session", d => d.KeyExistsAsync(this.connection.Keys.EndedSession(id)), otherwise: false, cancellationToken);
}
