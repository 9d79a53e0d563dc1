using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>What became of a folder of sheets.</summary>
/// <param name="Network">The network, or null if there are errors.</param>
/// <param name="Problems">All that the writer should change.</param>
public sealed record LineNetworkResult(LineNetwork? Network, SheetProblems Problems);
