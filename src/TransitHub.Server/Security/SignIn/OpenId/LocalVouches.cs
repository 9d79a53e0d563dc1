namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>In the memory of a hub of one process: no refresh token is on its disk. After a restart browsers go to their provider once.</summary>
/// <param name="clock">The hub's clock.</param>
internal sealed class LocalVouches(TimeProvider clock) : IVouches
{
    /// <summary>More sessions than this are not people: the ones that end first are forgotten first.</summary>
    internal const int Most = 10_000;

    private readonly Dictionary<string, (Vouch Vouch, DateTimeOffset End)> kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<Vouch?> FindAsync(string session, CancellationToken cancellation)
    {
        lock (this.kept)
        {
            return Task.FromResult(this.kept.TryGetValue(session, out (Vouch Vouch, DateTimeOffset End) found) ? found.Vouch : null);
        }
    }

    /// <inheritdoc/>
    public Task SetAsync(string session, Vouch vouch, DateTimeOffset end, CancellationToken cancellation)
    {
        lock (this.kept)
        {
            if (this.kept.Count >= Most && !this.kept.ContainsKey(session))
            {
                this.MakeRoom();
            }

            this.kept[session] = (vouch, end);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string session, CancellationToken cancellation)
    {
        lock (this.kept)
        {
            this.kept.Remove(session);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> TryTakeTurnAsync(string session, CancellationToken cancellation) => Task.FromResult(true);

    /// <inheritdoc/>
    public Task EndTurnAsync(string session, CancellationToken cancellation) => Task.CompletedTask;

    private void MakeRoom()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (string over in this.kept.Where(k => k.Value.End <= now).Select(k => k.Key).DefaultIfEmpty(this.kept.MinBy(k => k.Value.End).Key).ToArray())
        {
            this.kept.Remove(over);
        }
    }
}
