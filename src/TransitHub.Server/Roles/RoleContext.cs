using System.Collections.Concurrent;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles;

/// <summary>What every role of a process works with.</summary>
/// <param name="Options">The operator's settings.</param>
/// <param name="Schedules">The feeds with their static GTFS, the same in every process of the hub.</param>
/// <param name="Storage">What all processes share; owned by whoever made it.</param>
/// <param name="Owner">This process in leases: another text for each process and start.</param>
/// <param name="Clock">The hub's clock.</param>
/// <param name="Loggers">Makes loggers.</param>
internal sealed record RoleContext(
    HubOptions Options, IReadOnlyDictionary<FeedId, LoadedSchedule> Schedules, IHubStorage Storage, string Owner, TimeProvider Clock, ILoggerFactory Loggers)
{
    private readonly ConcurrentDictionary<FeedId, SharedStatics> statics = new();

    /// <summary>The readers' keys that whoever serves follows; null: no reader needs one.</summary>
    public SharedKeys? Keys { get; init; }

    /// <summary>A feed's static versions, the same for all roles of the process.</summary>
    public SharedStatics StaticsOf(FeedId feed) => this.statics.GetOrAdd(feed, f => new SharedStatics(f, this.Schedules[f], this.SettingsOf(f), this.Storage, this.Clock));

    /// <summary>How many shards a feed has.</summary>
    public int ShardsOf(FeedId feed) => this.SettingsOf(feed)?.Shards ?? 1;

    /// <summary>What the operator has set about a feed; null: nothing.</summary>
    public FeedSettings? SettingsOf(FeedId feed) => this.Options.Feeds.Find(f => f.Id == feed.ToString());

    /// <summary>Whether this process has a devices file of its own for a feed; else it takes what all share.</summary>
    public bool HasDevicesFile(FeedId feed) => !string.IsNullOrEmpty(this.SettingsOf(feed)?.Devices);

    /// <summary>Looks for later devices of a feed: where its own file is, or where all share them.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed, as it is now.</param>
    /// <param name="take">Takes what was read.</param>
    /// <param name="logger">Hears what was found.</param>
    public DevicesReload ReloadOf(FeedId feed, Func<Schedule> schedule, Action<DeviceRegistry> take, ILogger logger) => new(
        feed.ToString(),
        this.HasDevicesFile(feed) ? new DevicesFile(this.SettingsOf(feed)!.Devices!) : new SharedDevices(feed, this.Storage.Registry),
        schedule,
        take,
        message => ServerLog.DevicesRead(logger, feed, message));
}
