namespace TransitHub.Core.Fusion;

/// <summary>What the pipeline has done so far. Unmatched and held back reports by reason are in the feed's ledger.</summary>
/// <param name="Processed">Position reports taken.</param>
/// <param name="Matched">Reports of vehicles whose run is known.</param>
/// <param name="HeldBack">
/// Of these, the ones whose position is not published with the run: over 200 m from its line, or after the end of the run.
/// </param>
/// <param name="Unmatched">Reports of vehicles whose run is not known; with <paramref name="Matched"/> all that were processed.</param>
/// <param name="Ignored">Observations of a kind that fusion does not use.</param>
/// <param name="StopsPassed">Stops of which an arrival was measured.</param>
/// <param name="Vehicles">Vehicles known now.</param>
/// <param name="Trips">Runs with predictions now.</param>
public readonly record struct FusionCounters(
    long Processed, long Matched, long HeldBack, long Unmatched, long Ignored, long StopsPassed, int Vehicles, int Trips)
{
    /// <summary>Runs of the timetable that nobody saw and that were called canceled.</summary>
    public long Canceled { get; init; }

    /// <summary>Of these, the ones on which a vehicle was found after all.</summary>
    public long Withdrawn { get; init; }

    /// <summary>Times that a vehicle was put on another run than the one it names.</summary>
    public long Overruled { get; init; }
}
