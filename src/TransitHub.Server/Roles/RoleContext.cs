using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Server.Options;
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
    /// <summary>How many shards a feed has.</summary>
    public int ShardsOf(FeedId feed) => this.SettingsOf(feed)?.Shards ?? 1;

    /// <summary>What the operator has set about a feed; null: nothing.</summary>
    public FeedSettings? SettingsOf(FeedId feed) => this.Options.Feeds.Find(f => f.Id == feed.ToString());
}
