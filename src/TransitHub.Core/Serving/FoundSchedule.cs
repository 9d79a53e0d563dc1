using TransitHub.Core.Fusion.Shards;
using TransitHub.Gtfs;

namespace TransitHub.Core.Serving;

/// <summary>What a process has of a static feed that a shard's word is of.</summary>
/// <param name="Schedule">The static feed; null: it is not at hand.</param>
/// <param name="IsComing">It is being read, or may be: whoever asked waits and asks again.</param>
public readonly record struct FoundSchedule(Schedule? Schedule, bool IsComing)
{
    /// <summary>A process that knows of none but its own.</summary>
    public static Func<ShardChanges, FoundSchedule> Nowhere { get; } = static _ => default;
}
