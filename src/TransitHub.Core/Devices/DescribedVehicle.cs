namespace TransitHub.Core.Devices;

/// <summary>What the operator says of a vehicle in the devices file.</summary>
/// <param name="IsPrivate">True: it is no public transport and shown nowhere; false: riders take it, whatever its class; null: nothing said.</param>
/// <param name="WheelchairAccessible">GTFS-Realtime <c>WheelchairAccessible</c> by number, 2 (accessible) or 3; null: nothing said.</param>
public sealed record DescribedVehicle(bool? IsPrivate, byte? WheelchairAccessible);
