using TransitHub.Server.Counts;

namespace TransitHub.Server.Views;

/// <summary>What an hour came to that was not counted, or counted in part, as anybody may know it: no measurement. Times are Unix seconds.</summary>
/// <param name="Channel">The counting line.</param>
/// <param name="Class">The travel mode under the device's own name.</param>
/// <param name="Direction">Which way; null: both together.</param>
/// <param name="From">Start of the hour.</param>
/// <param name="To">Its end.</param>
/// <param name="Estimated">Always true.</param>
/// <param name="Estimate">How many, in steps of the fewest told; null: too few to be told.</param>
/// <param name="Low">One in ten such hours has fewer; null with the estimate.</param>
/// <param name="High">One in ten has more.</param>
/// <param name="FewerThan">Fewer than this, where the estimate is too small to be told.</param>
/// <param name="Uptime">Share of the hour in which the device was counting, [0, 1].</param>
internal sealed record EstimateView(
    string Channel, string Class, string? Direction, double From, double To, bool Estimated, long? Estimate, long? Low, long High, int? FewerThan, double Uptime)
{
    /// <summary>Of an estimate.</summary>
    public static EstimateView Of(PublicEstimate told) => new(
        told.Key.Channel,
        told.Key.Class,
        told.Key.Direction,
        told.Start.UnixSeconds,
        told.Start.AddSeconds(3600).UnixSeconds,
        true,
        told.Estimate,
        told.Low,
        told.High,
        told.FewerThan,
        told.Uptime);
}
