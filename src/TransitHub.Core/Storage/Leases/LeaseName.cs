using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Leases;

/// <summary>What one process at a time may do: be the writer of a shard, or the encoder of a feed. <c>default</c> names nothing.</summary>
public readonly record struct LeaseName
{
    private readonly string? text;

    private LeaseName(string text) => this.text = text;

    /// <summary>To be the one that writes a shard's state.</summary>
    public static LeaseName OfShard(ShardId shard) => new(shard.ToString());

    /// <summary>To be the one that makes a feed's bytes.</summary>
    public static LeaseName OfEncoder(FeedId feed) => new($"{feed}/encoder");

    /// <summary>As <c>city/3</c> or <c>city/encoder</c>.</summary>
    public override string ToString() => this.text ?? string.Empty;
}
