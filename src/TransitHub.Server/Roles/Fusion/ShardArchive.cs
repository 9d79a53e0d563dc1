using NodaTime;
using TransitHub.Archive;
using TransitHub.Archive.Days;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Server.Hosting;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>
/// Rolls a shard's days into the archive while this process has the shard. How far it came is kept beside the shard's state, so that the next owner goes
/// on there; up to there the log may forget, and behind it only for want of room.
/// </summary>
internal sealed class ShardArchive : IAsyncDisposable
{
    /// <summary>The name of what is kept of it.</summary>
    public const string StateName = "archive";

    private const int Schema = 1;

    /// <summary>From this share of a log's room on an operator is told.</summary>
    private const double Tight = 0.8;

    private readonly ShardId shard;
    private readonly RoleContext context;
    private readonly LoadedSchedule loaded;
    private readonly HeldLease held;
    private readonly ILogger logger;
    private readonly CancellationTokenSource ending;
    private readonly Task working;
    private long neededAfter;
    private bool isTight;

    /// <summary>Begins.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="held">Its lease.</param>
    /// <param name="loaded">Its static feed and devices.</param>
    /// <param name="context">What the process works with.</param>
    /// <param name="isCurrent">Whether the log was read: a shard that was taken over has more urgent work.</param>
    /// <param name="logger">Hears of days and of trouble.</param>
    public ShardArchive(ShardId shard, HeldLease held, LoadedSchedule loaded, RoleContext context, Func<bool> isCurrent, ILogger logger)
    {
        this.shard = shard;
        this.held = held;
        this.loaded = loaded;
        this.context = context;
        this.logger = logger;
        this.ending = CancellationTokenSource.CreateLinkedTokenSource(held.Lost);
        this.neededAfter = context.Options.Archive.Enabled ? 0 : long.MaxValue;
        this.working = context.Options.Archive.Enabled ? this.RunAsync(isCurrent) : Task.CompletedTask;
    }

    /// <summary>The last record of the log that the archive has no need of any more. Any thread.</summary>
    public long Through => Interlocked.Read(ref this.neededAfter);

    /// <summary>Ends it; nothing is left of a day that was begun.</summary>
    public async ValueTask DisposeAsync()
    {
        await this.ending.CancelAsync().ConfigureAwait(false);
        await this.working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        this.ending.Dispose();
    }

    private async Task RunAsync(Func<bool> isCurrent)
    {
        await Task.Yield();
        LogArchivist? archivist = null;
        var chore = new ArchiveChore(
            async stop =>
            {
                try
                {
                    IObservationLog log = await this.context.Storage.OpenLogAsync(this.shard, null, null, stop).ConfigureAwait(false);
                    await using (log.ConfigureAwait(false))
                    {
                        archivist = await this.WorkAsync(archivist, log, stop).ConfigureAwait(false);
                    }
                }
                catch (IOException exception)
                {
                    ServerLog.ArchiveTrouble(this.logger, this.shard.Feed, $"{this.shard}: {exception.Message}");
                }
            },
            isCurrent,
            this.context.Clock);
        await chore.RunAsync(this.ending.Token).ConfigureAwait(false);
    }

    private async Task<LogArchivist> WorkAsync(LogArchivist? former, IObservationLog log, CancellationToken stop)
    {
        LogArchivist archivist = this.Make(log, stop);
        await this.WarnAsync(log, stop).ConfigureAwait(false);
        archivist.DoneBefore = former is null ? await this.ReadAsync(stop).ConfigureAwait(false) : former.DoneThrough;
        LocalDate? before = archivist.DoneBefore;
        this.Free(archivist, log, stop);
        await archivist.RunOnceAsync(stop).ConfigureAwait(false);
        if (archivist.DoneThrough is { } done && done != before)
        {
            byte[] text = System.Text.Encoding.UTF8.GetBytes(ArchiveDay.Of(done, DateTimeZone.Utc).Name);
            await this.context.Storage.States.SaveAsync(this.shard, StateName, new StoredState(Schema, log.LastSequence, text), this.held.Lease, stop).ConfigureAwait(false);
            this.Free(archivist, log, stop);
        }

        return archivist;
    }

    /// <summary>The archivist of one turn: it reads the log as it is opened for this turn.</summary>
    private LogArchivist Make(IObservationLog log, CancellationToken stop)
    {
        FeedId feed = this.shard.Feed;
        int shards = this.context.ShardsOf(feed);
        ArchiveOptions options = this.context.Options.Archive;
        FeedRuntimeOptions settled = this.context.Options.SettledFusion;
        return new LogArchivist(
            from => log.Read(from, stop),
            () => new ArchiveSource
            {
                Feed = feed,
                Schedule = this.loaded.Schedule,
                Fusion = settled.Fusion,
                Devices = this.loaded.Devices,
                StopVisits = options.StopVisits,
                Gate = () => new ObservationGate(settled.Gate, this.loaded.Schedule.Extent, this.loaded.Devices.IsZone, this.loaded.Devices.Vehicles.IsPrivate),
            },
            ArchiveFolder.Of(this.context.Options.Data, feed, options, shards > 1 ? this.shard.Number : null),
            options with { KeepBytes = options.KeepBytes / shards },
            this.context.Clock,
            notice => ArchiveChore.Tell(this.logger, feed, shards > 1 ? notice with { Message = $"{this.shard}: {notice.Message}" } : notice));
    }

    private async Task<LocalDate?> ReadAsync(CancellationToken stop)
    {
        StateReading reading = await this.context.Storage.States.ReadAsync(this.shard, StateName, stop).ConfigureAwait(false);
        return reading.State is { Schema: Schema } state && ArchiveDay.TryParse(System.Text.Encoding.UTF8.GetString(state.Content.Span), out LocalDate date) ? date : null;
    }

    /// <summary>Says in time that records may go unarchived.</summary>
    private async Task WarnAsync(IObservationLog log, CancellationToken stop)
    {
        bool was = this.isTight;
        double fill = await log.FillAsync(stop).ConfigureAwait(false);
        this.isTight = fill >= Tight;
        if (this.isTight && !was)
        {
            ServerLog.ArchiveTrouble(this.logger, this.shard.Feed, string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{this.shard}: its log takes {fill:P0} of the room in which records wait to be archived; beyond it the oldest go unarchived. Raise Redis:RetainBytes: half of it has to hold a day, Archive:AfterHours and two hours more."));
        }
    }

    /// <summary>Lets the log forget what is not needed any more.</summary>
    private void Free(LogArchivist archivist, IObservationLog log, CancellationToken stop)
    {
        if (archivist.NeededFrom(this.loaded.Schedule.TimeZone) is { } from && log.Read(from, stop).Select(r => r.Sequence).FirstOrDefault() is > 0 and var first)
        {
            Interlocked.Exchange(ref this.neededAfter, Math.Max(first - 1, this.Through));
        }
    }
}
