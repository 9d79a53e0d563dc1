using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Graphs;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>What an operator may set about riders who wait at stops.</summary>
[NotKept]
public sealed record CrowdingOptions
{
    /// <summary>
    /// Shares of a place's capacity from which it is light, busy, crowded and full. Four, ascending, over 0 and up to 2; default 0.05, 0.3,
    /// 0.6 and 0.9: with a capacity of two persons a square meter these come to 0.1, 0.6, 1.2 and 1.8, from free choice of a place to touching others.
    /// </summary>
    public IReadOnlyList<double> Cuts { get; init; } = [0.05, 0.3, 0.6, 0.9];

    /// <summary>
    /// Probability from which a level is published; below it is unknown. 0.3 to 0.95; default 0.5. The higher, the less often a level is told
    /// and the more often it is right.
    /// </summary>
    public double MinProbability { get; init; } = 0.5;

    /// <summary>How much likelier another level must be before it replaces the one that is shown. 0 to 0.5; default 0.15.</summary>
    public double Hysteresis { get; init; } = 0.15;

    /// <summary>
    /// By what counts at gates are multiplied where up to a quarter of a person a second passes, half, three quarters, and beyond. Four factors, 0.5 to 5;
    /// the default stands between field tests, as for <see cref="LoadOptions.CountFactors"/>.
    /// </summary>
    public IReadOnlyList<double> GateFactors { get; init; } = [1.06, 1.15, 1.35, 1.6];

    /// <summary>
    /// By what the people that a zone sees are multiplied where the place is up to a quarter full, half, three quarters, and beyond: in a crowd some stand
    /// behind others. Four factors, 0.5 to 5.
    /// </summary>
    public IReadOnlyList<double> ZoneFactors { get; init; } = [1.06, 1.15, 1.35, 1.6];

    /// <summary>Seconds after which a stop's forecast is made anew. 5 to 300; default 20.</summary>
    public int RefreshSeconds { get; init; } = 20;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        if (this.Cuts.Count != 4 || this.Cuts.Any(c => c is not (> 0 and <= 2)) || this.Cuts.Zip(this.Cuts.Skip(1)).Any(c => c.First >= c.Second))
        {
            wrong.Add($"{nameof(this.Cuts)} must be 4 ascending numbers over 0 and up to 2.");
        }

        if (this.MinProbability is not (>= 0.3 and <= 0.95))
        {
            wrong.Add($"{nameof(this.MinProbability)} must be 0.3 to 0.95.");
        }

        if (this.Hysteresis is not (>= 0 and <= 0.5))
        {
            wrong.Add($"{nameof(this.Hysteresis)} must be 0 to 0.5.");
        }

        CheckFactors(this.GateFactors, nameof(this.GateFactors));
        CheckFactors(this.ZoneFactors, nameof(this.ZoneFactors));
        if (this.RefreshSeconds is not (>= 5 and <= 300))
        {
            wrong.Add($"{nameof(this.RefreshSeconds)} must be 5 to 300 seconds.");
        }

        return wrong;

        void CheckFactors(IReadOnlyList<double> factors, string setting)
        {
            if (factors.Count != CountBands.Count || factors.Any(f => f is not (>= 0.5 and <= 5)))
            {
                wrong.Add($"{setting} must be {CountBands.Count} numbers from 0.5 to 5.");
            }
        }
    }
}
