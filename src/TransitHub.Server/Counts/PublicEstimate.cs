using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Server.Views;

namespace TransitHub.Server.Counts;

/// <summary>
/// What anybody may know of an hour that nobody counted, or that was counted in part. It is made of nothing but what is public of the counted part and of what is
/// usual, and told in steps of the fewest told, so that it says no more of a few people than the counts do.
/// </summary>
/// <param name="Key">What would have been counted.</param>
/// <param name="Start">Start of the hour.</param>
/// <param name="Estimate">How many; null: too few to be told.</param>
/// <param name="Low">One in ten such hours has fewer; null with the estimate.</param>
/// <param name="High">One in ten has more.</param>
/// <param name="FewerThan">Fewer than this, none at all included; null: the estimate is told.</param>
/// <param name="Uptime">Share of the hour in which the device was counting, [0, 1].</param>
internal readonly record struct PublicEstimate(
    ChannelKey Key, Timestamp Start, long? Estimate, long? Low, long High, int? FewerThan, double Uptime)
{
    /// <summary>Those of a device.</summary>
    /// <param name="book">What is counted.</param>
    /// <param name="device">The device.</param>
    /// <param name="start">Start of the first hour.</param>
    /// <param name="hours">How many hours are looked at; they will not change any more.</param>
    /// <param name="fewestTold">The hub's own bound.</param>
    public static IEnumerable<PublicEstimate> ListOf(CountBook book, CountingDevice device, Timestamp start, int hours, int fewestTold)
    {
        int fewest = PublicCount.FewestTold(device, fewestTold);
        return book.Fill(device.Id, start, hours, (key, bins) => PublicCount.OfSum(bins, key.Class, fewest).Count ?? fewest / 2.0).Select(f => Of(f, fewest));
    }

    /// <summary>Of one that is made of public counts.</summary>
    public static PublicEstimate Of(FilledFlow filled, int fewestTold)
    {
        int step = PublicClasses.Contains(filled.Key.Class) ? 1 : fewestTold;
        long estimate = step * (long)Math.Round(filled.Whole.Estimate / step, MidpointRounding.AwayFromZero);
        long high = step * (long)Math.Ceiling(filled.Whole.High / step);
        bool isSmall = step > 1 && estimate < fewestTold;
        return new PublicEstimate(
            filled.Key,
            filled.Start,
            isSmall ? null : estimate,
            isSmall ? null : step * (long)Math.Floor(filled.Whole.Low / step),
            Math.Max(high, isSmall ? step : estimate),
            isSmall ? fewestTold : null,
            Math.Round(filled.Uptime, 3));
    }
}
