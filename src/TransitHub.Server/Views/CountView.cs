using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;

namespace TransitHub.Server.Views;

/// <summary>The newest count of a channel, class and direction in JSON; times are Unix seconds of the hub's clock.</summary>
internal sealed record CountView
{
    public required string Channel { get; init; }

    public required string Class { get; init; }

    /// <summary>Which way; null: both together.</summary>
    public string? Direction { get; init; }

    /// <summary>Start of the interval; null with <see cref="Count"/>: unknown.</summary>
    public double? From { get; init; }

    public required double To { get; init; }

    /// <summary>How many crossed in the interval; null: unknown, or too few to be told.</summary>
    public long? Count { get; init; }

    /// <summary>More than none and fewer than this, where the count is too small to be told.</summary>
    public long? FewerThan { get; init; }

    /// <summary>How many were present in the zone at <see cref="To"/>, to anybody in steps of the fewest told; null: it is a line, or they are too few to be told.</summary>
    public long? Present { get; init; }

    /// <summary>The device's running total; null where it sends intervals.</summary>
    public long? Total { get; init; }

    /// <summary>True when the total fell, so that the count is only what came since the device started anew.</summary>
    public bool? StartedAnew { get; init; }

    /// <summary>Share of the time for which the device was really counting; null: unknown.</summary>
    public float? Uptime { get; init; }

    /// <summary>All that is known, for the operator.</summary>
    public static CountView Of(ChannelCount count) => new()
    {
        Channel = count.Key.Channel,
        Class = count.Key.Class,
        Direction = count.Key.Direction,
        From = Seconds(count.From),
        To = count.To.UnixMilliseconds / 1000.0,
        Count = count.Count,
        Present = count.Present,
        Total = count.Total,
        StartedAnew = count.StartedAnew ? true : null,
        Uptime = count.Uptime,
    };

    /// <summary>What anybody may know: a few people at a place and time could be told apart, nobody at all and buses could not.</summary>
    /// <param name="count">The count.</param>
    /// <param name="fewestTold">Counts above none and below this are not told; the running total never is, since two of them tell the count.</param>
    public static CountView PublicOf(ChannelCount count, int fewestTold)
    {
        if (count.Present is { } present && !PublicClasses.Contains(count.Key.Class))
        {
            var people = PublicPeople.Of(new PeopleEstimate(present, present, present), fewestTold);
            return Of(count) with { Present = people.Waiting, FewerThan = people.FewerThan, Total = null };
        }

        bool isSmall = count.Count > 0 && count.Count < fewestTold && !PublicClasses.Contains(count.Key.Class);
        return Of(count) with { Count = isSmall ? null : count.Count, FewerThan = isSmall ? fewestTold : null, Total = null };
    }

    private static double? Seconds(Timestamp? time) => time?.UnixMilliseconds / 1000.0;
}
