namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// Makes a finished run come out even: who boarded has left at its end. What is missing is spread over the stops by how uncertain
/// each count is; the reconciled run teaches what is usual, and how much counters miss.
/// </summary>
internal sealed class RunBalance
{
    /// <summary>A usual factor of counts: how the difference is spread hardly depends on it.</summary>
    private const double Usual = 1.2;

    /// <summary>Riders who boarded, by stop; as long as the run's pattern.</summary>
    public double[] Boarded { get; private set; } = [];

    /// <summary>Riders who left, by stop.</summary>
    public double[] Alighted { get; private set; } = [];

    /// <summary>Reconciles a whole run and teaches its counters' bias.</summary>
    /// <param name="load">The run; <see cref="RunLoad.IsWhole"/>.</param>
    /// <param name="bias">Corrects it and learns from it.</param>
    public void Reconcile(RunLoad load, CountBias bias)
    {
        int stops = load.Run.StopCount;
        this.Boarded = new double[stops];
        this.Alighted = new double[stops];
        double variance = 0;
        double present = 0;
        for (int stop = 0; stop < stops; stop++)
        {
            double boarded = stop == stops - 1 ? 0 : Zero(load.Boarded(stop));
            double alighted = stop == 0 ? 0 : Zero(load.Alighted(stop));
            double lower = bias.Alighting(present, load.Riders);
            this.Alighted[stop] = alighted * lower;
            present = Math.Max(0, present - this.Alighted[stop]);
            double raise = bias.Boarding(boarded, present, load.Riders);
            this.Boarded[stop] = boarded * raise;
            present += this.Boarded[stop];
            variance += CountBands.Variance(boarded, raise) + CountBands.Variance(alighted, lower);
        }

        double on = this.Boarded.Sum();
        double off = this.Alighted.Sum();
        bias.Learn(on, off);
        this.Spread(load, on - off, variance);
    }

    /// <summary>Takes what is over at the end back from where it is least certain.</summary>
    private void Spread(RunLoad load, double sum, double variance)
    {
        for (int stop = 0; stop < this.Boarded.Length; stop++)
        {
            double boarded = CountBands.Variance(Zero(load.Boarded(stop)), Usual);
            double alighted = CountBands.Variance(Zero(load.Alighted(stop)), Usual);
            this.Boarded[stop] = this.Boarded[stop] == 0 ? 0 : Math.Max(0, this.Boarded[stop] - (sum * boarded / variance));
            this.Alighted[stop] = this.Alighted[stop] == 0 ? 0 : Math.Max(0, this.Alighted[stop] + (sum * alighted / variance));
        }
    }

    private static double Zero(double value) => double.IsNaN(value) ? 0 : value;
}
