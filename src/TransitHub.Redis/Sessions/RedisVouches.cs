using StackExchange.Redis;
using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Sessions;

/// <summary>What providers of OpenID Connect said of those who have a session, for all processes of a hub; the text is its caller's secret.</summary>
public sealed class RedisVouches
{
    private readonly RedisConnection connection;

    internal RedisVouches(RedisConnection connection) => this.connection = connection;

    /// <summary>What is kept of a session; null: nothing, or Redis does not answer.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<string?> FindAsync(string session, CancellationToken cancellationToken) => this.connection.TryBrieflyAsync(
        "reading what a provider said", async d => (string?)await d.StringGetAsync(this.connection.Keys.Vouch(session)).ConfigureAwait(false), otherwise: null, cancellationToken);

    /// <summary>Keeps it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="secret">The text.</param>
    /// <param name="left">For how long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RedisStorageException">Redis cannot be asked.</exception>
    public Task SetAsync(string session, string secret, TimeSpan left, CancellationToken cancellationToken) => this.connection.RunAsync(
        "keeping what a provider said", d => d.StringSetAsync(this.connection.Keys.Vouch(session), secret, left), cancellationToken);

    /// <summary>Forgets it, if Redis answers.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task RemoveAsync(string session, CancellationToken cancellationToken) => this.connection.TryBrieflyAsync(
        "forgetting what a provider said", d => d.KeyDeleteAsync(this.connection.Keys.Vouch(session)), otherwise: false, cancellationToken);

    /// <summary>True: the caller alone asks the provider now. False: another does, or Redis does not answer.</summary>
    /// <param name="session">The session.</param>
    /// <param name="longest">After so long others may, if the caller is gone.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<bool> TryTakeTurnAsync(string session, TimeSpan longest, CancellationToken cancellationToken) => this.connection.TryBrieflyAsync(
        "taking the turn to ask a provider", d => d.StringSetAsync(this.connection.Keys.VouchTurn(session), RedisValue.EmptyString, longest, when: When.NotExists), otherwise: false, cancellationToken);

    /// <summary>Lets others ask.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task EndTurnAsync(string session, CancellationToken cancellationToken) => this.connection.TryBrieflyAsync(
        "ending the turn to ask a provider", d => d.KeyDeleteAsync(this.connection.Keys.VouchTurn(session)), otherwise: false, cancellationToken);
}
