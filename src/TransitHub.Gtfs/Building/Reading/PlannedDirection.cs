using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>A direction before its way is drawn.</summary>
/// <param name="Node">Where it stands; the whole sheet if the line names no directions.</param>
/// <param name="To">Its headsign; null for the last stop's name.</param>
/// <param name="Stops">Its calls in order.</param>
/// <param name="Path">What it follows.</param>
/// <param name="IsReversed">Whether it follows that backwards.</param>
internal sealed record PlannedDirection(SheetMapping Node, LocalizedText? To, List<StopEntry> Stops, PathPlan Path, bool IsReversed);
