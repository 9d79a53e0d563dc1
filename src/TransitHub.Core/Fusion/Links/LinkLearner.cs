using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Links;

/// <summary>Teaches <see cref="LinkTimes"/> and the vehicle's own pace from the stops a vehicle passed.</summary>
internal sealed class LinkLearner(LinkTimes links)
{
    /// <summary>Share of the newest link in a vehicle's pace.</summary>
    private const double PaceGain = 0.3;

    public void Learn(RunTrack run, PassedStop passed)
    {
        int from = passed.Stop - 1;
        if (!passed.IsSharp || from < 0)
        {
            return;
        }

        double start = from == 0 ? run.Departed[0] : run.Arrived[from];
        double seconds = run.Arrived[passed.Stop] - start;
        if (double.IsNaN(seconds) || seconds <= 0)
        {
            return;
        }

        double scheduled = run.ScheduledArrival(passed.Stop) - (from == 0 ? run.ScheduledDeparture(0) : run.ScheduledArrival(from));
        double surprise = links.Learn(run.Links[from], scheduled, seconds, run.Arrived[passed.Stop]);
        run.Pace += PaceGain * (surprise - run.Pace);
    }
}
