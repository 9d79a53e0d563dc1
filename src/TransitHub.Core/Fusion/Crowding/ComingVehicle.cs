using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>A vehicle that will leave a stop.</summary>
/// <param name="Line">Place of its line among those of the stop.</param>
/// <param name="Pattern">Index of its pattern.</param>
/// <param name="Trip">Its run; null: a departure by headway that has not begun.</param>
/// <param name="Departure">Median of its departure, Unix seconds.</param>
/// <param name="Deviation">Standard deviation of that, seconds.</param>
/// <param name="Room">Riders for whom there will be room; infinite: nobody has told how many its vehicle takes.</param>
/// <param name="RoomVariance">Variance of that.</param>
internal readonly record struct ComingVehicle(
    int Line, int Pattern, TripInstance? Trip, double Departure, double Deviation, double Room, double RoomVariance);
