using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>A stop in the list of a line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Node">Where it stands.</param>
/// <param name="PlaceNode">Where its position stands, if the line gives one.</param>
/// <param name="DwellSeconds">Its dwell, if the line gives one.</param>
/// <param name="IsFar">Whether the writer vouches for its being far from the others.</param>
internal sealed record StopEntry(string Id, SheetNode Node, SheetNode? PlaceNode, int? DwellSeconds, bool IsFar);
