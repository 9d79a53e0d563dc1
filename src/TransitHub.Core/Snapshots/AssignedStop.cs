namespace TransitHub.Core.Snapshots;

/// <summary>A stop that a run calls at in the place of the timetable's, as another platform of the same station.</summary>
/// <param name="Position">0-based place in the pattern.</param>
/// <param name="Stop">Index of the stop where it calls.</param>
public readonly record struct AssignedStop(int Position, int Stop);
