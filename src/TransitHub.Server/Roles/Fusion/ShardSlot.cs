using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;
using TransitHub.Server.Hosting;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>One of the hub's shards as this process sees it: whether it has it, and how far it is with it.</summary>
internal sealed class ShardSlot : IAsyncDisposable
{
    private readonly RoleContext context;
    private readonly ShardStatics statics;
    private readonly Func<ShardChanges, byte[]> encode;
    private readonly ReportForm? reports;
    private readonly ILogger logger;
    private OwnedShard? owned;
    private long? failedAt;

    /// <summary>A shard that this process does not have yet.</summary>
    public ShardSlot(ShardId shard, ShardStatics statics, Func<ShardChanges, byte[]> encode, ReportForm? reports, RoleContext context, ILogger logger)
    {
        this.Shard = shard;
        this.statics = statics;
        this.encode = encode;
        this.reports = reports;
        this.context = context;
        this.logger = logger;
    }

    /// <summary>Which.</summary>
    public ShardId Shard { get; }

    /// <summary>How far this process is with it.</summary>
    public ShardProgress Progress { get; } = new();

    /// <summary>Whether this process has it.</summary>
    public bool IsOwned => this.owned is not null;

    /// <summary>Why this process had to let go of it; null: it did not, or works on it again.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes it if it is free. One whose work failed is left alone for a lease's duration, so that another may try.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<bool> TryTakeAsync(LeaseKeeper keeper, TimeSpan duration, CancellationToken cancellation)
    {
        if (this.failedAt is { } failed && this.context.Clock.GetElapsedTime(failed) < duration)
        {
            return false;
        }

        if (await keeper.TryHoldAsync(LeaseName.OfShard(this.Shard), this.context.Owner, duration, cancellation).ConfigureAwait(false) is not { } held)
        {
            this.Problem = null;
            return false;
        }

        ServerLog.ShardTaken(this.logger, this.Shard);
        this.owned = new OwnedShard(held, this.Run);
        this.failedAt = null;
        return true;
    }

    /// <summary>Sees whether its work has ended.</summary>
    public async Task LookAsync()
    {
        if (this.owned is { HasEnded: true })
        {
            await this.EndAsync().ConfigureAwait(false);
        }
        else if (this.Progress.IsCurrent)
        {
            this.Problem = null;
        }
    }

    /// <summary>This process has its share without it, so why it once let go of it is no trouble of this process any more.</summary>
    public void LeaveToOthers() => this.Problem = null;

    /// <summary>Gives it back in order.</summary>
    public async Task GiveBackAsync()
    {
        this.owned?.BeginStop();
        await this.EndAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (this.owned is { } shard)
        {
            this.owned = null;
            await shard.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task EndAsync()
    {
        if (this.owned is not { } shard)
        {
            return;
        }

        this.Problem = await shard.EndAsync().ConfigureAwait(false);
        this.owned = null;
        await shard.DisposeAsync().ConfigureAwait(false);
        if (this.Problem is { } problem)
        {
            this.failedAt = this.context.Clock.GetTimestamp();
            ServerLog.ShardLost(this.logger, this.Shard, problem);
        }
        else
        {
            ServerLog.ShardGivenBack(this.logger, this.Shard);
        }
    }

    private string? Run(HeldLease held, CancellationToken stop)
    {
        try
        {
            return this.Run(held, this.statics.Newest(stop), stop);
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    private string? Run(HeldLease held, (LoadedSchedule Served, LoadedSchedule? Also) statics, CancellationToken stop)
    {
        FeedId feed = this.Shard.Feed;
        List<FeedModels> models = [];
        ShardSetup SetupOf(LoadedSchedule version)
        {
            // A model is asked by one machine alone, so that of another static feed gets its own.
            FeedModels loadedModels = FeedModels.Load(feed, this.context.Options, this.context.SettingsOf(feed), this.logger);
            models.Add(loadedModels);
            return new ShardSetup(this.Shard, this.context.ShardsOf(feed), version.Schedule, this.context.Options.SettledFusion)
            {
                Devices = version.Devices,
                Model = loadedModels.Arrivals,
                LoadModel = loadedModels.Loads,
            };
        }

        var site = new ShardSite(
            SetupOf(statics.Served), this.context.Storage, this.encode, this.context.Options.Shards, this.context.Clock, message => ServerLog.ShardNotice(this.logger, this.Shard, message))
        {
            Reports = this.reports,
            Also = statics.Also is { } also ? SetupOf(also) : null,
            Next = this.statics.NextOf(SetupOf, stop),
        };
        var archive = new ShardArchive(this.Shard, held, statics.Served, this.context, () => this.Progress.IsCurrent, this.logger);
        try
        {
            return ShardRunner.Run(site with { ArchivedThrough = () => archive.Through }, held, this.Progress, stop);
        }
        finally
        {
            archive.DisposeAsync().AsTask().GetAwaiter().GetResult();
            models.ForEach(m => m.Dispose());
        }
    }
}
