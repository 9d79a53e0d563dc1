using System.Collections.Immutable;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Asks a learned model about the stops of changed runs, in batches; keeps one answer of each stop until the vehicle arrives
/// there (as <see cref="ErrorProbes"/> does with expectations), and learns from it how much to make of the model.
/// </summary>
internal sealed class ModelForecast(IArrivalModel model, Schedule schedule, LinkTimes links, RunErrors errors)
{
    /// <summary>
    /// Without a state for so long the model is asked all the same, seconds: so it earns its say while the log is read at a start,
    /// and in a replay however seldom that writes.
    /// </summary>
    private const double AskSeconds = 60;

    private const double KeepEverySeconds = 60;

    private static readonly int Published = ArrivalFeatures.Levels.IndexOf(0.5) - 1;

    private readonly ModelBlend blend = new();
    private readonly ArrivalFeatureReader reader = new(schedule, links, errors);
    private readonly float[] rows = new float[ArrivalFeatures.MaxBatch * ArrivalFeatures.Count];
    private readonly float[] answers = new float[ArrivalFeatures.MaxBatch * ArrivalFeatures.LevelCount];
    private readonly (RunTrack Run, int Stop, AnswerUnit Unit)[] asked = new (RunTrack, int, AnswerUnit)[ArrivalFeatures.MaxBatch];
    private int count;
    private double askedAt;

    /// <summary>What is made of the model, by span of time ahead.</summary>
    public ImmutableArray<ModelShare> Shares => this.blend.Shares;

    /// <summary>True when it was not asked for so long that it must be, state or no state.</summary>
    public bool IsDue(double now) => now - this.askedAt >= AskSeconds;

    /// <summary>One batch for the runs of all these vehicles: what the model costs is mostly the call.</summary>
    public void AskAll(List<VehicleTrack> tracks, double now)
    {
        this.askedAt = now;
        foreach (VehicleTrack track in tracks)
        {
            this.Ask(track, track.Run, now);
            this.Ask(track, track.NextRun, now);
        }

        this.Answer();
        foreach (VehicleTrack track in tracks)
        {
            Keep(track.Run, now);
            Keep(track.NextRun, now);
        }
    }

    /// <summary>Adds the stops ahead of a run to the batch.</summary>
    private void Ask(VehicleTrack track, RunTrack? run, double now)
    {
        if (run is not { HasExpectations: true, IsComplete: false })
        {
            return;
        }

        ModelTrack answer = run.Model ??= new ModelTrack(run.StopCount);
        this.reader.Begin(track, run, now);
        for (int stop = run.NextStop; stop < run.StopCount && run.Expected[stop] - now <= ArrivalFeatures.FarthestSeconds; stop++)
        {
            AnswerUnit unit = this.reader.Read(stop, this.rows.AsSpan(this.count * ArrivalFeatures.Count, ArrivalFeatures.Count));
            answer.Expected[stop] = run.Expected[stop];
            this.asked[this.count++] = (run, stop, unit);
            if (this.count == ArrivalFeatures.MaxBatch)
            {
                this.Answer();
            }
        }
    }

    /// <summary>Has the rest of the batch answered; then <see cref="Apply"/> knows every run that was asked about.</summary>
    private void Answer()
    {
        if (this.count == 0)
        {
            return;
        }

        model.Predict(this.rows.AsSpan(0, this.count * ArrivalFeatures.Count), this.count, this.answers);
        for (int i = 0; i < this.count; i++)
        {
            (RunTrack run, int stop, AnswerUnit unit) = this.asked[i];
            Span<float> scores = run.Model!.Scores(stop);
            for (int level = 0; level < scores.Length; level++)
            {
                scores[level] = (float)(unit.Center + (unit.Spread * this.answers[(i * ArrivalFeatures.LevelCount) + level]));
            }
        }

        Array.Clear(this.asked, 0, this.count);
        this.count = 0;
    }

    /// <summary>Lets the present answers on a run take part in being kept, once a minute.</summary>
    private static void Keep(RunTrack? run, double now)
    {
        if (run is not { HasExpectations: true, IsComplete: false, Model: { } answer } || now - answer.KeptLast < KeepEverySeconds)
        {
            return;
        }

        answer.KeptLast = now;
        for (int stop = run.NextStop; stop < run.StopCount; stop++)
        {
            if (answer.Expected[stop] == run.Expected[stop] && run.Expected[stop] > now && OneOfAll.IsChosen(run.Trip, stop, ref answer.Chances[stop]))
            {
                answer.KeptAt[stop] = now;
                answer.KeptUnderWay[stop] = run.IsUnderWay;
                answer.KeptMean[stop] = run.Expected[stop];
                answer.KeptDeviation[stop] = MathF.Sqrt(run.Variance[stop]);
                answer.Scores(stop).CopyTo(answer.KeptScores(stop));
            }
        }
    }

    /// <summary>Learns from an arrival that became a fact.</summary>
    public void Learn(RunTrack run, PassedStop passed)
    {
        if (run.Model is not { } answer || !passed.IsSharp || answer.KeptAt[passed.Stop] == 0)
        {
            return;
        }

        double mean = answer.KeptMean[passed.Stop];
        double ahead = mean - answer.KeptAt[passed.Stop];
        double score = (run.Arrived[passed.Stop] - mean) / answer.KeptDeviation[passed.Stop];
        Span<double> formula = stackalloc double[6];
        this.ReadFormula(answer.KeptUnderWay[passed.Stop], ahead, formula);
        double weight = OneOfAll.Weight(answer.Chances[passed.Stop]);
        this.blend.Learn(ahead, score, weight, answer.KeptScores(passed.Stop), formula);
    }

    /// <summary>Replaces the formula's quantiles of a stop by the joint ones, where the model was asked about it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="ahead">Seconds ahead.</param>
    /// <param name="level">The published quantile.</param>
    /// <param name="scores">10, 25, 50, 75 and 90 %, then the published one, standard deviations.</param>
    public void Apply(RunTrack run, int stop, double ahead, double level, Span<double> scores)
    {
        if (run.Model is not { } answer || answer.Expected[stop] != run.Expected[stop])
        {
            return;
        }

        Span<double> joint = stackalloc double[6];
        Order(scores, joint);
        this.blend.Apply(ahead, answer.Scores(stop), joint);
        (scores[0], scores[1], scores[2], scores[3], scores[4]) = (joint[0], joint[1], joint[3], joint[4], joint[5]);
        scores[5] = AtLevel(joint, level);
    }

    private void ReadFormula(bool isUnderWay, double ahead, Span<double> formula)
    {
        Span<double> scores = stackalloc double[6];
        errors.Of(isUnderWay).Read(ahead, scores);
        Order(scores, formula);
    }

    /// <summary>From the order of <see cref="ErrorQuantiles.Read"/> into that of <see cref="ArrivalFeatures.Levels"/>.</summary>
    private static void Order(ReadOnlySpan<double> scores, Span<double> ordered)
    {
        (ordered[0], ordered[1], ordered[3], ordered[4], ordered[5]) = (scores[0], scores[1], scores[2], scores[3], scores[4]);
        ordered[Published] = scores[1] + ((ArrivalFeatures.Levels[Published] - 0.25) / 0.25 * (scores[2] - scores[1]));
    }

    private static double AtLevel(ReadOnlySpan<double> quantiles, double level)
    {
        int upper = 1;
        while (upper < quantiles.Length - 1 && level > ArrivalFeatures.Levels[upper])
        {
            upper++;
        }

        double from = ArrivalFeatures.Levels[upper - 1];
        double share = (level - from) / (ArrivalFeatures.Levels[upper] - from);
        return quantiles[upper - 1] + (share * (quantiles[upper] - quantiles[upper - 1]));
    }
}
