using TransitHub.Core.Devices;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>What a shard's machine is made of, besides its log: the same in every process that may own the shard.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Shards">How many the feed has.</param>
/// <param name="Schedule">The static feed.</param>
/// <param name="Options">The operator's settings.</param>
public sealed record ShardSetup(ShardId Shard, int Shards, Schedule Schedule, FeedRuntimeOptions Options)
{
    /// <summary>The feed's counting devices, read against the schedule; null: none.</summary>
    public DeviceRegistry? Devices { get; init; }

    /// <summary>A learned model of the arrivals' errors; null: the formula alone.</summary>
    public IArrivalModel? Model { get; init; }

    /// <summary>A learned model of the riders at stops ahead; null: the formula alone.</summary>
    public ILoadModel? LoadModel { get; init; }
}
