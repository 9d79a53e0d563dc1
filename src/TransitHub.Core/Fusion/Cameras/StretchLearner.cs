using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Teaches the links between two lines from a run that was seen at both: the time between is divided among them as it is expected now, so each learns by
/// how much the whole way was quicker or slower.
/// </summary>
internal sealed class StretchLearner(LinkTimes links, ArrivalPredictor predictor)
{
    /// <summary>A longer way says too little of each of its links.</summary>
    private const int MostLinks = 12;

    /// <summary>Share of the newest stretch in a run's own pace.</summary>
    private const double PaceGain = 0.3;

    /// <summary>A way that took so many times longer or shorter than expected was not driven like that.</summary>
    private const double MostRatio = 3;

    public void Learn(RunTrack run, (double Offset, double At) from, (double Offset, double At) to)
    {
        ReadOnlySpan<float> offsets = run.Offsets;
        double seconds = to.At - from.At;
        double expected = predictor.Travel(run, from.Offset, from.At, to.Offset, to.At, out _);
        double ratio = seconds / Math.Max(1, expected);
        if (ratio is < 1 / MostRatio or > MostRatio)
        {
            return;
        }

        int first = LineProgress.NextStop(offsets, from.Offset - 1);
        for (int link = first; link < run.LastStop && offsets[link + 1] <= to.Offset + 1 && link - first < MostLinks; link++)
        {
            double due = link == 0 ? run.ScheduledDeparture(0) : run.ScheduledArrival(link);
            double scheduled = run.ScheduledArrival(link + 1) - due;
            double usual = links.Expect(run.Links[link], scheduled, run.Day, to.At, 0, out _);
            links.Learn(run.Links[link], scheduled, ratio * usual, run.Day, to.At);
        }

        run.Pace += PaceGain * (Math.Log(ratio) - run.Pace);
    }
}
