namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// Whether a learned model of loads or the formula has the word, by how many stops ahead: who was nearer so far. Until enough is known
/// it is the formula, so that a model of another city cannot harm.
/// </summary>
internal sealed class LoadBlend
{
    /// <summary>So many facts are needed before a model is heard.</summary>
    private const double Fewest = 100;

    /// <summary>Share of what is known that one fact leaves: some thousand count.</summary>
    private const double Keep = 0.999;

    /// <summary>First number of stops of each span.</summary>
    private static readonly int[] Spans = [1, 2, 4, 7, 12];

    private readonly double[] counts = new double[Spans.Length];
    private readonly double[] formula = new double[Spans.Length];
    private readonly double[] model = new double[Spans.Length];

    /// <summary>Whether the model is to be believed.</summary>
    /// <param name="ahead">Stops ahead, 1 or more.</param>
    public bool IsModelBetter(int ahead)
    {
        int span = SpanOf(ahead);
        return this.counts[span] >= Fewest && this.model[span] < this.formula[span];
    }

    /// <summary>Learns from a load that became known.</summary>
    /// <param name="ahead">Stops ahead, 1 or more.</param>
    /// <param name="formulaError">Of the formula, 0 or more, in units of the load.</param>
    /// <param name="modelError">Of the model's median.</param>
    public void Learn(int ahead, double formulaError, double modelError)
    {
        int span = SpanOf(ahead);
        this.counts[span] = (Keep * this.counts[span]) + 1;
        this.formula[span] = (Keep * this.formula[span]) + formulaError;
        this.model[span] = (Keep * this.model[span]) + modelError;
    }

    private static int SpanOf(int ahead)
    {
        int span = Spans.Length - 1;
        while (span > 0 && ahead < Spans[span])
        {
            span--;
        }

        return span;
    }
}
