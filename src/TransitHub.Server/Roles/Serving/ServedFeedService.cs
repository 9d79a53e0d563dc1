using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Writing;
using TransitHub.Server.Accuracy;
using TransitHub.Server.Alerting;
using TransitHub.Server.Dispatching;
using TransitHub.Server.Commands;
using TransitHub.Server.Counts;
using TransitHub.Server.History;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Realtime;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Serving;

/// <summary>One feed in a process that only serves: its states and bytes, what its shards report besides, and how readers see it.</summary>
internal sealed class ServedFeedService
{
    private static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MirrorPause = TimeSpan.FromSeconds(1);
    private readonly ServedFeed served;
    private readonly SharedStatics statics;
    private readonly StaticMirror mirror;
    private readonly StaticWatch? watch;
    private volatile DevicesReload reload;
    private readonly FeedChores chores;
    private readonly HistoryWatch history;
    private readonly AccuracyWatch accuracy;
    private readonly SharedAlerts alerts;
    private readonly ChangeDesk changes;
    private readonly RoleContext context;
    private readonly ILogger logger;

    /// <summary>Puts it together; nothing is asked for yet.</summary>
    /// <param name="id">The feed.</param>
    /// <param name="loaded">Its static feed.</param>
    /// <param name="context">What the process works with.</param>
    /// <param name="form">How shards' changes stand in their streams.</param>
    /// <param name="reportForm">How shards' reports are kept.</param>
    /// <param name="ingest">What was refused before the shards' logs.</param>
    /// <param name="logger">Hears what an operator should know.</param>
    /// <exception cref="CommandException">The data folder cannot be used.</exception>
    public ServedFeedService(FeedId id, LoadedSchedule loaded, RoleContext context, ChangesForm form, ReportForm reportForm, IngestReports ingest, ILogger logger)
    {
        HubOptions options = context.Options;
        FeedSettings? settings = context.SettingsOf(id);
        string folder = Path.Combine(options.Data, id.ToString());
        this.context = context;
        this.logger = logger;
        this.changes = new ChangeDesk(id, context.Storage.ServiceChanges, context.Clock);
        this.statics = context.StaticsOf(id);
        this.served = new ServedFeed(id, loaded.Schedule, context, form, this.GoOver);
        this.alerts = new SharedAlerts(id, options.Alerts, context.Storage, () => this.served.Snapshots.Current.UpstreamAlerts, context.Clock);
        this.Reports = new FeedReports(id, loaded.Schedule, context.ShardsOf(id), context.Storage, reportForm, loaded.Devices, options.Query.FewestTold, ingest);
        FeedDevices devices = new(loaded.Devices, () => this.Reports.DeviceIds, this.Reports.FindDevice);
        CountArchive archive = new(
            Path.Combine(folder, "open-counts"), loaded.Schedule.TimeZone, () => devices.Registry, () => this.Reports.Counting, options.Query.FewestTold);
        this.reload = this.ReloadOf(devices);
        this.chores = new FeedChores(() => this.reload, archive, () => this.Reports.IsComplete, context.Clock, problem => ServerLog.HistoryNotice(logger, id, problem));
        try
        {
            Directory.CreateDirectory(folder);
            this.Feed = this.FeedOf(settings?.Name ?? id.ToString(), SimulationMark.Keep(folder, settings?.Simulated ?? false), devices, archive, StaticVersions.Of(folder, loaded, Timestamp.Now(context.Clock), options.StaticVersions), settings is not null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"--data {options.Data}: {exception.Message}");
        }

        StaticVersions versions = this.Feed.Static;
        this.statics.KeepIn(versions.Folder);
        this.mirror = new StaticMirror(id, this.statics, versions, context.Storage);
        SharedSwap swap = new(id, this.statics, versions, context.Storage, () => this.Feed.Schedule.ContentHash, context.Clock);
        this.watch = settings is null ? null
            : new StaticWatch(settings, loaded, versions, options, swap.GoOverAsync, context.Clock, this.Tell, this.Feed.StaticRequests!);
        this.history = new HistoryWatch(this.Feed, () => this.served.Readiness.IsReady && this.Reports.IsComplete, new KeptState(Path.Combine(folder, "history"), "history of figures", problem => ServerLog.HistoryNotice(logger, id, problem)), context.Clock);
        this.accuracy = new AccuracyWatch(
            this.served.Snapshots, this.Feed.Accuracy, new KeptState(Path.Combine(folder, "accuracy"), "accuracy of predictions", problem => ServerLog.HistoryNotice(logger, id, problem)), context.Clock);
    }

    /// <summary>How readers see it.</summary>
    public HubFeed Feed { get; }

    /// <summary>What its shards report.</summary>
    public FeedReports Reports { get; }

    /// <summary>Whether it has what the others have.</summary>
    public FeedReadiness Readiness => this.served.Readiness;

    /// <summary>Works until told to stop, or until a part of it ends by a fault.</summary>
    public Task RunAsync(CancellationToken stop) => Together.RunAsync(stop, this.served.RunAsync, this.MirrorAsync, this.WatchStaticsAsync, this.ReportAsync, this.chores.RunAsync, this.WatchConformanceAsync, this.history.RunAsync, this.accuracy.RunAsync);

    /// <summary>Right before readers see the first state of another static feed.</summary>
    private void GoOver(LoadedSchedule version)
    {
        StaticVersions versions = this.Feed.Static;
        string own = this.statics.Own.Schedule.ContentHash;
        versions.Publish(
            version.Schedule,
            zip => GtfsZipWriter.Write(version.Path ?? Path.Combine(versions.Folder, version.Schedule.ContentHash + ".zip"), zip),
            Timestamp.Now(this.context.Clock),
            this.context.Options.StaticVersions);
        this.Feed.Devices.Replace(version.Devices);
        this.reload = this.ReloadOf(this.Feed.Devices);
        this.watch?.Follow(version.Schedule, version.Schedule.ContentHash != own && !this.statics.Book.IsKnown(own));
    }

    /// <summary>Devices are read against a static feed, so with another one they are read again.</summary>
    private DevicesReload ReloadOf(FeedDevices devices)
    {
        FeedId id = this.served.Snapshots.Current.Feed;
        return this.context.ReloadOf(id, () => this.served.Snapshots.Current.Schedule, devices.Replace, this.logger);
    }

    private void Tell(string message, bool isTrouble) => ServerLog.StaticTold(this.logger, this.Feed.Id, message, isTrouble);

    private async Task WatchStaticsAsync(CancellationToken stop)
    {
        if (this.watch is { } looking)
        {
            await looking.RunAsync(stop).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, this.context.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MirrorAsync(CancellationToken stop)
    {
        bool isFailing = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await this.mirror.LookAsync(stop).ConfigureAwait(false);
                isFailing = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (!isFailing)
                {
                    this.Tell($"The shared static versions cannot be kept here, the next try follows: {exception.Message}", true);
                }

                isFailing = true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(MirrorPause, this.context.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchConformanceAsync(CancellationToken stop)
    {
        ConformanceWatch watch = new(this.served.Realtime, () => this.Feed.Schedule, this.context.Options.Realtime.ValidateSeconds, this.context.Clock);
        await watch.RunAsync(stop).ConfigureAwait(false);

        // Switched off it has nothing to do, and works end together.
        await Task.Delay(Timeout.InfiniteTimeSpan, this.context.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReportAsync(CancellationToken stop)
    {
        bool isFailing = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await this.Reports.RefreshAsync(stop).ConfigureAwait(false);
                await this.alerts.RefreshAsync(stop).ConfigureAwait(false);
                await this.changes.RefreshAsync(stop).ConfigureAwait(false);
                isFailing = false;
            }
            catch (IOException exception)
            {
                if (!isFailing)
                {
                    ServerLog.ReportsUnread(this.logger, this.Feed.Id, exception.Message);
                }

                isFailing = true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(ReportPause, this.context.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private HubFeed FeedOf(string name, bool isSimulated, FeedDevices devices, CountArchive archive, StaticVersions statics, bool isInSettings) => new()
    {
        Snapshots = this.served.Snapshots,
        Name = name,
        IsSimulated = isSimulated,
        EpochNow = () => this.served.Epoch,
        Ledger = this.Reports.Ledger,
        Readiness = () => this.served.Readiness,
        Counters = () => this.Reports.Counters,
        AcceptedOf = this.Reports.AcceptedOf,
        Fusion = () => this.Reports.Fusion,
        CountingNow = () => this.Reports.Counting,
        CountFiles = archive,
        Devices = devices,
        Bounds = new StopBounds(devices, this.context.Options.Query.FewestTold),
        DeviceCount = () => this.Reports.DeviceIds.Count,
        LogBytes = () => this.Reports.LogBytes,
        Realtime = this.served.Realtime,
        Alerts = this.alerts.Desk,
        Changes = this.changes,
        Static = statics,
        StaticRequests = isInSettings ? new StaticRequests(this.PendingElsewhere) : null,
    };

    private StaticRequest? PendingElsewhere() =>
        this.statics.Book.Turn is { } turn ? new StaticRequest(turn.Id, null, turn.Version.ContentHash, Force: true, turn.By, turn.Why) : null;
}
