namespace TransitHub.Training.Features;

/// <summary>What a network is fitted to: rows of features, and for each what came of it.</summary>
public class FitRows
{
    /// <summary>
    /// Targets beyond this many units count as this: what is quite out of the ordinary teaches no more than what is far from it. It must be less
    /// than a network's largest answer, or such rows push the weights outwards without end.
    /// </summary>
    public const float MaxTarget = 6;

    private readonly float[] features;
    private readonly float[] targets;

    /// <summary>Takes rows.</summary>
    /// <param name="names">Names of the features, in order.</param>
    /// <param name="rows">Each as many features as names, and its target, which is held within ± <see cref="MaxTarget"/>.</param>
    public FitRows(IReadOnlyList<string> names, IReadOnlyList<(float[] Features, float Target)> rows)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(rows);
        this.Names = names;
        this.features = new float[rows.Count * names.Count];
        this.targets = [.. rows.Select(r => Math.Clamp(r.Target, -MaxTarget, MaxTarget))];
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i].Features.CopyTo(this.features, i * names.Count);
        }
    }

    /// <summary>Names of the features, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many.</summary>
    public int Count => this.targets.Length;

    /// <summary>Features of one row, as many as <see cref="Names"/>.</summary>
    public ReadOnlySpan<float> Features(int row) => this.features.AsSpan(row * this.Names.Count, this.Names.Count);

    /// <summary>What came of a row: (fact − formula's expectation) / unit, within ± <see cref="MaxTarget"/>.</summary>
    public float Target(int row) => this.targets[row];
}
