namespace TransitHub.Redis.Connection;

/// <summary>
/// What is wrong with Redis, remembered until a call shows that it is over. A connection that is gone is so for all calls; a full memory or log is not,
/// and a call of another kind that goes well says nothing of it. Safe for many threads.
/// </summary>
/// <param name="clock">The hub's clock.</param>
internal sealed class RedisTroubleNote(TimeProvider clock)
{
    /// <summary>Whoever fails tries again within seconds, so after so long it was given up and nobody would take it back.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);

    private volatile Entry? entry;

    /// <summary>What is wrong, for a person; null: nothing is known to be.</summary>
    public string? Message => this.entry is { } known && !this.IsOld(known) ? known.Failure.Message : null;

    /// <summary>Notes that a call failed.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Add(string what, RedisStorageException failure)
    {
        Entry? before = this.entry;
        this.entry = new Entry(what, failure, clock.GetTimestamp());
        return before is null;
    }

    /// <summary>Notes that a call went well.</summary>
    /// <returns>Whether there was trouble and it is over.</returns>
    public bool Clear(string what)
    {
        if (this.entry is not { } known || !(IsOfAllCalls(known.Failure.Trouble) || known.What == what || this.IsOld(known)))
        {
            return false;
        }

        this.entry = null;
        return true;
    }

    private static bool IsOfAllCalls(RedisTrouble trouble) => trouble is RedisTrouble.Unreachable or RedisTrouble.Loading or RedisTrouble.Refused;

    private bool IsOld(Entry known) => clock.GetElapsedTime(known.At) > Lasts;

    private sealed record Entry(string What, RedisStorageException Failure, long At);
}
