namespace TransitHub.Core.Conformance;

/// <summary>Something wrong in a message's bytes.</summary>
/// <param name="Problem">What.</param>
/// <param name="Field">The message or field.</param>
/// <param name="Value">Number of the unknown field, or the unknown value.</param>
/// <param name="Offset">Where a bad text begins.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct WireFinding(WireProblem Problem, string Field, long Value, int Offset, int Length);
