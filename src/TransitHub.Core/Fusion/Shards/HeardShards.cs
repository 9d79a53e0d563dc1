using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// The newest state of each other shard whose links were heard of. A shard that is taken over tells some of them again, with the same sequences; they
/// count once. Part of a machine's state.
/// </summary>
internal sealed class HeardShards
{
    /// <summary>The newest state's sequence by the number of the shard; a shard that was not heard of is absent.</summary>
    public SortedDictionary<int, long> Newest { get; } = [];

    /// <summary>Whether this was not heard before; it is from now on.</summary>
    public bool IsNew(LinkTraversals links)
    {
        if (links.FromShard is < 0 or > ShardId.MaxNumber || this.Newest.GetValueOrDefault(links.FromShard) >= links.FromState)
        {
            return false;
        }

        this.Newest[links.FromShard] = links.FromState;
        return true;
    }
}
