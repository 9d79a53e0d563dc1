using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Service;

/// <summary>Watches how often vehicles leave the first stop of patterns that run by headway (frequencies.txt, exact_times=0).</summary>
internal sealed class HeadwayWatch(HeadwayHours hours, SnapshotTable<int, HeadwayForecast> table)
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
        this.Note(run, track.Id, guess, at);
    }

    /// <summary>Takes note of a vehicle that only cameras see, at the first line that told of it surely.</summary>
    /// <param name="run">Its run, by headway.</param>
    /// <param name="at">When it passed the line, Unix seconds.</param>
    /// <param name="along">Where the line is, meters along.</param>
    public void NoteUnheard(RunTrack run, double at, double along)
    {
        if (run.Sight != RunSight.UnderWay)
        {
            run.Sight = RunSight.UnderWay;
            this.Note(run, default, at - Math.Max(0, run.ScheduledAt(along) - run.ScheduledStart), at);
        }
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

    private void Note(RunTrack run, DeviceId vehicle, double guess, double at)
    {
        if (at - guess > MaxGuess || hours.Find(run.Pattern, guess)?.Seconds is not { } planned)
        {
            return;
        }

        if (!this.patterns.TryGetValue(run.Pattern, out PatternDepartures? departures))
        {
            this.patterns.Add(run.Pattern, departures = new PatternDepartures());
        }

        if (!departures.Add(guess, vehicle, planned, (run.ScheduledEnd - run.ScheduledStart) / 2))
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
}
