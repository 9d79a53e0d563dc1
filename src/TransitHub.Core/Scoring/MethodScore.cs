namespace TransitHub.Core.Scoring;

/// <summary>All measures of one method on one set of predictions; running sums, no rows. One thread uses it.</summary>
/// <param name="name">What a person calls the method.</param>
public sealed class MethodScore(string name)
{
    private readonly ErrorTally[] errors = new ErrorTally[HorizonBins.Count];
    private readonly long[] missing = new long[HorizonBins.Count];

    /// <summary>The method's name.</summary>
    public string Name { get; } = name;

    /// <summary>Predictions that were there.</summary>
    public long Count => this.errors.Sum(e => e.Count);

    /// <summary>Predictions that were asked for and not there; every share below counts them as inaccurate.</summary>
    public long Missing => this.missing.Sum();

    /// <summary>Errors of all predictions that were there.</summary>
    public ErrorTally Errors
    {
        get
        {
            ErrorTally all = default;
            foreach (ErrorTally bin in this.errors)
            {
                all.Add(bin);
            }

            return all;
        }
    }

    /// <summary>MBTA accuracy.</summary>
    public MbtaAccuracy Mbta { get; } = new();

    /// <summary>ETA accuracy benchmark.</summary>
    public EtaBenchmark Eta { get; } = new();

    /// <summary>Cal-ITP reliability.</summary>
    public CalItpReliability CalItp { get; } = new();

    /// <summary>Catch likelihood.</summary>
    public CatchLikelihood Catch { get; } = new();

    /// <summary>Pinball loss.</summary>
    public PinballLoss Pinball { get; } = new();

    /// <summary>Coverage of the 80 % interval.</summary>
    public IntervalCoverage Interval { get; } = new();

    /// <summary>Availability ten minutes before.</summary>
    public Availability Available { get; } = new();

    /// <summary>Predictions that nothing came of.</summary>
    public GhostRate Ghosts { get; } = new();

    /// <summary>How the predicted times move.</summary>
    public Wobble Wobble { get; } = new();

    /// <summary>True when the method tells quantiles.</summary>
    public bool HasQuantiles => this.Interval.All.All > 0;

    /// <summary>Errors in one of <see cref="HorizonBins"/>.</summary>
    public ErrorTally ErrorsOf(int bin) => this.errors[bin];

    /// <summary>Missing predictions in one of <see cref="HorizonBins"/>.</summary>
    public long MissingOf(int bin) => this.missing[bin];

    /// <summary>Counts a prediction.</summary>
    public void Add(in PredictionOutcome outcome)
    {
        this.errors[HorizonBins.IndexOf(outcome.ActualAhead)].Add(outcome);
        this.Mbta.Add(outcome);
        this.Eta.Add(outcome);
        this.CalItp.Add(outcome);
        this.Catch.Add(outcome);
        this.Pinball.Add(outcome);
        this.Interval.Add(outcome);
    }

    /// <summary>Counts a prediction that was asked for and not there.</summary>
    /// <param name="actualAhead">h_a, seconds.</param>
    public void AddMissing(double actualAhead)
    {
        this.missing[HorizonBins.IndexOf(actualAhead)]++;
        this.Mbta.AddMissing(actualAhead);
        this.Eta.AddMissing(actualAhead);
        this.CalItp.AddMissing(actualAhead);
        this.Catch.AddMissing(actualAhead);
    }
}
