using System.Collections.Immutable;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>What a timer tick brought forth.</summary>
/// <param name="State">The shard's new state; its sequence is one more than the last one's.</param>
/// <param name="Links">What its vehicles took on links since then, for the feed's other shards; empty where there are none.</param>
public sealed record ShardOutput(HubSnapshot State, ImmutableArray<LinkTraversal> Links);
