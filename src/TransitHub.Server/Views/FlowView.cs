using TransitHub.Core.Counting;
using TransitHub.Core.Observations;
using TransitHub.Server.Counts;

namespace TransitHub.Server.Views;

/// <summary>What crossed a counting line in five minutes, as anybody may know it; times are Unix seconds.</summary>
internal sealed record FlowView
{
    public required string Channel { get; init; }

    /// <summary>The travel mode under the device's own name; an open set.</summary>
    public required string Class { get; init; }

    /// <summary>Which way; null: both together.</summary>
    public string? Direction { get; init; }

    /// <summary>Start of the five minutes. Those that nobody counted are not listed, since missing is not zero.</summary>
    public required double From { get; init; }

    public required double To { get; init; }

    /// <summary>How many; null: too few to be told.</summary>
    public long? Count { get; init; }

    /// <summary>More than none and fewer than this, where the count is too small to be told.</summary>
    public int? FewerThan { get; init; }

    /// <summary>True: made of counts too small to be told, each taken as of middle size.</summary>
    public bool? Approximate { get; init; }

    /// <summary>Share of the five minutes in which the device was counting, [0, 1].</summary>
    public required double Uptime { get; init; }

    /// <summary>Of a bin.</summary>
    public static FlowView Of(ChannelKey key, CountBin bin, int fewestTold)
    {
        PublicCount told = PublicCount.OfBin(bin, key.Class, fewestTold);
        return new FlowView
        {
            Channel = key.Channel,
            Class = key.Class,
            Direction = key.Direction,
            From = bin.Start.UnixSeconds,
            To = bin.End.UnixSeconds,
            Count = told.Count,
            FewerThan = told.FewerThan,
            Approximate = told.IsApproximate ? true : null,
            Uptime = Math.Round(bin.CountingSeconds / (double)CountBin.Seconds, 3),
        };
    }
}

/// <summary>The flows of one camera.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Camera">The camera's id.</param>
/// <param name="FewestTold">Counts above none and below this are not told.</param>
/// <param name="Flows">What was counted, by channel, class, direction and time.</param>
/// <param name="Estimates">What hours came to that were not counted, or counted in part.</param>
internal sealed record FlowList(string Feed, string Camera, int FewestTold, IReadOnlyList<FlowView> Flows, IReadOnlyList<EstimateView> Estimates);
