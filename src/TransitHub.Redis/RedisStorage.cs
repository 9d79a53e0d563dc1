using Microsoft.Extensions.Logging;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.Registry;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Storage.Statics;
using TransitHub.Redis.Books;
using TransitHub.Redis.Changes;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Leases;
using TransitHub.Redis.Logs;
using TransitHub.Redis.Published;
using TransitHub.Redis.Quarantine;
using TransitHub.Redis.Registry;
using TransitHub.Redis.Sessions;
using TransitHub.Redis.States;
using TransitHub.Redis.Statics;

namespace TransitHub.Redis;

/// <summary>All that a hub keeps, in Redis, Valkey or a cluster of them: shared by any number of processes.</summary>
public sealed class RedisStorage : IHubStorage
{
    private readonly RedisConnection connection;
    private readonly RedisOptions options;
    private readonly TimeProvider clock;

    private RedisStorage(RedisConnection connection, RedisOptions options, TimeProvider clock)
    {
        this.connection = connection;
        this.options = options;
        this.clock = clock;
        this.Leases = new RedisLeases(connection);
        this.States = new RedisStateStore(connection);
        this.Changes = new RedisChangeStreams(connection);
        this.Feeds = new RedisFeedStore(connection);
        this.Registry = new RedisDeviceRegistryStore(connection);
        this.Alerts = new RedisBookStore(connection, BookNames.Alerts);
        this.ServiceChanges = new RedisBookStore(connection, BookNames.ServiceChanges);
        this.ReaderKeys = new RedisBookStore(connection, BookNames.ReaderKeys);
        this.Statics = new RedisBookStore(connection, BookNames.Statics);
        this.StaticZips = new RedisStaticStore(connection);
        this.Quarantine = new RedisQuarantine(connection);
        this.SessionKeys = new RedisSessionKeys(connection);
        this.EndedSessions = new RedisEndedSessions(connection);
        this.Vouches = new RedisVouches(connection);
        this.SessionAudit = new RedisBookStore(connection, BookNames.Sessions);
    }

    /// <inheritdoc/>
    public ILeases Leases { get; }

    /// <inheritdoc/>
    public IStateStore States { get; }

    /// <inheritdoc/>
    public IChangeStreams Changes { get; }

    /// <inheritdoc/>
    public IFeedStore Feeds { get; }

    /// <inheritdoc/>
    public IDeviceRegistryStore Registry { get; }

    /// <inheritdoc/>
    public IBookStore Alerts { get; }

    /// <inheritdoc/>
    public IBookStore ServiceChanges { get; }

    /// <summary>The keys of readers: of the hub and no feed. The embedded hub has a file for them.</summary>
    public IBookStore ReaderKeys { get; }

    /// <inheritdoc/>
    public IBookStore Statics { get; }

    /// <inheritdoc/>
    public IStaticStore StaticZips { get; }

    /// <inheritdoc/>
    public IQuarantine Quarantine { get; }

    /// <summary>What operators' sessions are encrypted with.</summary>
    public RedisSessionKeys SessionKeys { get; }

    /// <summary>Sessions of operators who signed out.</summary>
    public RedisEndedSessions EndedSessions { get; }

    /// <summary>What providers of OpenID Connect said of those who have a session.</summary>
    public RedisVouches Vouches { get; }

    /// <summary>What became of sessions by what providers said: an audit, whose document says nothing.</summary>
    public IBookStore SessionAudit { get; }

    /// <summary>Host and port of each node that was named; without user and password.</summary>
    public string Address => this.connection.Address;

    /// <summary>What is wrong with Redis now, for a person; null: nothing is known to be.</summary>
    public string? Problem => this.connection.Problem;

    /// <summary>Connects.</summary>
    /// <param name="options">The operator's settings.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="logger">Hears of trouble and its end.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RedisStorageException">Redis is not reached, refuses, or will not do; the message says what to do.</exception>
    /// <exception cref="ArgumentException">A setting is wrong; the message names it.</exception>
    public static async Task<RedisStorage> OpenAsync(RedisOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        RedisConnection connection = await RedisConnection.OpenAsync(options, clock, logger, cancellationToken).ConfigureAwait(false);
        return new RedisStorage(connection, options, clock);
    }

    /// <summary>
    /// The same, but a Redis that is not there yet, or reads its files, is no fault: its calls fail or wait until it is, <see cref="Problem"/> says so,
    /// and then the version is looked at.
    /// </summary>
    /// <exception cref="RedisStorageException">It refuses the password, or is too old.</exception>
    /// <exception cref="ArgumentException">A setting is wrong; the message names it.</exception>
    public static async Task<RedisStorage> OpenPatientlyAsync(RedisOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        RedisConnection connection = await RedisConnection.OpenPatientlyAsync(options, clock, logger, cancellationToken).ConfigureAwait(false);
        return new RedisStorage(connection, options, clock);
    }

    /// <inheritdoc/>
    public async ValueTask<IObservationLog> OpenLogAsync(ShardId shard, Lease? lease, Action<LogNotice>? report, CancellationToken cancellationToken) =>
        await RedisObservationLog.OpenAsync(this.connection, this.Quarantine, shard, lease, this.options, this.clock, report, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => this.connection.DisposeAsync();
}
