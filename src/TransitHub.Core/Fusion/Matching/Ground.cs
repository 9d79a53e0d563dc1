namespace TransitHub.Core.Fusion.Matching;

/// <summary>Distances over ground, for short ways.</summary>
internal static class Ground
{
    private const double MetersPerDegree = 111_195;

    public static double Meters(double latitudeA, double longitudeA, double latitudeB, double longitudeB)
    {
        double north = (latitudeA - latitudeB) * MetersPerDegree;
        double east = (longitudeA - longitudeB) * MetersPerDegree * Math.Cos(latitudeA * (Math.PI / 180));
        return Math.Sqrt((north * north) + (east * east));
    }
}
