using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;
using TransitHub.Mqtt;
using TransitHub.Mqtt.Client;
using TransitHub.Mqtt.Decoding;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting.Logging;
using TransitHub.Server.Ingest;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Hosting;

/// <summary>The whole hub in one process: MQTT in, one service a feed, HTTP and gRPC out.</summary>
internal sealed class Hub : IHub
{
    private static readonly TimeSpan WebStopTime = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<FeedService> feeds;
    private readonly IMqttInput input;
    private readonly WebApplication web;
    private readonly ILogger logger;
    private readonly ILoggerFactory loggers;

    private Hub(IReadOnlyList<FeedService> feeds, IMqttInput input, WebApplication web, ILoggerFactory loggers)
    {
        this.feeds = feeds;
        this.input = input;
        this.web = web;
        this.loggers = loggers;
        this.logger = loggers.CreateLogger<Hub>();
    }

    /// <inheritdoc/>
    public IEnumerable<HubFeed> Feeds => this.feeds.Select(f => f.Feed);

    /// <inheritdoc/>
    public string HttpAddress => this.Address(0);

    /// <inheritdoc/>
    public string GrpcAddress => this.Address(1);

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
        var ingest = new MqttIngest(intakes, new MessageDecoder(new DecoderOptions()), clock, sampling);
        IMqttInput input = options.Mqtt is null
            ? new EmbeddedInput(options, ingest, clock, loggers)
            : new OutsideInput(UrlOf(options.Mqtt), options.BrokerClient, intakes.HfpFeed is not null, ingest, clock, random, loggers);
        var directory = new FeedDirectory([.. feeds.Select(f => f.Feed)]);
        var source = new MqttSource(() => input.Where, () => input.Readiness)
        {
            Messages = () => ingest.Messages,
            Connections = () => input.Connections,
            UntracedMessages = () => sampling.PassedOver,
        };
        WebApplication web = HubWeb.Build(options, directory, intakes, [new HealthPart(() => "mqtt " + source.Where(), source.Readiness)], source, clock, loggers);
        return new Hub(feeds, input, web, loggers);
    }

    /// <inheritdoc/>
    /// <remarks>Readers first, so that they can see how far it is.</remarks>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await this.web.StartAsync(cancellation).ConfigureAwait(false);
            foreach (FeedService feed in this.feeds)
            {
                feed.Start();
            }

            await this.input.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw CommandException.WrongUse($"{exception.Message} Choose another address with --http, --grpc or --mqtt-listen.");
        }
    }

    /// <inheritdoc/>
    public async Task<bool> WaitAsync(CancellationToken stop)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, waiting.Token);
        await Task.WhenAny([stopped, .. this.feeds.Select(f => f.Ended)]).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        foreach (FeedService feed in this.feeds.Where(f => f.Ended.IsCompleted && !stop.IsCancellationRequested))
        {
            ServerLog.FeedFaulted(this.logger, feed.Feed.Id, feed.Ended.Exception);
        }

        return stop.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        ServerLog.Stopping(this.logger, "no more MQTT");
        await this.input.StopAsync(cancellation).ConfigureAwait(false);
        ServerLog.Stopping(this.logger, "writing what was taken");
        await Task.WhenAll(this.feeds.Select(f => f.StopAsync())).ConfigureAwait(false);
        ServerLog.Stopping(this.logger, "closing the readers' lines");
        this.web.Services.GetRequiredService<HubStopping>().Begin();
        using var patience = new CancellationTokenSource(WebStopTime);
        await this.web.StopAsync(patience.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.input.DisposeAsync().ConfigureAwait(false);
        await this.web.DisposeAsync().ConfigureAwait(false);
        foreach (FeedService feed in this.feeds)
        {
            await feed.DisposeAsync().ConfigureAwait(false);
        }

        this.loggers.Dispose();
    }

    private static BrokerUrl UrlOf(string text) =>
        BrokerUrl.TryParse(text, out BrokerUrl? url, out string? problem) ? url : throw CommandException.WrongUse("--mqtt (setting Mqtt): " + problem);

    private string Address(int index) =>
        this.web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index);
}
