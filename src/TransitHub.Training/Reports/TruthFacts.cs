using TransitHub.Training.Truth;

namespace TransitHub.Training.Reports;

/// <summary>Where the truth came from and how much there is.</summary>
/// <param name="IsDerived">Derived from the recording's own positions; else read from a file.</param>
/// <param name="Truth">The arrivals.</param>
public sealed record TruthFacts(bool IsDerived, ArrivalTruth Truth);
