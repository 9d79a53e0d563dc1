using TransitHub.Core.Graphs;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// A learned answer to how wrong the formula's expectations are. It must be a pure function: equal rows give equal
/// quantiles, whatever was asked before. One thread uses an instance.
/// </summary>
[NotKept]
public interface IArrivalModel
{
    /// <summary>Answers for a batch.</summary>
    /// <param name="rows">Shape [count, <see cref="ArrivalFeatures.Count"/>]: the features in the order of <see cref="ArrivalFeatures.Names"/>.</param>
    /// <param name="count">Rows, 1 to <see cref="ArrivalFeatures.MaxBatch"/>.</param>
    /// <param name="quantiles">
    /// Takes shape [count, <see cref="ArrivalFeatures.LevelCount"/>]: the quantiles of <see cref="ArrivalFeatures.Levels"/> of
    /// (arrival − formula's median) / formula's spread, both as its errors have been so far, non-decreasing.
    /// </param>
    void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles);
}
