using TransitHub.Core.Conformance;
using TransitHub.Core.Time;

namespace TransitHub.Server.Realtime;

/// <summary>What the last check of a feed's own GTFS-Realtime found.</summary>
/// <param name="CheckedAt">When.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Findings">What was found then.</param>
/// <param name="Checks">How many checks there were since the start.</param>
/// <param name="Totals">What they found together, by rule.</param>
internal sealed record ConformanceState(
    Timestamp CheckedAt, TimeSpan Took, RealtimeFindings Findings, long Checks, IReadOnlyDictionary<string, long> Totals);
