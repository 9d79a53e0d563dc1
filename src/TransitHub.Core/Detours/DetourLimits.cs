namespace TransitHub.Core.Detours;

/// <summary>What makes a detour and what ends it, of the operator's settings for alerts.</summary>
/// <param name="Vehicles">So many vehicles go round.</param>
/// <param name="WindowSeconds">Within so many seconds.</param>
/// <param name="RegularVehicles">So many in a row keep to the line and end it.</param>
/// <param name="SilentSeconds">So long without any vehicle ends it.</param>
/// <param name="Meters">So far beside the line is off it.</param>
internal sealed record DetourLimits(int Vehicles, int WindowSeconds, int RegularVehicles, int SilentSeconds, int Meters);
