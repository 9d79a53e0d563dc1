namespace TransitHub.Core.Fusion.Shards;

/// <summary>What a shard told under a number.</summary>
/// <param name="Shard">The shard's number within the feed.</param>
/// <param name="Number">The number of what it told, from 1.</param>
/// <param name="Changes">What it told.</param>
public readonly record struct ShardTold(int Shard, long Number, ShardChanges Changes);
