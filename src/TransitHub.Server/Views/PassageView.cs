using TransitHub.Core.Observations;

namespace TransitHub.Server.Views;

/// <summary>A passage in JSON.</summary>
/// <param name="At">When it crossed by the hub's clock, Unix seconds.</param>
/// <param name="Channel">The counting line.</param>
/// <param name="Class">What crossed.</param>
/// <param name="Direction">Which way; null: unknown.</param>
/// <param name="RouteText">The route that was read; null: none.</param>
/// <param name="RouteConfidence">How sure the device is of it.</param>
/// <param name="Confidence">How sure the device is of the passage and its class.</param>
internal sealed record PassageView(
    double At, string Channel, string Class, string? Direction, string? RouteText, float? RouteConfidence, float? Confidence)
{
    /// <summary>Of a passage.</summary>
    public static PassageView Of(PassageReport passage) => new(
        passage.CorrectedAt.UnixMilliseconds / 1000.0,
        passage.Channel,
        passage.Class,
        passage.Direction,
        passage.RouteText,
        passage.RouteConfidence,
        passage.Confidence);

    /// <summary>Whether anybody may know of it.</summary>
    public static bool IsPublic(PassageReport passage) => PublicClasses.Contains(passage.Class);
}
