using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace TransitHub.Redis.Connection;

/// <summary>
/// The connection that all stores share. A call that fails for a reason that may pass is made again until it goes well or the operator's time is over;
/// all calls are such that a repeat changes nothing.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly ConnectionMultiplexer multiplexer;
    private readonly IDatabase database;
    private readonly RedisOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private volatile string? problem;

    private RedisConnection(ConnectionMultiplexer multiplexer, string address, RedisOptions options, TimeProvider clock, ILogger logger)
    {
        this.multiplexer = multiplexer;
        this.database = multiplexer.GetDatabase();
        this.Address = address;
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        this.Keys = new RedisKeys(options.KeyPrefix);
    }

    /// <summary>Where, without user and password.</summary>
    public string Address { get; }

    /// <summary>The hub's keys.</summary>
    public RedisKeys Keys { get; }

    /// <summary>What is wrong now, for a person; null: the last call went well.</summary>
    public string? Problem => this.problem;

    /// <summary>Connects, and sees whether this Redis will do.</summary>
    /// <exception cref="RedisStorageException">It will not, or is not reached; the message says what to do.</exception>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public static async Task<RedisConnection> OpenAsync(RedisOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        if (options.Check() is { Count: > 0 } wrong || !RedisAddress.TryParse(options.Address, out RedisAddress? address))
        {
            throw new ArgumentException(string.Join(' ', options.Check()), nameof(options));
        }

        ConnectionMultiplexer multiplexer = await ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var connection = new RedisConnection(multiplexer, address.ToString(), options, clock, logger);
        try
        {
            await connection.CheckServersAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a call, again and again if need be.</summary>
    /// <param name="what">What it is for, as it stands in an error: <c>appending to the log of city/0</c>.</param>
    /// <param name="call">The call. A repeat changes nothing.</param>
    /// <param name="cancellationToken">Ends the waiting; the call may have been made.</param>
    /// <exception cref="RedisStorageException">It failed for good, or for longer than the operator lets it.</exception>
    public async Task<T> RunAsync<T>(string what, Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        long started = this.clock.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            RedisStorageException failure;
            try
            {
                T result = await call(this.database).WaitAsync(cancellationToken).ConfigureAwait(false);
                this.NoteSuccess();
                return result;
            }
            catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
            {
                failure = RedisFaults.Translate(exception, this.Address, what);
            }
            catch (RedisStorageException exception) when (exception.MayPass)
            {
                failure = exception;
            }

            this.NoteFailure(failure);
            if (!failure.MayPass || this.clock.GetElapsedTime(started).TotalSeconds >= this.options.RetrySeconds)
            {
                throw failure;
            }

            await Task.Delay(pause, this.clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Runs a script, by its name if the server knows it.</summary>
    /// <exception cref="RedisStorageException">As <see cref="RunAsync"/>.</exception>
    public Task<RedisResult[]> RunAsync(string what, RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        this.RunAsync(what, database => EvaluateAsync(database, script, keys, arguments), cancellationToken);

    /// <summary>Runs a script once, within a call of <see cref="RunAsync{T}"/>.</summary>
    public static async Task<RedisResult[]> EvaluateAsync(IDatabase database, RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        RedisResult result;
        try
        {
            result = await database.ScriptEvaluateAsync(script.Sha, keys, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The node was started anew, or is one that has not seen it: the text makes it known there.
            object[] call = [script.Text, keys.Length, .. keys.Select(k => (object)k), .. arguments.Select(a => (object)a)];
            result = await database.ExecuteAsync("EVAL", call).ConfigureAwait(false);
        }

        return (RedisResult[])result!;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => this.multiplexer.DisposeAsync();

    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisAddress address, CancellationToken cancellationToken)
    {
        ConfigurationOptions configuration = address.ToConfiguration();
        configuration.AbortOnConnectFail = true;
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            throw RedisFaults.Translate(exception, address.ToString(), "connecting");
        }
    }

    private async Task CheckServersAsync(CancellationToken cancellationToken)
    {
        bool isAnyWritable = false;
        foreach (IServer server in this.multiplexer.GetServers().Where(s => s.IsConnected))
        {
            RedisResult info = await this.RunAsync("asking what it is", _ => server.ExecuteAsync("INFO", "everything"), cancellationToken).ConfigureAwait(false);
            RedisServerReport report = RedisServerReport.Read(info.ToString(), await AppendFsyncAsync(server).ConfigureAwait(false));
            report.ThrowIfUnfit(this.Address);
            isAnyWritable |= !report.IsReplica;
            RedisLog.Connected(this.logger, this.Address, report.Name);
            foreach (string warning in report.IsReplica ? [] : report.Warnings)
            {
                RedisLog.Warning(this.logger, this.Address, warning);
            }
        }

        if (!isAnyWritable)
        {
            throw RedisFaults.NothingWritable(this.Address);
        }
    }

    /// <summary>How writes reach the disk; null where the server does not tell, as many rented ones.</summary>
    private static async Task<string?> AppendFsyncAsync(IServer server)
    {
        try
        {
            return (await server.ConfigGetAsync("appendfsync").ConfigureAwait(false)) is [KeyValuePair<string, string> setting] ? setting.Value : null;
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private void NoteFailure(RedisStorageException failure)
    {
        if (this.problem is null)
        {
            RedisLog.Failing(this.logger, failure.Message, failure.MayPass ? this.options.RetrySeconds : 0);
        }

        this.problem = failure.Message;
    }

    private void NoteSuccess()
    {
        if (this.problem is not null)
        {
            this.problem = null;
            RedisLog.Restored(this.logger, this.Address);
        }
    }
}
