using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>One answer on each stop of a run, each as likely as any other, kept until the load is known.</summary>
/// <param name="stops">Stops of the run.</param>
internal sealed class LoadAnswers(int stops)
{
    private readonly ushort[] chances = new ushort[stops];

    /// <summary>How many stops ahead the kept answer was given, by stop; 0: none is kept.</summary>
    public int[] Ahead { get; } = new int[stops];

    /// <summary>What the formula expected, riders.</summary>
    public double[] Formula { get; } = new double[stops];

    /// <summary>The model's median, riders.</summary>
    public double[] Model { get; } = new double[stops];

    /// <summary>Offers an answer to be kept.</summary>
    public void Offer(TripInstance trip, int stop, int ahead, double formula, double model)
    {
        if (OneOfAll.IsChosen(trip, stop, ref this.chances[stop]))
        {
            (this.Ahead[stop], this.Formula[stop], this.Model[stop]) = (ahead, formula, model);
        }
    }
}
