namespace TransitHub.Core.Fusion.Matching;

/// <summary>What is usual for a mode, by GTFS <c>route_type</c> (basic and extended).</summary>
/// <param name="Corridor">Meters from the line within which a vehicle is on it.</param>
/// <param name="Reach">Meters from the line beyond which a fix is not placed on it at all.</param>
/// <param name="MaxSpeed">Meters a second.</param>
/// <param name="UsualDistance">Meters from the drawn line that are usual on it.</param>
/// <param name="HeadingConcentration">How much a heading says; 0 where craft drift.</param>
/// <param name="Drift">Meters a vehicle may move at a stop without having left it.</param>
internal sealed record ModeTraits(
    float Corridor, float Reach, double MaxSpeed, double UsualDistance, double HeadingConcentration, double Drift = 0)
{
    /// <summary>Consumers take a position farther from its trip's shape than this for an error (the GTFS Realtime validator's rule E029), meters.</summary>
    public const float FarthestPublished = 200;

    private static readonly ModeTraits Road = new(40, FarthestPublished, 33, 10, 8);
    private static readonly ModeTraits Rail = new(60, FarthestPublished, 90, 10, 8);

    /// <summary>A river is as wide as the corridor, and a boat's course wanders: heading counts little.</summary>
    private static readonly ModeTraits Boat = new(200, FarthestPublished, 25, 10, 2, 60);

    /// <summary>Straight lines between stops stand in for a shape that nobody drew: the road may run well beside them.</summary>
    private static readonly ModeTraits RoadWithoutShape = Road with { Corridor = 150, UsualDistance = 37.5, HeadingConcentration = 2 };

    public static ModeTraits Of(int routeType, bool isStraight) => routeType switch
    {
        4 or (>= 1000 and < 1100) or (>= 1200 and < 1300) => Boat,
        1 or 2 or (>= 100 and < 200) or (>= 400 and < 500) => Rail,
        _ => isStraight ? RoadWithoutShape : Road,
    };
}
