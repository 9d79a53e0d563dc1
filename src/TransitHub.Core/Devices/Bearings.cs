namespace TransitHub.Core.Devices;

/// <summary>Directions on the ground, degrees clockwise from north.</summary>
internal static class Bearings
{
    /// <summary>How far apart two directions are, [0, 180].</summary>
    public static double Between(double one, double other)
    {
        double apart = Math.Abs(one - other) % 360;
        return Math.Min(apart, 360 - apart);
    }

    /// <summary>The direction of a step east and north, [0, 360).</summary>
    public static double Of(double east, double north)
    {
        double degrees = Math.Atan2(east, north) * 180 / Math.PI;
        return degrees < 0 ? degrees + 360 : degrees;
    }
}
