namespace TransitHub.Server.Roles.Fusion;

/// <summary>How many shards a fusion process should have: all of them are divided evenly among those that have a seat, the lower seats taking what is left over.</summary>
/// <param name="Rank">How many processes have a lower seat, from 0.</param>
/// <param name="Processes">How many have a seat, this one with them.</param>
internal readonly record struct FusionShare(int Rank, int Processes)
{
    /// <summary>The number of shards; the shares of all processes add up to all shards.</summary>
    public int Of(int shards) => (shards / this.Processes) + (this.Rank < shards % this.Processes ? 1 : 0);
}
