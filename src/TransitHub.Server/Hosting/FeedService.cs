using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Time;
using TransitHub.Server.Accuracy;
using TransitHub.Server.Alerting;
using TransitHub.Server.Commands;
using TransitHub.Server.Counts;
using TransitHub.Server.Delivery;
using TransitHub.Server.Dispatching;
using TransitHub.Server.History;
using TransitHub.Server.Options;
using TransitHub.Server.Realtime;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Hosting;

/// <summary>One feed at work in this process: its runtime, its published feeds, and how readers see it.</summary>
internal sealed class FeedService : IAsyncDisposable
{
    private readonly FeedRuntime runtime;
    private readonly Func<FeedModels> loadModels;
    private readonly FeedDevices devices;
    private readonly StaticWatch? statics;
    private FeedModels models;
    private readonly RealtimePublisher publisher;
    private readonly FeedDeliveries deliveries;
    private readonly IReadOnlyList<Func<CancellationToken, Task>> besides;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource publishingEnds = new();
    private Task working = Task.CompletedTask;
    private Task publishing = Task.CompletedTask;
    private Task keeping = Task.CompletedTask;

    private FeedService(
        FeedRuntime runtime, FeedModels models, Func<FeedModels> loadModels, RealtimePublisher publisher, FeedDeliveries deliveries,
        IReadOnlyList<Func<CancellationToken, Task>> besides, HubFeed feed, Func<FeedService, StaticWatch?> watchStatics)
    {
        this.runtime = runtime;
        this.loadModels = loadModels;
        this.devices = feed.Devices;
        this.statics = watchStatics(this);
        this.deliveries = deliveries;
        this.besides = besides;
        this.models = models;
        this.publisher = publisher;
        this.Feed = feed;
    }

    /// <summary>How readers see it.</summary>
    public HubFeed Feed { get; }

    /// <summary>Its queue in front.</summary>
    public Core.Observations.ObservationIntake Intake => this.runtime.Intake;

    /// <summary>Ends when the feed's work ended, which without a bug is after <see cref="StopAsync"/>.</summary>
    public Task Ended => Task.WhenAny(this.working, this.publishing, this.keeping).Unwrap();

    /// <summary>Opens the log and puts the parts together.</summary>
    /// <exception cref="CommandException">The data folder cannot be used.</exception>
    public static FeedService Open(FeedId id, LoadedSchedule loaded, HubOptions options, string epoch, TimeProvider clock, ILogger logger)
    {
        string folder = Path.Combine(options.Data, id.ToString());
        string logFolder = SegmentObservationLog.FolderOf(options.Data, id);
        try
        {
            Directory.CreateDirectory(folder);
            StaticVersions statics = StaticVersions.Of(folder, loaded, Timestamp.Now(clock), options.StaticVersions);

            SegmentObservationLog log = SegmentObservationLog.Open(logFolder, options.Log, notice => ServerLog.LogNotice(logger, id, notice.Kind, notice.Message));
            FeedSettings? settings = options.Feeds.Find(f => f.Id == id.ToString());
            bool isSimulated = SimulationMark.Keep(folder, settings?.Simulated ?? false);
            FeedModels LoadModels() => FeedModels.Load(id, options, settings, logger);
            FeedModels models = LoadModels();
            FeedRuntimeOptions settled = options.SettledFusion;
            var kept = new KeptFiles(folder, problem => ServerLog.HistoryNotice(logger, id, problem));
            ChangeDesk changes = new(id, new LocalBookStore(options.Data, BookNames.ServiceChanges), clock);
            changes.RefreshAsync(CancellationToken.None).GetAwaiter().GetResult();
            var runtime = new FeedRuntime(id, loaded.Schedule, log, settled, clock, models.Arrivals, kept, loaded.Devices, models.Loads) { ChangesNow = () => changes.Book };
            changes.Announce = runtime.AnnounceChangesAsync;
            var realtime = new RealtimeFeeds(options.Realtime, message => ServerLog.FeedCollapses(logger, id, message));
            var found = new AlertSource(folder, options.Alerts, problem => ServerLog.HistoryNotice(logger, id, problem));
            AlertDesk alerts = new(id, new LocalBookStore(options.Data, BookNames.Alerts), options.Alerts, () => found.Episodes, () => runtime.Publisher.Current.UpstreamAlerts, clock);
            alerts.RefreshAsync(CancellationToken.None).GetAwaiter().GetResult();
            found.Join(alerts);
            var publisher = new RealtimePublisher(
                runtime.Publisher, realtime, options.Realtime, new HeaderClock(Path.Combine(folder, "realtime-header")), clock, found.Take);
            FeedDevices devices = new(loaded.Devices, runtime.Devices.Ids, runtime.Devices.Find);
            CountArchive archive = new(
                Path.Combine(folder, "open-counts"), loaded.Schedule.TimeZone, () => devices.Registry, () => runtime.Counting, options.Query.FewestTold);
            DevicesReload? reload = settings is not { Devices: { Length: > 0 } file } ? null
                : new DevicesReload(settings.Id, new DevicesFile(file), () => runtime.Schedule, devices.Replace, message => ServerLog.DevicesRead(logger, id, message));
            FeedChores chores = new(() => reload, archive, () => runtime.Ready, clock, problem => ServerLog.HistoryNotice(logger, id, problem));
            ArchiveChore archivist = ArchiveChore.Of(id, log, () => runtime.Schedule, () => devices.Registry, settled.Fusion, options, () => runtime.Ready, clock, logger);
            ConformanceWatch conformance = new(realtime, () => runtime.Publisher.Current.Schedule, options.Realtime.ValidateSeconds, clock);
            FeedDeliveries deliveries = FeedDeliveries.Of(id, settings, () => realtime.Current, clock, logger);
            HubFeed feed = FeedOf(runtime, devices, archive, settings?.Name, isSimulated, realtime, alerts, changes, statics, epoch, logFolder, new StopBounds(devices, options.Query.FewestTold), settings is null ? null : new StaticRequests(),
                settings is null ? null : new StaticUploads(statics, options, clock, (message, isTrouble) => ServerLog.StaticTold(logger, id, message, isTrouble)));
            HistoryWatch history = new(feed, () => runtime.Ready, new KeptState(Path.Combine(folder, "history"), "history of figures", problem => ServerLog.HistoryNotice(logger, id, problem)), clock);
            AccuracyWatch accuracy = new(runtime.Publisher, feed.Accuracy, new KeptState(Path.Combine(folder, "accuracy"), "accuracy of predictions", problem => ServerLog.HistoryNotice(logger, id, problem)), clock);
            StaticWatch? WatchStatics(FeedService service) => settings is null ? null
                : new StaticWatch(settings, loaded, statics, options, service.GoOverAsync, clock, (message, isTrouble) => ServerLog.StaticTold(logger, id, message, isTrouble), feed.StaticRequests!);
            return new FeedService(
                runtime, models, LoadModels, publisher, deliveries, [chores.RunAsync, archivist.RunAsync, conformance.RunAsync, deliveries.RunAsync, history.RunAsync, accuracy.RunAsync], feed, WatchStatics);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"--data {options.Data}: {exception.Message}");
        }
    }

    /// <summary>Begins: reads the log, then takes observations and publishes.</summary>
    public void Start()
    {
        this.working = this.runtime.RunAsync(this.stopping.Token);
        this.publishing = this.PublishAsync();
        this.keeping = Task.WhenAll(
            [.. this.besides.Select(work => work(this.stopping.Token)), this.statics?.RunAsync(this.stopping.Token) ?? Task.CompletedTask]);
    }

    /// <summary>Takes nothing more; returns when what was taken is durable and published.</summary>
    public async Task StopAsync()
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.working.ConfigureAwait(false);
        await this.keeping.ConfigureAwait(false);
        await this.publishingEnds.CancelAsync().ConfigureAwait(false);
        await this.publishing.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.runtime.DisposeAsync().ConfigureAwait(false);
        this.models.Dispose();
        this.deliveries.Dispose();
        this.stopping.Dispose();
        this.publishingEnds.Dispose();
    }

    /// <summary>Goes over to another static version. A model is asked by one pipeline alone, so the new one gets models of its own.</summary>
    private async Task GoOverAsync(LoadedSchedule version, StaticRequest request, CancellationToken stop)
    {
        FeedModels former = this.models;
        FeedModels next = this.loadModels();
        try
        {
            await this.runtime.ReplaceScheduleAsync(version.Schedule, version.Devices, next.Arrivals, next.Loads, stop).ConfigureAwait(false);
            this.models = next;
            next = former;
        }
        finally
        {
            next.Dispose();
        }

        this.devices.Replace(version.Devices);
    }

    /// <summary>The log's state comes first: a feed without the vehicles that it had before a restart would look like a mass exit.</summary>
    private async Task PublishAsync()
    {
        await Task.Yield();
        while (this.runtime.Publisher.Current.Sequence == 0 && !this.publishingEnds.IsCancellationRequested)
        {
            Task first = this.runtime.Publisher.WaitForLaterAsync(0, this.publishingEnds.Token).AsTask();
            await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await this.publisher.RunAsync(this.publishingEnds.Token).ConfigureAwait(false);
    }

    private static HubFeed FeedOf(
        FeedRuntime runtime, FeedDevices devices, CountArchive archive, string? name, bool isSimulated, RealtimeFeeds realtime, AlertDesk alerts, ChangeDesk changes, StaticVersions statics, string epoch,
        string logFolder, StopBounds bounds, StaticRequests? requests, StaticUploads? uploads) => new()
    {
        Snapshots = runtime.Publisher,
        Name = name ?? runtime.Publisher.Current.Feed.ToString(),
        IsSimulated = isSimulated,
        EpochNow = () => epoch,
        Ledger = runtime.Ledger,
        Readiness = () => runtime.NotReadyReason is { } reason ? FeedReadiness.NotReady(reason) : FeedReadiness.Ready,
        Counters = () => runtime.Intake.Counters,
        QueuedBatches = () => runtime.QueuedBatches,
        AcceptedOf = runtime.Intake.AcceptedOf,
        Fusion = () => runtime.Counters,
        CountingNow = () => runtime.Counting,
        CountFiles = archive,
        Devices = devices,
        Bounds = bounds,
        DeviceCount = () => runtime.Devices.Count,
        LogBytes = () => new DirectoryInfo(logFolder).EnumerateFiles().Sum(f => f.Length),
        Realtime = realtime,
        Alerts = alerts,
        Changes = changes,
        Static = statics,
        StaticRequests = requests,
        StaticUploads = uploads,
    };
}
