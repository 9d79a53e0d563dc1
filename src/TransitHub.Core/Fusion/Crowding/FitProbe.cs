using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>A chance to fit that was told and is kept until its vehicle has left.</summary>
/// <param name="Line">Place of its line among those of the stop.</param>
/// <param name="Trip">The vehicle's run.</param>
/// <param name="At">When it was told, Unix seconds.</param>
/// <param name="Chance">Before it was corrected, 0 to 1.</param>
/// <param name="Before">Riders of the line who waited.</param>
/// <param name="BeforeVariance">Variance of that.</param>
internal readonly record struct FitProbe(int Line, TripInstance Trip, double At, double Chance, double Before, double BeforeVariance);
