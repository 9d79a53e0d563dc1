using TransitHub.Core.Graphs;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// A learned answer to how many riders will be on board at stops ahead. It must be a pure function: equal rows give equal quantiles,
/// whatever was asked before. One thread uses an instance.
/// </summary>
[NotKept]
public interface ILoadModel
{
    /// <summary>Answers for a batch.</summary>
    /// <param name="rows">Shape [count, <see cref="LoadFeatures.Count"/>]: the features in the order of <see cref="LoadFeatures.Names"/>.</param>
    /// <param name="count">Rows, 1 to <see cref="LoadFeatures.MaxBatch"/>.</param>
    /// <param name="quantiles">
    /// Takes shape [count, <see cref="LoadFeatures.LevelCount"/>]: the quantiles of <see cref="LoadFeatures.Levels"/> of
    /// (load at departure − formula's expectation) / <see cref="LoadFeatures.UnitOf"/> of that expectation, non-decreasing.
    /// </param>
    void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles);
}
