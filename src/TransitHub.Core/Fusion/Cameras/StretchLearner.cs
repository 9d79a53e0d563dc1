using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Teaches the links between two lines from a run that was seen at both: the time between is divided among them as it is expected now, so each learns by
/// how much the whole way was quicker or slower, and how freely traffic moves there. Also learns how far off a line was expected from each of those before it.
/// </summary>
internal sealed class StretchLearner(LinkTimes links, LinkCongestion congestion, ArrivalPredictor predictor, ErrorQuantiles errors)
{
    /// <summary>A longer way says too little of each of its links.</summary>
    private const int MostLinks = 12;

    /// <summary>Share of the newest stretch in a run's own pace.</summary>
    private const double PaceGain = 0.3;

    /// <summary>A way that took so many times longer or shorter than expected was not driven like that.</summary>
    private const double MostRatio = 3;

    /// <summary>What is expected later than this is not kept, seconds.</summary>
    private const double MostAhead = 3600;

    /// <summary>Learns from a run.</summary>
    /// <param name="sighted">The run.</param>
    /// <param name="passes">The lines of its pattern.</param>
    /// <param name="from">Place of the line where it was surely seen before; -1: nowhere.</param>
    /// <param name="to">Place of the line where it was seen now.</param>
    public void Learn(SightedRun sighted, LinePass[] passes, int from, int to)
    {
        this.LearnErrors(sighted, passes, to);
        if (from < 0)
        {
            return;
        }

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

        congestion.Learn(run, passes[from], passes[to], start, end);
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

    /// <summary>Learns from what was expected here at earlier lines, and keeps what is expected now at later ones.</summary>
    private void LearnErrors(SightedRun sighted, LinePass[] passes, int to)
    {
        double at = sighted.PassedAt(to);
        foreach (LineGuess guess in sighted.Guesses)
        {
            if (guess.Ordinal == to && at > guess.MadeAt)
            {
                errors.Learn(guess.At - guess.MadeAt, (at - guess.At) / guess.Deviation, 1);
            }
        }

        sighted.Guesses.RemoveAll(g => g.Ordinal <= to);
        for (int k = to + 1; k < passes.Length; k++)
        {
            double ahead = predictor.Travel(sighted.Run, passes[to].Offset, at, passes[k].Offset, at, out double variance);
            if (ahead > MostAhead)
            {
                return;
            }

            sighted.Guesses.Add(new LineGuess(k, at, at + ahead, Math.Sqrt(variance + ArrivalPredictor.SightingVariance)));
        }
    }
}
