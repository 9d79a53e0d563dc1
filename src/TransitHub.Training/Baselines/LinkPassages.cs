using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Baselines;

/// <summary>
/// Makes link passages of a run's known times. Where stops between two known ones are missing, the time between is divided by the
/// timetable, over at most <see cref="MostLinks"/> links.
/// </summary>
internal static class LinkPassages
{
    private const int MostLinks = 4;

    /// <summary>Longer is a stand and no way, seconds for each link (the bound of TheTransitClock).</summary>
    private const double MostSecondsPerLink = 1200;

    /// <summary>Gives the passages between two known stops.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="run">The run.</param>
    /// <param name="from">The earlier stop.</param>
    /// <param name="to">The later stop.</param>
    /// <param name="passages">Takes the passages.</param>
    public static void Between(Schedule schedule, TrueRun run, int from, int to, List<LinkPassage> passages)
    {
        double began = run.EntersAt(from);
        double whole = run.TimeAt(to) - began;
        int count = to - from;
        if (count > MostLinks || !(whole > 0 && whole < MostSecondsPerLink * count))
        {
            return;
        }

        double scheduled = run.ScheduledSeconds(from, to);
        ReadOnlySpan<int> links = schedule.Patterns.Links(run.Pattern);
        for (int stop = from; stop < to; stop++)
        {
            double own = run.ScheduledSeconds(stop, stop + 1);
            double seconds = whole * (scheduled > 0 ? own / scheduled : 1.0 / count);
            if (seconds > 0)
            {
                passages.Add(new LinkPassage(links[stop], run.Trip.TripIndex, run.Trip.ServiceDate.DayNumber, began - run.DayStart, began + seconds, seconds, own));
            }

            began += seconds;
        }
    }

    /// <summary>Gives all passages of a whole run.</summary>
    public static void Of(Schedule schedule, TrueRun run, List<LinkPassage> passages)
    {
        int former = -1;
        for (int stop = 0; stop < run.StopCount; stop++)
        {
            if (double.IsNaN(run.TimeAt(stop)))
            {
                continue;
            }

            if (former >= 0)
            {
                Between(schedule, run, former, stop, passages);
            }

            former = stop;
        }
    }
}
