namespace TransitHub.Gtfs.Building;

/// <summary>A type of vehicle.</summary>
/// <param name="Id">Its name in the sheets; of a type written out in a line, the line's id.</param>
/// <param name="Capacity">Riders that it takes, seated and standing, 1 or more.</param>
/// <param name="Seats">Seats, or null if nobody has said.</param>
/// <param name="Wheelchair">Whether a wheelchair can be taken; null if nobody has said.</param>
/// <param name="Bicycles">Whether a bicycle can be taken; null if nobody has said, which ferries must.</param>
public sealed record VehicleTypeSheet(string Id, int Capacity, int? Seats, bool? Wheelchair, bool? Bicycles);
