using System.Diagnostics.Metrics;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Redis;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting.Logging;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Statics;
using TransitHub.Server.Upstream;

namespace TransitHub.Server.Hosting;

/// <summary>One process of a hub that is scaled out over Redis: the roles that it was given, and what it tells over HTTP.</summary>
internal sealed class ScaledHub : IHub
{
    private readonly RedisStorage storage;
    private readonly ScaledRoles roles;
    private readonly HubLines lines;
    private readonly Meter meter;
    private readonly ILogger logger;
    private readonly ILoggerFactory loggers;

    private ScaledHub(RedisStorage storage, ScaledRoles roles, WebApplication web, Meter meter, ILoggerFactory loggers)
    {
        this.storage = storage;
        this.roles = roles;
        this.meter = meter;
        this.loggers = loggers;
        this.logger = loggers.CreateLogger<ScaledHub>();
        this.lines = new HubLines(web, this.logger);
    }

    /// <inheritdoc/>
    public IEnumerable<HubFeed> Feeds => this.roles.Feeds;

    /// <inheritdoc/>
    public string HttpAddress => this.lines.HttpAddress;

    /// <inheritdoc/>
    public string GrpcAddress => this.lines.GrpcAddress;

    /// <inheritdoc/>
    public string? MqttAddress => this.roles.Ingest?.Source.Where();

    /// <summary>Puts the process together; nothing listens yet. A Redis that is not there yet is no fault.</summary>
    /// <exception cref="CommandException">Redis refuses, or will not do; the message says why.</exception>
    public static async Task<ScaledHub> OpenAsync(
        HubOptions options, IReadOnlyDictionary<FeedId, LoadedSchedule> schedules, TimeProvider clock, Random random, CancellationToken cancellation)
    {
        ILoggerFactory loggers = HubLogging.Create(options.Logging);
        foreach (string notice in options.Notices)
        {
            ServerLog.SettingNotice(loggers.CreateLogger<ScaledHub>(), notice);
        }

        RedisStorage storage = await OpenStorageAsync(options.Redis!, clock, loggers, cancellation).ConfigureAwait(false);
        var keys = new SharedKeys(storage.ReaderKeys);
        if (options.Security.Readers.KeyFileIn(options.Data) is var file && File.Exists(file))
        {
            ServerLog.SettingNotice(loggers.CreateLogger<ScaledHub>(), $"The readers' keys in {file} open nothing here: with --redis keys are there. 'transithub key import {file} --redis {options.Redis!.Address}' brings them over.");
        }

        var context = new RoleContext(options, schedules, storage, OwnerOf(random), clock, loggers) { Keys = options.Security.Readers.Tiers.Count > 0 ? keys : null };
        ScaledRoles roles = ScaledRoles.Make(RoleNames.Parse(options.Roles), context, random);
        HealthPart[] parts =
        [
            new HealthPart(() => "redis " + storage.Address, () => storage.Problem is { } problem ? FeedReadiness.NotReady(problem) : FeedReadiness.Ready),
            .. roles.InOrder.Select(r => new HealthPart(() => "role " + r.Name, () => r.Readiness)),
        ];
        IntakeDirectory intakes = roles.Ingest?.Intakes ?? new IntakeDirectory();
        UpstreamInput upstream = roles.Ingest?.Upstream ?? UpstreamInput.Of(options, intakes, clock, random, loggers);
        WebApplication web = HubWeb.Build(options, new FeedDirectory(roles.Feeds) { Unrouted = roles.Unrouted }, intakes, parts, roles.Ingest?.Source, upstream,
            SessionStores.Over(storage, clock), clock, loggers, keys);
        var meter = new Meter(TelemetryNames.Meter);
        meter.CreateObservableGauge("transithub_redis_problem", () => storage.Problem is null ? 0 : 1, description: "1 while something is wrong with Redis; /readyz tells what.");
        return new ScaledHub(storage, roles, web, meter, loggers);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation) => this.lines.StartAsync(
        async () =>
        {
            foreach (IHubRole role in this.roles.InOrder)
            {
                await role.StartAsync(cancellation).ConfigureAwait(false);
            }
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<bool> WaitAsync(CancellationToken stop)
    {
        bool asked = await HubLines.WaitAsync(this.roles.InOrder.Select(r => r.Ended), stop).ConfigureAwait(false);
        foreach (IHubRole role in this.roles.InOrder.Where(r => r.Ended.IsCompleted && !asked))
        {
            ServerLog.RoleFaulted(this.logger, role.Name, role.Ended.Exception);
        }

        return asked;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        foreach (IHubRole role in this.roles.InOrder.Reverse())
        {
            ServerLog.Stopping(this.logger, "role " + role.Name);
            await role.StopAsync(cancellation).ConfigureAwait(false);
        }

        await this.lines.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IHubRole role in this.roles.InOrder.Reverse())
        {
            await role.DisposeAsync().ConfigureAwait(false);
        }

        await this.lines.DisposeAsync().ConfigureAwait(false);
        this.meter.Dispose();
        await this.storage.DisposeAsync().ConfigureAwait(false);
        this.loggers.Dispose();
    }

    private static async Task<RedisStorage> OpenStorageAsync(RedisOptions options, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellation)
    {
        try
        {
            return await RedisStorage.OpenPatientlyAsync(options, clock, loggers.CreateLogger<RedisStorage>(), cancellation).ConfigureAwait(false);
        }
        catch (RedisStorageException exception)
        {
            throw CommandException.WrongUse("--redis: " + exception.Message);
        }
    }

    /// <summary>Another one for each process and start.</summary>
    private static string OwnerOf(Random random)
    {
        string host = new([.. Environment.MachineName.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c))]);
        return string.Create(CultureInfo.InvariantCulture, $"{host}-{Environment.ProcessId}-{random.Next():x8}");
    }
}
