using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace TransitHub.Redis.Connection;

/// <summary>
/// The connection that all stores share. A call that fails for a reason that may pass is made again until it goes well or the operator's time is over;
/// all calls are such that a repeat changes nothing.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const string Connecting = "connecting";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly ConnectionMultiplexer multiplexer;
    private readonly IDatabase database;
    private readonly RedisOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly RedisTroubleNote trouble;
    private readonly SemaphoreSlim checking = new(1);
    private volatile bool isChecked;

    private RedisConnection(ConnectionMultiplexer multiplexer, string address, RedisOptions options, TimeProvider clock, ILogger logger)
    {
        this.multiplexer = multiplexer;
        this.database = multiplexer.GetDatabase();
        this.Address = address;
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        this.trouble = new RedisTroubleNote(clock);
        this.Keys = new RedisKeys(options.KeyPrefix);
    }

    /// <summary>Where, without user and password.</summary>
    public string Address { get; }

    /// <summary>The hub's keys.</summary>
    public RedisKeys Keys { get; }

    /// <summary>What is wrong now, for a person; null: nothing is known to be.</summary>
    public string? Problem => this.trouble.Message
        ?? (this.multiplexer.IsConnected ? null : RedisFaults.NotConnected(this.Address));

    /// <summary>Connects, and sees whether this Redis will do.</summary>
    /// <exception cref="RedisStorageException">It will not, or is not reached; the message says what to do.</exception>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public static async Task<RedisConnection> OpenAsync(RedisOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        RedisAddress address = AddressOf(options);
        ConnectionMultiplexer multiplexer = await ConnectAsync(address, isPatient: false, cancellationToken).ConfigureAwait(false);
        var connection = new RedisConnection(multiplexer, address.ToString(), options, clock, logger);
        await connection.BeginAsync(isPatient: false, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    /// <summary>The same, but one that is not there yet is tried again in the background; calls fail until it is.</summary>
    /// <exception cref="RedisStorageException">It will not do.</exception>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public static async Task<RedisConnection> OpenPatientlyAsync(RedisOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        RedisAddress address = AddressOf(options);
        ConnectionMultiplexer multiplexer;
        try
        {
            multiplexer = await ConnectAsync(address, isPatient: false, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisStorageException notYet) when (notYet.MayPass)
        {
            multiplexer = await ConnectAsync(address, isPatient: true, cancellationToken).ConfigureAwait(false);
        }

        var connection = new RedisConnection(multiplexer, address.ToString(), options, clock, logger);
        await connection.BeginAsync(isPatient: true, cancellationToken).ConfigureAwait(false);
        return connection;
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
            try
            {
                T result = await this.TryAsync(what, call, cancellationToken).ConfigureAwait(false);
                this.NoteSuccess(what);
                return result;
            }
            catch (RedisStorageException failure)
            {
                this.NoteFailure(what, failure);
                if (!failure.MayPass || this.clock.GetElapsedTime(started).TotalSeconds >= this.options.RetrySeconds)
                {
                    throw;
                }
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
    public async ValueTask DisposeAsync()
    {
        await this.multiplexer.DisposeAsync().ConfigureAwait(false);
        this.checking.Dispose();
    }

    private static RedisAddress AddressOf(RedisOptions options) =>
        options.Check() is { Count: 0 } && RedisAddress.TryParse(options.Address, out RedisAddress? address)
            ? address
            : throw new ArgumentException(string.Join(' ', options.Check()), nameof(options));

    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisAddress address, bool isPatient, CancellationToken cancellationToken)
    {
        ConfigurationOptions configuration = address.ToConfiguration();
        configuration.AbortOnConnectFail = !isPatient;
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            throw RedisFaults.Translate(exception, address.ToString(), "connecting");
        }
    }

    /// <summary>Looks at the servers for the first time; what keeps it from that may pass where one is patient.</summary>
    private async Task BeginAsync(bool isPatient, CancellationToken cancellationToken)
    {
        try
        {
            await this.TryAsync(Connecting, static _ => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        }
        catch (RedisStorageException notYet) when (isPatient && notYet.MayPass)
        {
            this.NoteFailure(Connecting, notYet);
        }
        catch
        {
            await this.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a call once; the servers are looked at before the first.</summary>
    private async Task<T> TryAsync<T>(string what, Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            if (!this.isChecked)
            {
                await this.CheckServersAsync(cancellationToken).ConfigureAwait(false);
            }

            return await call(this.database).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            throw RedisFaults.Translate(exception, this.Address, what);
        }
    }

    private async Task CheckServersAsync(CancellationToken cancellationToken)
    {
        await this.checking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (this.isChecked)
            {
                return;
            }

            // Fails with the reason where none is connected.
            await this.database.PingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            bool isAnyWritable = false;
            foreach (IServer server in this.multiplexer.GetServers().Where(s => s.IsConnected))
            {
                RedisResult info = await server.ExecuteAsync("INFO", "everything").WaitAsync(cancellationToken).ConfigureAwait(false);
                isAnyWritable |= this.Check(RedisServerReport.Read(info.ToString(), await AppendFsyncAsync(server).ConfigureAwait(false)));
            }

            this.isChecked = isAnyWritable ? true : throw RedisFaults.NothingWritable(this.Address);
        }
        finally
        {
            this.checking.Release();
        }
    }

    /// <summary>Gives whether it takes writes.</summary>
    private bool Check(RedisServerReport report)
    {
        report.ThrowIfUnfit(this.Address);
        RedisLog.Connected(this.logger, this.Address, report.Name);
        foreach (string warning in report.IsReplica ? [] : report.Warnings)
        {
            RedisLog.Warning(this.logger, this.Address, warning);
        }

        return !report.IsReplica;
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

    private void NoteFailure(string what, RedisStorageException failure)
    {
        if (this.trouble.Add(what, failure))
        {
            RedisLog.Failing(this.logger, failure.Message, failure.MayPass ? this.options.RetrySeconds : 0);
        }
    }

    private void NoteSuccess(string what)
    {
        if (this.trouble.Clear(what))
        {
            RedisLog.Restored(this.logger, this.Address);
        }
    }
}
