namespace TransitHub.Server.Security.SignIn;

/// <summary>Sessions that were ended before their time: a copy of their cookie opens nothing any more.</summary>
internal interface IEndedSessions
{
    /// <summary>Notes one.</summary>
    /// <param name="id">The session.</param>
    /// <param name="end">When its cookie holds no more.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">It cannot be noted.</exception>
    Task AddAsync(string id, DateTimeOffset end, CancellationToken cancellation);

    /// <summary>Whether it was ended.</summary>
    Task<bool> ContainsAsync(string id, CancellationToken cancellation);
}
