using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Service;

/// <summary>Watches how often vehicles leave the first stop of patterns that run by headway (frequencies.txt, exact_times=0).</summary>
internal sealed class HeadwayWatch(Schedule schedule, SnapshotTable<int, HeadwayForecast> table)
{
    /// <summary>First seen farther into its run, a vehicle tells too little of when it left, seconds.</summary>
    private const double MaxGuess = 600;

    /// <summary>So long after the last departure nothing is kept of a pattern, seconds.</summary>
    private const double Memory = 4 * 3600;
    private const double ForgetEvery = 300;

    private readonly Dictionary<int, PatternDepartures> patterns = [];
    private readonly List<int> forgotten = [];
    private Timestamp lookedAt;

    /// <summary>Takes note of a vehicle that has left its first stop.</summary>
    public void Note(VehicleTrack track, double at)
    {
        if (track.Run is not { ByHeadway: true, IsUnderWay: true } run || run.Sight == RunSight.UnderWay)
        {
            return;
        }

        run.Sight = RunSight.UnderWay;
        double guess = double.IsNaN(run.Departed[0]) ? at - Math.Max(0, run.ScheduledAt(track.Tracker.Along) - run.ScheduledStart) : run.Departed[0];
        if (at - guess > MaxGuess || this.FindHeadway(run.Pattern, guess) is not { } planned)
        {
            return;
        }

        if (!this.patterns.TryGetValue(run.Pattern, out PatternDepartures? departures))
        {
            this.patterns.Add(run.Pattern, departures = new PatternDepartures());
        }

        if (!departures.Add(guess, track.Id, planned, (run.ScheduledEnd - run.ScheduledStart) / 2))
        {
            return;
        }

        (double mean, double shape, int gaps) = departures.Posterior();
        table.Set(new HeadwayForecast
        {
            Pattern = run.Pattern,
            LastDeparture = Timestamp.FromUnixSeconds(departures.Last),
            MeanSeconds = mean,
            Shape = shape,
            Gaps = gaps,
        });
    }

    /// <summary>Lets time pass: what nobody ran for hours is forgotten.</summary>
    public void Advance(Timestamp now)
    {
        if (now.SecondsSince(this.lookedAt) < ForgetEvery)
        {
            return;
        }

        this.lookedAt = now;
        this.forgotten.Clear();
        foreach ((int pattern, PatternDepartures departures) in this.patterns)
        {
            if (now.UnixSeconds - departures.Last > Memory)
            {
                this.forgotten.Add(pattern);
            }
        }

        foreach (int pattern in this.forgotten)
        {
            this.patterns.Remove(pattern);
            table.Remove(pattern);
        }
    }

    /// <summary>The shortest headway of the timetable in force at a moment, seconds; null: none.</summary>
    private double? FindHeadway(int pattern, double at)
    {
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds((long)at).InZone(schedule.TimeZone).Date;
        var today = ServiceDate.From(day.Year, day.Month, day.Day);
        double? shortest = null;
        foreach (int trip in schedule.Patterns.Trips(pattern))
        {
            foreach (FrequencyWindow window in schedule.Trips.Frequencies(trip))
            {
                bool isInForce = !window.ExactTimes && (this.IsInForce(trip, window, today, at) || this.IsInForce(trip, window, today.AddDays(-1), at));
                shortest = isInForce && !(shortest <= window.HeadwaySeconds) ? window.HeadwaySeconds : shortest;
            }
        }

        return shortest;
    }

    private bool IsInForce(int trip, FrequencyWindow window, ServiceDate date, double at)
    {
        double elapsed = at - schedule.ServiceDayStart(date);

        // Vehicles leave a little before the hours of service and after them.
        return elapsed >= window.StartSeconds - window.HeadwaySeconds && elapsed < window.EndSeconds + window.HeadwaySeconds
            && schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date);
    }
}
