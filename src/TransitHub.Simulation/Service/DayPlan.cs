using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Service;

/// <summary>A run as the timetable plans it.</summary>
/// <param name="StartSeconds">Service time.</param>
/// <param name="Trip">Index in the schedule.</param>
/// <param name="HeadwaySeconds">To the next run; 0: it is not one of a row.</param>
/// <param name="ExactTimes">Whether it leaves at that time and not about then.</param>
internal readonly record struct PlannedRun(int StartSeconds, int Trip, int HeadwaySeconds, bool ExactTimes);

/// <summary>All runs of a service day, in the order in which they start; taken once.</summary>
internal sealed class DayPlan
{
    private PlannedRun[] runs;
    private readonly long start;
    private int next;

    private DayPlan(ServiceDate date, PlannedRun[] runs, long start) => (this.Date, this.runs, this.start) = (date, runs, start);

    public ServiceDate Date { get; }

    public ReadOnlySpan<PlannedRun> Runs => this.runs;

    /// <summary>When the next run starts, Unix milliseconds; null: none is left.</summary>
    public long? NextAt => this.next < this.runs.Length ? this.AtOf(this.runs[this.next]) : null;

    /// <summary>Plans a day: trips once, trips of frequencies.txt at each headway of their windows.</summary>
    public static DayPlan Of(Schedule schedule, ServiceDate date)
    {
        List<PlannedRun> runs = [];
        for (int trip = 0; trip < schedule.Trips.Count; trip++)
        {
            if (schedule.Trips.PatternIndex(trip) < 0 || !schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date))
            {
                continue;
            }

            ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(trip);
            if (windows.IsEmpty)
            {
                runs.Add(new PlannedRun(schedule.Trips.StartSeconds(trip), trip, 0, true));
            }

            foreach (FrequencyWindow window in windows)
            {
                for (int at = window.StartSeconds; at < window.EndSeconds; at += window.HeadwaySeconds)
                {
                    runs.Add(new PlannedRun(at, trip, window.HeadwaySeconds, window.ExactTimes));
                }
            }
        }

        PlannedRun[] ordered = [.. runs];
        Array.Sort(ordered, static (a, b) => a.StartSeconds != b.StartSeconds ? a.StartSeconds.CompareTo(b.StartSeconds) : a.Trip.CompareTo(b.Trip));
        return new DayPlan(date, ordered, schedule.ServiceDayStart(date) * 1000);
    }

    /// <summary>When a run starts, Unix milliseconds.</summary>
    public long AtOf(PlannedRun run) => this.start + (run.StartSeconds * 1000L);

    /// <summary>Takes the next run if it starts by then.</summary>
    public bool TryTake(long until, out PlannedRun run)
    {
        run = default;
        if (this.NextAt is not { } at || at > until)
        {
            return false;
        }

        run = this.runs[this.next++];
        if (this.next == this.runs.Length)
        {
            // A city that runs for weeks keeps no day that is over.
            this.runs = [];
            this.next = 0;
        }

        return true;
    }
}
