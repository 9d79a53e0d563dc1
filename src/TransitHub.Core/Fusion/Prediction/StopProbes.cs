namespace TransitHub.Core.Fusion.Prediction;

/// <summary>One expectation of each stop of a run, kept until the fact comes, to learn how wrong expectations are.</summary>
internal sealed class StopProbes
{
    private readonly float[] features;

    public StopProbes(int stops)
    {
        this.Plain = new double[stops];
        Array.Fill(this.Plain, double.NaN);
        this.Corrected = new double[stops];
        this.MadeAt = new double[stops];
        this.Proposed = new float[stops];
        this.Deviation = new float[stops];
        this.WasUnderWay = new bool[stops];
        this.Chances = new ushort[stops];
        this.features = new float[stops * HorizonFeatures.Count];
    }

    /// <summary>Expected arrivals without correction, Unix seconds; NaN: none kept.</summary>
    public double[] Plain { get; }

    /// <summary>Expected arrivals with correction.</summary>
    public double[] Corrected { get; }

    /// <summary>When they were made.</summary>
    public double[] MadeAt { get; }

    /// <summary>Corrections proposed, seconds.</summary>
    public float[] Proposed { get; }

    /// <summary>Their standard deviations, seconds.</summary>
    public float[] Deviation { get; }

    /// <summary>Whether the run had begun then.</summary>
    public bool[] WasUnderWay { get; }

    /// <summary>How many expectations were candidates for being kept.</summary>
    public ushort[] Chances { get; }

    public ReadOnlySpan<float> Features(int stop) => this.features.AsSpan(stop * HorizonFeatures.Count, HorizonFeatures.Count);

    public void Keep(int stop, double madeAt, double plain, double proposed, double corrected, float deviation, ReadOnlySpan<double> x)
    {
        this.MadeAt[stop] = madeAt;
        this.Plain[stop] = plain;
        this.Proposed[stop] = (float)proposed;
        this.Corrected[stop] = corrected;
        this.Deviation[stop] = deviation;
        Span<float> kept = this.features.AsSpan(stop * HorizonFeatures.Count, HorizonFeatures.Count);
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = (float)x[i];
        }
    }
}
