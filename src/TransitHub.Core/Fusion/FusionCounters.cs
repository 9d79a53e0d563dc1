namespace TransitHub.Core.Fusion;

/// <summary>What the pipeline has done so far. Unmatched reports by reason are in the feed's ledger.</summary>
/// <param name="Processed">Position reports taken.</param>
/// <param name="Matched">Reports that were placed on a run.</param>
/// <param name="Unmatched">Reports that were not; together with <paramref name="Matched"/> all that were processed.</param>
/// <param name="Ignored">Observations of a kind that fusion does not use.</param>
/// <param name="StopsPassed">Stops of which an arrival or departure was measured.</param>
/// <param name="Vehicles">Vehicles known now.</param>
/// <param name="Trips">Runs with predictions now.</param>
public readonly record struct FusionCounters(
    long Processed, long Matched, long Unmatched, long Ignored, long StopsPassed, int Vehicles, int Trips);
