using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;
using TransitHub.Mqtt;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting.Logging;
using TransitHub.Server.Ingest;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Statics;
using TransitHub.Server.Upstream;

namespace TransitHub.Server.Hosting;

/// <summary>The whole hub in one process: MQTT in, one service a feed, HTTP and gRPC out.</summary>
internal sealed class Hub : IHub
{
    private readonly IReadOnlyList<FeedService> feeds;
    private readonly IMqttInput input;
    private readonly UpstreamInput upstream;
    private readonly HubLines lines;
    private readonly ILogger logger;
    private readonly ILoggerFactory loggers;

    private Hub(IReadOnlyList<FeedService> feeds, IMqttInput input, UpstreamInput upstream, WebApplication web, ILoggerFactory loggers)
    {
        this.feeds = feeds;
        this.input = input;
        this.upstream = upstream;
        this.loggers = loggers;
        this.logger = loggers.CreateLogger<Hub>();
        this.lines = new HubLines(web, this.logger);
    }

    /// <inheritdoc/>
    public IEnumerable<HubFeed> Feeds => this.feeds.Select(f => f.Feed);

    /// <inheritdoc/>
    public string HttpAddress => this.lines.HttpAddress;

    /// <inheritdoc/>
    public string GrpcAddress => this.lines.GrpcAddress;

    /// <inheritdoc/>
    public string MqttAddress => this.input.Where;

    /// <summary>Puts the hub together; nothing listens yet.</summary>
    /// <exception cref="CommandException">The data folder cannot be used.</exception>
    public static Hub Open(HubOptions options, IReadOnlyDictionary<FeedId, LoadedSchedule> schedules, TimeProvider clock, Random random)
    {
        ILoggerFactory loggers = HubLogging.Create(options.Logging);
        ILogger logger = loggers.CreateLogger<Hub>();
        foreach (string notice in options.Notices)
        {
            ServerLog.SettingNotice(logger, notice);
        }

        string epoch = Timestamp.Now(clock).UnixMilliseconds.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        SessionStores sessions = SessionStores.Open(options, clock);
        List<FeedService> feeds = [.. schedules.Select(s => FeedService.Open(s.Key, s.Value, options, epoch, clock, logger))];
        var intakes = new IntakeDirectory();
        foreach (FeedService feed in feeds)
        {
            intakes.Add(feed.Intake);
        }

        if (options.HfpFeed is not null)
        {
            intakes.HfpFeed = FeedId.Parse(options.HfpFeed);
        }

        var sampling = new TraceSampling(options.Telemetry.TraceShare, options.Telemetry.MaxTracesPerSecond, clock);
        var ingest = new MqttIngest(intakes, MessageDecoders.Of(schedules), clock, sampling);
        IMqttInput input = options.Mqtt is null
            ? new EmbeddedInput(options, ingest, clock, loggers)
            : new OutsideInput(OutsideInput.UrlOf(options.Mqtt), options.BrokerClient, intakes.HfpFeed is not null, ingest, clock, random, loggers);
        var directory = new FeedDirectory([.. feeds.Select(f => f.Feed)]);
        var source = MqttSource.Of(input, ingest, sampling);
        var upstream = UpstreamInput.Of(options, intakes, clock, random, loggers);
        WebApplication web = HubWeb.Build(options, directory, intakes, [new HealthPart(() => "mqtt " + source.Where(), source.Readiness)], source, upstream,
            sessions, clock, loggers);
        return new Hub(feeds, input, upstream, web, loggers);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation) => this.lines.StartAsync(
        () =>
        {
            foreach (FeedService feed in this.feeds)
            {
                feed.Start();
            }

            this.upstream.Start();
            return this.input.StartAsync(cancellation);
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<bool> WaitAsync(CancellationToken stop)
    {
        bool asked = await HubLines.WaitAsync(this.feeds.Select(f => f.Ended).Append(this.upstream.Ended), stop).ConfigureAwait(false);
        foreach (FeedService feed in this.feeds.Where(f => f.Ended.IsCompleted && !asked))
        {
            ServerLog.FeedFaulted(this.logger, feed.Feed.Id, feed.Ended.Exception);
        }

        return asked;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        ServerLog.Stopping(this.logger, "no more MQTT");
        await this.input.StopAsync(cancellation).ConfigureAwait(false);
        await this.upstream.StopAsync().ConfigureAwait(false);
        ServerLog.Stopping(this.logger, "writing what was taken");
        await Task.WhenAll(this.feeds.Select(f => f.StopAsync())).ConfigureAwait(false);
        await this.lines.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.input.DisposeAsync().ConfigureAwait(false);
        await this.lines.DisposeAsync().ConfigureAwait(false);
        await this.upstream.DisposeAsync().ConfigureAwait(false);
        foreach (FeedService feed in this.feeds)
        {
            await feed.DisposeAsync().ConfigureAwait(false);
        }

        this.loggers.Dispose();
    }
}
