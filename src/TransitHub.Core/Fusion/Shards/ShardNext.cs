namespace TransitHub.Core.Fusion.Shards;

/// <summary>Another static feed that a shard is to go over to while it runs.</summary>
/// <param name="Id">Names the change for all shards and processes.</param>
/// <param name="Setup">What the machine for it is made of, with models of its own; null: it is not at hand yet.</param>
/// <param name="Problem">Why this process cannot make one, in a sentence; null: it can.</param>
/// <param name="IsDue">Every shard has said that it is ready, so this one goes over as soon as it is.</param>
public sealed record ShardNext(string Id, ShardSetup? Setup, string? Problem, bool IsDue);
