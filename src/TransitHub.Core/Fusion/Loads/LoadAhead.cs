using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// Asks a learned model about the loads at the stops ahead of a run, all in one batch at each of its counts, and learns from finished runs where
/// the model is nearer than the formula. It gathers what a model is trained on just as it would be asked.
/// </summary>
/// <param name="model">The model; null: the formula alone.</param>
/// <param name="samples">Takes what a model is trained on; null: nobody trains one.</param>
internal sealed class LoadAhead(ILoadModel? model, LoadSamples? samples)
{
    /// <summary>Standard deviations between the 10 and 90 % quantiles of a normal curve.</summary>
    private const double Middle80 = 2.563;

    private static readonly int Median = LoadFeatures.Levels.IndexOf(0.5);

    private readonly LoadBlend blend = new();
    private readonly float[] rows = new float[LoadFeatures.MaxBatch * LoadFeatures.Count];
    private readonly float[] answers = new float[LoadFeatures.MaxBatch * LoadFeatures.LevelCount];
    private readonly double[] formulas = new double[LoadFeatures.MaxBatch];
    private int first;
    private int count;

    /// <summary>True when somebody wants to know what there is to add.</summary>
    public bool IsWanted => model is not null || samples is not null;

    /// <summary>Begins a run's batch.</summary>
    /// <param name="stop">Place of the first stop ahead.</param>
    public void Begin(int stop)
    {
        this.first = stop;
        this.count = 0;
    }

    /// <summary>Adds the next stop ahead; those beyond the batch are left to the formula.</summary>
    public void Add(TripInstance trip, double now, in LoadOutlook outlook)
    {
        samples?.Add(new LoadSample(trip, this.first + this.count, now, outlook));
        if (model is not null && this.count < LoadFeatures.MaxBatch)
        {
            LoadFeatures.Write(outlook, this.rows.AsSpan(this.count * LoadFeatures.Count, LoadFeatures.Count));
            this.formulas[this.count] = outlook.Formula;
        }

        this.count++;
    }

    /// <summary>Has the batch answered; keeps the answers for when the run has finished.</summary>
    public void Answer(RunLoad load)
    {
        this.count = Math.Min(this.count, LoadFeatures.MaxBatch);
        if (model is null || this.count == 0)
        {
            return;
        }

        model.Predict(this.rows.AsSpan(0, this.count * LoadFeatures.Count), this.count, this.answers);
        LoadAnswers kept = load.Answers ??= new LoadAnswers(load.Run.StopCount);
        for (int i = 0; i < this.count; i++)
        {
            kept.Offer(load.Run.Trip, this.first + i, i + 1, this.formulas[i], this.Mean(i));
        }
    }

    /// <summary>The load at a stop of the batch that is to be told.</summary>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="formula">What the formula says.</param>
    public LoadState StateAt(int stop, LoadState formula)
    {
        int i = stop - this.first;
        if (model is null || i >= this.count || !this.blend.IsModelBetter(i + 1))
        {
            return formula;
        }

        ReadOnlySpan<float> answer = this.answers.AsSpan(i * LoadFeatures.LevelCount, LoadFeatures.LevelCount);
        double deviation = LoadFeatures.UnitOf(this.formulas[i]) * (answer[^1] - answer[0]) / Middle80;
        return new LoadState(this.Mean(i), deviation * deviation);
    }

    /// <summary>Learns from a finished run.</summary>
    /// <param name="load">The run.</param>
    /// <param name="boarded">Riders who boarded, reconciled, by stop.</param>
    /// <param name="alighted">Riders who left.</param>
    public void Learn(RunLoad load, ReadOnlySpan<double> boarded, ReadOnlySpan<double> alighted)
    {
        samples?.AddLoads(load.Run.Trip, boarded, alighted);
        double riders = 0;
        for (int stop = 0; load.Answers is { } kept && stop < boarded.Length; stop++)
        {
            riders = Math.Max(0, riders - alighted[stop]) + boarded[stop];
            if (kept.Ahead[stop] > 0)
            {
                double unit = LoadFeatures.UnitOf(riders);
                this.blend.Learn(kept.Ahead[stop], Math.Abs(kept.Formula[stop] - riders) / unit, Math.Abs(kept.Model[stop] - riders) / unit);
            }
        }
    }

    private double Mean(int i) => Math.Max(0, this.formulas[i] + (LoadFeatures.UnitOf(this.formulas[i]) * this.answers[(i * LoadFeatures.LevelCount) + Median]));
}
