using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace TransitHub.Core.Ids;

/// <summary>
/// A slice of a feed's vehicles that one writer has to itself: the feed and a number from 0. A feed that is not divided has shard 0 alone.
/// <c>default</c> names none.
/// </summary>
public readonly record struct ShardId
{
    /// <summary>The highest number: a feed has at most 1,024 shards.</summary>
    public const int MaxNumber = 1023;

    private ShardId(FeedId feed, int number) => (this.Feed, this.Number) = (feed, number);

    /// <summary>The feed.</summary>
    public FeedId Feed { get; }

    /// <summary>The number, 0 to <see cref="MaxNumber"/>.</summary>
    public int Number { get; }

    /// <summary>Makes one.</summary>
    /// <param name="feed">The feed; not the empty id.</param>
    /// <param name="number">0 to <see cref="MaxNumber"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such shard.</exception>
    public static ShardId From(FeedId feed, int number)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(feed, default);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxNumber);
        return new ShardId(feed, number);
    }

    /// <summary>The shard that a device belongs to: its id's XXH3 modulo the number of shards, the same in every process and version.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="device">The device.</param>
    /// <param name="shards">How many the feed has, 1 to 1,024. With another number devices change places.</param>
    public static ShardId Of(FeedId feed, DeviceId device, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shards, MaxNumber + 1);
        Span<byte> id = stackalloc byte[DeviceId.MaxLength * 4];
        return From(feed, (int)(XxHash3.HashToUInt64(id[..Encoding.UTF8.GetBytes(device.ToString(), id)]) % (uint)shards));
    }

    /// <summary>As <c>city/3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{this.Feed}/{this.Number}");
}
