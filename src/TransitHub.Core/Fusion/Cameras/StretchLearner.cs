using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Teaches the links between two lines from a run that was seen at both: the time between is divided among them as it is expected now, so each learns by
/// how much the whole way was quicker or slower. Also learns how far off a line was expected from each of those before it.
/// </summary>
internal sealed class StretchLearner(LinkTimes links, ArrivalPredictor predictor, ErrorQuantiles errors)
{
    /// <summary>A longer way says too little of each of its links.</summary>
    private const int MostLinks = 12;

    /// <summary>Share of the newest stretch in a run's own pace.</summary>
    private const double PaceGain = 0.3;

    /// <summary>A way that took so many times longer or shorter than expected was not driven like that.</summary>
    private const double MostRatio = 3;

    /// <summary>Sightings before the newest from which it is seen how wrong expectations were.</summary>
    private const int MostSightings = 6;

    private const double SureSighting = 0.8;

    /// <summary>Learns from a run.</summary>
    /// <param name="sighted">The run.</param>
    /// <param name="passes">The lines of its pattern.</param>
    /// <param name="from">Place of the line where it was surely seen before.</param>
    /// <param name="to">Place of the line where it was seen now.</param>
    public void Learn(SightedRun sighted, LinePass[] passes, int from, int to)
    {
        this.LearnErrors(sighted, passes, to);
        RunTrack run = sighted.Run;
        ReadOnlySpan<float> offsets = run.Offsets;
        double start = sighted.PassedAt(from);
        double end = sighted.PassedAt(to);
        double expected = predictor.Travel(run, passes[from].Offset, start, passes[to].Offset, end, out _);
        double ratio = (end - start) / Math.Max(1, expected);
        if (ratio is < 1 / MostRatio or > MostRatio)
        {
            return;
        }

        int first = LineProgress.NextStop(offsets, passes[from].Offset - 1);
        for (int link = first; link < run.LastStop && offsets[link + 1] <= passes[to].Offset + 1 && link - first < MostLinks; link++)
        {
            double due = link == 0 ? run.ScheduledDeparture(0) : run.ScheduledArrival(link);
            double scheduled = run.ScheduledArrival(link + 1) - due;
            double usual = links.Expect(run.Links[link], scheduled, run.Day, end, 0, out _);
            links.Learn(run.Links[link], scheduled, ratio * usual, run.Day, end);
        }

        run.Pace += PaceGain * (Math.Log(ratio) - run.Pace);
    }

    private void LearnErrors(SightedRun sighted, LinePass[] passes, int to)
    {
        double end = sighted.PassedAt(to);
        int looked = 0;
        for (int k = to - 1; k >= 0 && looked < MostSightings; k--)
        {
            if (sighted.ProbabilityAt(k) < SureSighting)
            {
                continue;
            }

            looked++;
            double start = sighted.PassedAt(k);
            double ahead = predictor.Travel(sighted.Run, passes[k].Offset, start, passes[to].Offset, start, out double variance);
            errors.Learn(ahead, (end - start - ahead) / Math.Sqrt(variance + ArrivalPredictor.SightingVariance), 1);
        }
    }
}
