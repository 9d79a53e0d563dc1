namespace TransitHub.Core.Fusion.Prediction;

/// <summary>What a learned model said of the stops of one run, and the answers kept until the facts come.</summary>
internal sealed class ModelTrack
{
    private readonly float[] scores;
    private readonly float[] keptScores;

    public ModelTrack(int stops)
    {
        this.scores = new float[stops * ArrivalFeatures.LevelCount];
        this.keptScores = new float[stops * ArrivalFeatures.LevelCount];
        this.Expected = new double[stops];
        this.KeptAt = new double[stops];
        this.KeptUnderWay = new bool[stops];
        this.KeptMean = new double[stops];
        this.KeptDeviation = new float[stops];
        this.Chances = new ushort[stops];
    }

    /// <summary>The expectation that the model's answer is about, by stop; an answer about another says nothing.</summary>
    public double[] Expected { get; }

    /// <summary>When the kept answer was given, Unix seconds; 0: none is kept.</summary>
    public double[] KeptAt { get; }

    /// <summary>True: the run was under way then.</summary>
    public bool[] KeptUnderWay { get; }

    /// <summary>The formula's expectation at that time, Unix seconds.</summary>
    public double[] KeptMean { get; }

    /// <summary>Its standard deviation, seconds.</summary>
    public float[] KeptDeviation { get; }

    /// <summary>How many answers were candidates for being kept.</summary>
    public ushort[] Chances { get; }

    /// <summary>When answers were last candidates, Unix seconds.</summary>
    public double KeptLast { get; set; }

    /// <summary>The newest answer on a stop, <see cref="ArrivalFeatures.Levels"/>.</summary>
    public Span<float> Scores(int stop) => this.scores.AsSpan(stop * ArrivalFeatures.LevelCount, ArrivalFeatures.LevelCount);

    /// <summary>The kept answer on a stop.</summary>
    public Span<float> KeptScores(int stop) => this.keptScores.AsSpan(stop * ArrivalFeatures.LevelCount, ArrivalFeatures.LevelCount);
}
