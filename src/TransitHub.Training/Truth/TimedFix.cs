namespace TransitHub.Training.Truth;

/// <summary>Where a vehicle was when.</summary>
/// <param name="At">When it was measured, Unix seconds.</param>
/// <param name="Latitude">WGS 84 degrees.</param>
/// <param name="Longitude">WGS 84 degrees.</param>
internal readonly record struct TimedFix(double At, double Latitude, double Longitude);
