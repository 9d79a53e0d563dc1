using StackExchange.Redis;

namespace TransitHub.Redis.Connection;

/// <summary>Calls that a reader's request waits for: one that is not answered soon has another answer.</summary>
internal static class BriefCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Makes the call, if Redis is well.</summary>
    /// <param name="connection">Redis.</param>
    /// <param name="what">What it does, for messages.</param>
    /// <param name="call">The call.</param>
    /// <param name="otherwise">The answer where Redis has none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<T> TryBrieflyAsync<T>(this RedisConnection connection, string what, Func<IDatabase, Task<T>> call, T otherwise, CancellationToken cancellationToken)
    {
        if (connection.Problem is not null)
        {
            return otherwise;
        }

        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await connection.RunAsync(what, call, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisStorageException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return otherwise;
        }
    }
}
