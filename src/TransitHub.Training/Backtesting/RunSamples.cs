namespace TransitHub.Training.Backtesting;

/// <summary>What is remembered of a run from one sample to the next: the predicted times of each method, and its number in the bootstrap.</summary>
internal sealed class RunSamples
{
    private readonly double[] former;
    private readonly int stops;

    public RunSamples(int methods, int stops, int number)
    {
        this.stops = stops;
        this.Number = number;
        this.former = new double[methods * stops];
        Array.Fill(this.former, double.NaN);
    }

    /// <summary>Number of the run in the bootstrap.</summary>
    public int Number { get; }

    /// <summary>When it was sampled last, Unix seconds.</summary>
    public double SampledAt { get; set; }

    /// <summary>Puts a method's present prediction in the place of the former one, which it gives back; NaN: there is none.</summary>
    public double Exchange(int method, int stop, double predicted)
    {
        ref double place = ref this.former[(method * this.stops) + stop];
        (double before, place) = (place, predicted);
        return before;
    }
}
