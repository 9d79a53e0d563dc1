using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Motion;

/// <summary>Where a vehicle truly is at a moment.</summary>
/// <param name="Latitude">WGS 84 degrees.</param>
/// <param name="Longitude">WGS 84 degrees.</param>
/// <param name="Bearing">Degrees clockwise from north.</param>
/// <param name="SpeedMps">Meters a second.</param>
/// <param name="AlongMeters">Along its pattern's geometry; NaN at a terminal.</param>
internal readonly record struct Whereabouts(double Latitude, double Longitude, float Bearing, double SpeedMps, double AlongMeters)
{
    /// <summary>Of a vehicle that is on the road.</summary>
    public static Whereabouts Of(Vehicle vehicle, long at)
    {
        if (vehicle.State == VehicleState.Resting || vehicle.Run is not { } run)
        {
            Parking parking = vehicle.Parking;
            return new Whereabouts(parking.Latitude(at), parking.Longitude(at), 0, 0, double.NaN);
        }

        CityPattern pattern = run.Pattern;
        double speed = 0;
        double along = vehicle.State == VehicleState.AtStop ? pattern.Offsets[vehicle.Position] : vehicle.Drive.OffsetAt(at, out speed);
        (double latitude, double longitude) = pattern.Geometry.At(along);
        float bearing = pattern.Geometry.BearingAt(along);
        if (vehicle.LateralMeters != 0 && vehicle.State != VehicleState.AtStop)
        {
            double beside = vehicle.LateralMeters * Bulge((along - vehicle.Drive.From) / (pattern.Offsets[vehicle.Heading] - vehicle.Drive.From));
            double across = (bearing + 90) * Math.PI / 180;
            latitude += beside * Math.Cos(across) / pattern.Geometry.MetersPerDegreeY;
            longitude += beside * Math.Sin(across) / pattern.Geometry.MetersPerDegreeX;
        }

        return new Whereabouts(latitude, longitude, bearing, speed, along);
    }

    /// <summary>How far out a detour is: to the side, along it, and back.</summary>
    private static double Bulge(double share) => Math.Clamp(Math.Min(share, 1 - share) / 0.2, 0, 1);
}
