using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Links;

/// <summary>Teaches all that is learned of links and of departures, and the vehicle's own pace, from the stops a vehicle passed.</summary>
internal sealed class LinkLearner(LinkTimes links, EarlyHold hold, HeadwayHold headways, TerminalDepartures terminals)
{
    /// <summary>Share of the newest link in a vehicle's pace.</summary>
    private const double PaceGain = 0.3;

    /// <summary>Share of a link's time at most that was waiting, for the timetable or for riders.</summary>
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

        if (from == 0)
        {
            terminals.Learn(run);
        }

        double due = from == 0 ? run.ScheduledDeparture(0) : run.ScheduledArrival(from);
        double scheduled = run.ScheduledArrival(passed.Stop) - due;
        double longer = seconds - links.Expect(run.Links[from], scheduled, run.Day, run.Arrived[passed.Stop], 0, out _);
        double held = 0;
        if (!run.ByHeadway)
        {
            held = hold.Expect(run.Links[from], start - due);
            hold.Learn(run.Links[from], start - due, longer);
        }

        double byGap = headways.Expect(run, from, start);
        headways.Learn(run, from, start, longer - held);
        double extra = Math.Min(held + byGap, MostHeld * seconds);
        double surprise = links.Learn(run.Links[from], scheduled, seconds - extra, run.Day, run.Arrived[passed.Stop]);
        run.Pace += PaceGain * (surprise - run.Pace);
    }
}
