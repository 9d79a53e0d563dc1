using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Links;

/// <summary>Teaches <see cref="LinkTimes"/>, <see cref="EarlyHold"/> and the vehicle's own pace from the stops a vehicle passed.</summary>
internal sealed class LinkLearner(LinkTimes links, EarlyHold hold)
{
    /// <summary>Share of the newest link in a vehicle's pace.</summary>
    private const double PaceGain = 0.3;

    /// <summary>Share of a link's time at most that was waiting for the timetable.</summary>
    private const double MostHeld = 0.7;

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

        double due = from == 0 ? run.ScheduledDeparture(0) : run.ScheduledArrival(from);
        double scheduled = run.ScheduledArrival(passed.Stop) - due;
        double extra = 0;
        if (!run.ByHeadway)
        {
            double delay = start - due;
            double plain = links.Expect(run.Links[from], scheduled, run.Day, run.Arrived[passed.Stop], 0, out _);
            extra = hold.Expect(run.Links[from], delay);
            hold.Learn(run.Links[from], delay, seconds - plain);
            extra = Math.Min(extra, MostHeld * seconds);
        }

        double surprise = links.Learn(run.Links[from], scheduled, seconds - extra, run.Day, run.Arrived[passed.Stop]);
        run.Pace += PaceGain * (surprise - run.Pace);
    }
}
