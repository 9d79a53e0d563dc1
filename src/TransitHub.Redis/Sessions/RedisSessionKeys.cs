using StackExchange.Redis;
using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Sessions;

/// <summary>The keys that operators' sessions are encrypted with, shared by all processes of a hub, so that each takes the sessions that another one began.</summary>
public sealed class RedisSessionKeys
{
    private readonly RedisConnection connection;

    internal RedisSessionKeys(RedisConnection connection) => this.connection = connection;

    /// <summary>What is wrong with Redis now, for a person; null: nothing is known to be.</summary>
    public string? Problem => this.connection.Problem;

    /// <summary>All of them, in no order.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RedisStorageException">Redis cannot be asked.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        RedisValue[] all = await this.connection.RunAsync("reading the keys of sessions", d => d.HashValuesAsync(this.connection.Keys.SessionKeys), cancellationToken).ConfigureAwait(false);
        return [.. all.Select(v => v.ToString())];
    }

    /// <summary>Adds one, unless another process did meanwhile: two that start together are to have the same one, which the caller reads next.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">The key.</param>
    /// <param name="known">How many the caller knows; with another number of them nothing is added.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False: another was added.</returns>
    /// <exception cref="RedisStorageException">Redis cannot be asked.</exception>
    public Task<bool> TryAddAsync(string name, string text, int known, CancellationToken cancellationToken)
    {
        RedisKey key = this.connection.Keys.SessionKeys;
        return this.connection.RunAsync(
            "writing a key of sessions",
            database =>
            {
                ITransaction transaction = database.CreateTransaction();
                transaction.AddCondition(Condition.HashLengthEqual(key, known));
                _ = transaction.HashSetAsync(key, name, text);
                return transaction.ExecuteAsync();
            },
            cancellationToken);
    }
}
