using TransitHub.Core.Scoring;
using TransitHub.Training.Baselines;
using TransitHub.Training.Shading;

namespace TransitHub.Training.Backtesting;

/// <summary>
/// The scores of one method: as it is, centered (shifted so that |e| is least) and shaded (shifted for the benchmarks), both shifts
/// fitted before the test window for spans of predicted time ahead.
/// </summary>
public sealed class MethodBoard
{
    private readonly ShadingFit fit = new();

    internal MethodBoard(string name, string knows)
    {
        this.Knows = knows;
        this.Plain = new MethodScore(name);
    }

    /// <summary>Others' methods, then the hub's median and published time, and where there is a model both with it.</summary>
    internal static MethodBoard[] Of(IEnumerable<ArrivalMethod> others, BacktestOptions options) =>
    [
        .. others.Select(method => new MethodBoard(method.Name, method.Knows)),
        new MethodBoard("ours, median", "the hub's own state: the reports received so far and nothing else; its quantile 0.5"),
        new MethodBoard("ours, published", FormattableString.Invariant($"the same; the time that the feeds give out: near its quantile {options.Hub.PublishedQuantileNear} up to 2 min ahead, {options.Hub.PublishedQuantile} at 7 to 12 min and {options.Hub.PublishedQuantileFar} beyond 20 min, and held where it would change by little")),
        .. options.HasModel ? WithModel() : [],
    ];

    private static MethodBoard[] WithModel() =>
    [
        new MethodBoard("ours with the model, median", "the same, and a learned model, as far as arrivals of this recording prove it right; the card says what it was trained on"),
        new MethodBoard("ours with the model, published", "the same; the time that the feeds would give out"),
    ];

    /// <summary>What the method knows.</summary>
    public string Knows { get; }

    /// <summary>The method as it is.</summary>
    public MethodScore Plain { get; }

    /// <summary>Shifted by its median error; null: nothing was fitted.</summary>
    public MethodScore? Centered { get; private set; }

    /// <summary>Shifted for the best sum of ETA benchmark and MBTA accuracy; null: nothing was fitted.</summary>
    public MethodScore? Shaded { get; private set; }

    /// <summary>Shifts of the centered form by span of predicted time ahead, seconds; empty: nothing was fitted.</summary>
    public IReadOnlyList<double> CenteredShifts { get; private set; } = [];

    /// <summary>Shifts of the shaded form, seconds; empty: nothing was fitted.</summary>
    public IReadOnlyList<double> ShadedShifts { get; private set; } = [];

    /// <summary>All forms that there are.</summary>
    public IEnumerable<MethodScore> Forms => new[] { this.Plain, this.Centered, this.Shaded }.OfType<MethodScore>();

    internal void Learn(in PredictionOutcome outcome) => this.fit.Learn(outcome);

    /// <summary>Ends the fitting.</summary>
    internal void Fit()
    {
        if (this.fit.Count == 0 || this.Centered is not null)
        {
            return;
        }

        this.CenteredShifts = this.fit.Centered();
        this.ShadedShifts = this.fit.Best();
        this.Centered = new MethodScore(this.Plain.Name + ", centered");
        this.Shaded = new MethodScore(this.Plain.Name + ", shaded");
    }

    internal void Add(in PredictionOutcome outcome)
    {
        this.Plain.Add(outcome);
        if (this.Centered is not null)
        {
            this.Centered.Add(Shifted(outcome, this.CenteredShifts));
            this.Shaded!.Add(Shifted(outcome, this.ShadedShifts));
        }
    }

    internal void AddMissing(double actualAhead)
    {
        foreach (MethodScore form in this.Forms)
        {
            form.AddMissing(actualAhead);
        }
    }

    /// <summary>The error of the centered form; of the plain one where nothing was fitted.</summary>
    internal double CenteredError(in PredictionOutcome outcome) =>
        this.Centered is null ? outcome.Error : Shifted(outcome, this.CenteredShifts).Error;

    /// <summary>A shifted time is not moved into the past; where it was there already, it stays.</summary>
    private static PredictionOutcome Shifted(in PredictionOutcome outcome, IReadOnlyList<double> shifts)
    {
        double shifted = outcome.Predicted + shifts[ShadingBins.IndexOf(outcome.PredictedAhead)];
        return outcome with { Predicted = Math.Max(shifted, Math.Min(outcome.Predicted, outcome.Now)), Quantiles = null };
    }
}
