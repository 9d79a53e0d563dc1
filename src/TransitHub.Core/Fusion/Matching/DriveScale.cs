using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// How much of a drive must be seen before it says something: a share of the line, within bounds. A ferry has crossed the river
/// before it has gone the hundred meters that tell a bus line from the next one.
/// </summary>
internal static class DriveScale
{
    /// <summary>So much of a line shows the drive along it, where the route is known.</summary>
    private const double Share = 1.0 / 12;

    /// <summary>No less than this, meters: fixes so close together are taken only while the vehicle says that it moves.</summary>
    private const double LeastMeters = 15;

    /// <summary>A drive must show so much of a long line, meters.</summary>
    private const double MostMeters = 100;

    /// <summary>Fixes of a drive on long lines are so far apart, meters.</summary>
    public const double MostApart = 50;

    /// <summary>Meters of a line that a drive must show before it says that it is on this one.</summary>
    /// <param name="lineMeters">Length of the line.</param>
    /// <param name="isExpected">True where the route is known, and only direction and run are asked.</param>
    public static double LeastProgress(double lineMeters, bool isExpected) =>
        Math.Clamp(lineMeters * (isExpected ? Share : 0.5), isExpected ? LeastMeters : MostApart, MostMeters);

    /// <summary>A drive that was so near to the start of its line began there, meters.</summary>
    public static double StartArea(double lineMeters) => Math.Min(MostApart, lineMeters * Share);

    /// <summary>Meters between two fixes of a drive along one of these routes; none: it can be any.</summary>
    public static double Apart(Schedule schedule, ReadOnlySpan<int> routes)
    {
        double shortest = double.MaxValue;
        foreach (int route in routes)
        {
            foreach (int pattern in schedule.Routes.Patterns(route))
            {
                shortest = Math.Min(shortest, schedule.Geometries[schedule.Patterns.GeometryIndex(pattern)].LengthMeters);
            }
        }

        return Math.Clamp(shortest * Share, LeastMeters, MostApart);
    }
}
