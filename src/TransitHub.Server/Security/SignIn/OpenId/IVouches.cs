namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>What providers said of those who have a session, by session, as far as the hub may ask again. What is lost is no more than the right to ask: the browser goes to the provider then.</summary>
internal interface IVouches
{
    /// <summary>What was said; null: nothing is kept, or it cannot be read now.</summary>
    Task<Vouch?> FindAsync(string session, CancellationToken cancellation);

    /// <summary>Keeps it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="vouch">What was said.</param>
    /// <param name="end">When the session ends, and what is kept of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">It cannot be kept.</exception>
    Task SetAsync(string session, Vouch vouch, DateTimeOffset end, CancellationToken cancellation);

    /// <summary>Forgets it, as far as that goes: it ends with the session at the latest.</summary>
    Task RemoveAsync(string session, CancellationToken cancellation);

    /// <summary>True: the caller is the one process that asks the provider now, until <see cref="EndTurnAsync"/>: many providers take a refresh token only once.</summary>
    Task<bool> TryTakeTurnAsync(string session, CancellationToken cancellation);

    /// <summary>Lets others ask.</summary>
    Task EndTurnAsync(string session, CancellationToken cancellation);
}
