using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Server.Views;

namespace TransitHub.Server.Counts;

/// <summary>
/// What anybody may know of a count. A few people at a place and time could be told apart by who knows that they were there, so counts above none and
/// below the fewest told are not told. Nor may one be found by taking told counts from a sum: where a sum holds small parts it is exact only
/// if more than one way of making it up remains, and else told as if each small part were of middle size.
/// </summary>
/// <param name="Count">How many; null: too few to be told.</param>
/// <param name="FewerThan">More than none and fewer than this; null: the count is told.</param>
/// <param name="IsApproximate">True: small parts were told as of middle size.</param>
internal readonly record struct PublicCount(long? Count, int? FewerThan, bool IsApproximate)
{
    /// <summary>The bound of a device: its own where that is more.</summary>
    public static int FewestTold(CountingDevice device, int fewestTold) => Math.Max(device.FewestTold ?? 0, fewestTold);

    /// <summary>Of one bin, which may be read again and again while it grows.</summary>
    public static PublicCount OfBin(CountBin bin, string @class, int fewestTold) =>
        PublicClasses.Contains(@class) ? new PublicCount(bin.Count, null, false)
            : Told(bin.Count - bin.SmallCount + Middle(bin.SmallParts, fewestTold), bin.SmallParts > 0, fewestTold);

    /// <summary>Of bins that will not change any more.</summary>
    public static PublicCount OfSum(IEnumerable<CountBin> bins, string @class, int fewestTold)
    {
        (long count, long parts, long small) = (0, 0, 0);
        foreach (CountBin bin in bins)
        {
            (count, parts, small) = (count + bin.Count, parts + bin.SmallParts, small + bin.SmallCount);
        }

        if (PublicClasses.Contains(@class))
        {
            return new PublicCount(count, null, false);
        }

        // All of the least or all of the most size would tell each of them.
        bool isExact = parts == 0 || (parts > 1 && small > parts && small < parts * (fewestTold - 1));
        return isExact ? Told(count, false, fewestTold) : Told(count - small + Middle(parts, fewestTold), true, fewestTold);
    }

    private static long Middle(long parts, int fewestTold) => (long)Math.Round(parts * fewestTold / 2.0, MidpointRounding.AwayFromZero);

    private static PublicCount Told(long count, bool isApproximate, int fewestTold) =>
        count > 0 && count < fewestTold ? new PublicCount(null, fewestTold, false) : new PublicCount(count, null, isApproximate);
}
