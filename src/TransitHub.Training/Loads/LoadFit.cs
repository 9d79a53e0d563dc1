using TransitHub.Core.Fusion.Loads;
using TransitHub.Training.Features;
using TransitHub.Training.Fitting;

namespace TransitHub.Training.Loads;

/// <summary>Fits a network to loads that came to be known.</summary>
public static class LoadFit
{
    /// <summary>Fits. The same rows, options and processor give the same weights.</summary>
    /// <param name="fit">Rows to learn from, at least one.</param>
    /// <param name="validation">Rows that say when to stop, at least one.</param>
    /// <param name="leftOut">Features the model must not see.</param>
    /// <param name="options">How.</param>
    /// <param name="report">Takes epoch and validation loss as it goes on.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static QuantileFit Run(
        IEnumerable<LoadRow> fit, IEnumerable<LoadRow> validation, IReadOnlyCollection<string> leftOut, FitOptions options, Action<int, double>? report, CancellationToken cancellation) =>
        QuantileFit.Run(RowsOf(fit), RowsOf(validation), LoadFeatures.Levels, leftOut, options, report, cancellation);

    private static FitRows RowsOf(IEnumerable<LoadRow> rows) => new(LoadFeatures.Names, [.. rows.Select(r => (r.Features(), r.Target()))]);
}
