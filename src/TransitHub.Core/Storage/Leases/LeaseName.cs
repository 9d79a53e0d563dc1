using System.Globalization;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Leases;

/// <summary>What one process at a time may do: be the writer of a shard, the encoder of a feed, the one that polls a source, have a seat among the fusion processes, or a place among the ingest processes. <c>default</c> names nothing.</summary>
public readonly record struct LeaseName
{
    private readonly string? text;

    private LeaseName(string text) => this.text = text;

    /// <summary>To be the one that writes a shard's state.</summary>
    public static LeaseName OfShard(ShardId shard) => new(shard.ToString());

    /// <summary>To be the one that makes a feed's bytes.</summary>
    public static LeaseName OfEncoder(FeedId feed) => new($"{feed}/encoder");

    /// <summary>To be the one that polls another agency's feed.</summary>
    /// <param name="feed">The feed that takes it.</param>
    /// <param name="source">The source's name, without slashes.</param>
    public static LeaseName OfUpstream(FeedId feed, string source) => new($"{feed}/upstream-{source}");

    /// <summary>To be one of the processes among which shards are divided. No feed's id begins with a plus.</summary>
    /// <param name="number">The seat, from 0.</param>
    public static LeaseName OfSeat(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new LeaseName(string.Create(CultureInfo.InvariantCulture, $"+fusion/{number}"));
    }

    /// <summary>To be the one that tells at a place what ingest processes refused.</summary>
    /// <param name="number">The place, from 0.</param>
    public static LeaseName OfIngest(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new LeaseName(string.Create(CultureInfo.InvariantCulture, $"+ingest/{number}"));
    }

    /// <summary>As <c>city/3</c>, <c>city/encoder</c>, <c>+fusion/0</c> or <c>+ingest/0</c>.</summary>
    public override string ToString() => this.text ?? string.Empty;
}
