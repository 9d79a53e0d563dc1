using TransitHub.Core.Graphs;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Accuracy;

/// <summary>
/// Scores what a feed predicts against the arrivals that it sees afterwards, by the measures that a backtest uses. It is shown every state, and once a minute takes
/// down what is predicted then. The truth is the hub's own view: an arrival counts where the vehicle was measured shortly before and after it. One thread uses it.
/// </summary>
/// <remarks>README.md says what is counted how. Memory: 16 bytes a prediction for 70 minutes, so at the bound of 50,000 a minute some 60 MB; and 5 kB for each route of a day.</remarks>
public sealed class LiveAccuracy
{
    /// <summary>Seconds between two moments.</summary>
    public const int EverySeconds = 60;

    /// <summary>Predictions of a moment that are taken down at most, unless it is said otherwise.</summary>
    public const int DefaultMost = 50_000;

    /// <summary>A prediction's fate is known so long after it was made: 45 minutes ahead, and 25 that it may be late.</summary>
    private const double KeptSeconds = HorizonBins.FarthestSeconds + GhostRate.LateSeconds;

    /// <summary>Two sights of a vehicle up to so far apart tell when it came to a stop between them, seconds.</summary>
    private const double SharpSeconds = 120;

    /// <summary>So long without news of any run is an outage: what was open then has no truth any more, seconds.</summary>
    private const double OutageSeconds = 300;

    private const int DaysKept = 2;

    private readonly int most;
    private readonly List<SampledMoment> moments = [];
    private readonly Dictionary<TripInstance, FollowedRun> runs = [];
    private readonly SortedDictionary<ServiceDate, AccuracyDay> days = [];
    private Schedule? schedule;
    private double heardAt = double.NegativeInfinity;

    /// <summary>Starts empty.</summary>
    /// <param name="most">Predictions of a moment that are taken down at most, 1 or more; of more, whole runs are drawn.</param>
    public LiveAccuracy(int most = DefaultMost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        this.most = most;
    }

    /// <summary>The days with figures, the newest last.</summary>
    public IEnumerable<AccuracyDay> Days => this.days.Values;

    /// <summary>Share of the runs that the newest moment looked at; 1 before the first.</summary>
    public double Share => this.moments is [.., { } last] ? RunSampling.ShareAt(last.Level) : 1;

    /// <summary>The newest moment, Unix seconds; null: none yet.</summary>
    public double? SampledAt => this.moments is [.., { } last] ? last.At : null;

    /// <summary>Predictions that are kept and wait for their vehicles.</summary>
    public long Open => this.moments.Sum(static m => (long)m.Count);

    /// <summary>Takes a state that followed the last one.</summary>
    /// <param name="state">The state.</param>
    /// <param name="changed">The runs that changed since the last one that was taken; after a leap, all of them.</param>
    /// <param name="now">The present.</param>
    public void Observe(HubSnapshot state, IEnumerable<TripSnapshot> changed, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(changed);
        double at = now.UnixMilliseconds / 1000.0;
        if (!ReferenceEquals(state.Schedule, this.schedule))
        {
            // Trips are indexes of their own static feed.
            this.Forget();
            this.schedule = state.Schedule;
        }

        foreach (TripSnapshot trip in changed)
        {
            if (SampledMoment.IsOwn(trip))
            {
                this.Hear(trip.MeasuredAt.UnixMilliseconds / 1000.0);
                this.Take(state.Schedule, trip, at);
            }
        }
    }

    /// <summary>Takes down what a state predicts; it was shown to <see cref="Observe"/> before.</summary>
    /// <param name="state">The state that readers have.</param>
    /// <param name="now">The present.</param>
    public void Sample(HubSnapshot state, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(state);
        double at = now.UnixMilliseconds / 1000.0;
        if (!ReferenceEquals(state.Schedule, this.schedule) || at - this.heardAt > OutageSeconds)
        {
            return;
        }

        if (this.SampledAt is { } last && at < last)
        {
            this.Forget();
        }

        while (this.moments is [{ } oldest, ..] && at - oldest.At > KeptSeconds)
        {
            this.CountGhosts(oldest);
            this.moments.RemoveAt(0);
        }

        foreach ((TripInstance run, FollowedRun followed) in this.runs)
        {
            if (at - followed.SeenAt > KeptSeconds)
            {
                this.runs.Remove(run);
            }
        }

        this.moments.Add(SampledMoment.Of(state, at, KeptSeconds, this.most));
    }

    /// <summary>The figures of the days, as bytes. What still waits for its vehicle is not among them.</summary>
    public byte[] Encode() => GraphCodec.Encode(this.days.Values.ToArray());

    /// <summary>Takes over what <see cref="Encode"/> gave, before the first state; false: these bytes are none of it.</summary>
    public bool TryRestore(byte[] bytes)
    {
        try
        {
            foreach (AccuracyDay day in GraphCodec.Decode<AccuracyDay[]>(bytes))
            {
                this.days[day.Date] = day;
            }

            return true;
        }
        catch (GraphFormatException)
        {
            return false;
        }
    }

    private void Forget()
    {
        this.moments.Clear();
        this.runs.Clear();
    }

    /// <summary>A vehicle was measured then; after an outage nobody knows what became of what was open.</summary>
    private void Hear(double measuredAt)
    {
        if (measuredAt - this.heardAt > OutageSeconds)
        {
            this.Forget();
        }

        this.heardAt = Math.Max(this.heardAt, measuredAt);
    }

    private void Take(Schedule of, TripSnapshot trip, double at)
    {
        if (!this.runs.TryGetValue(trip.Trip, out FollowedRun? run))
        {
            this.runs.Add(trip.Trip, run = new FollowedRun(of, trip.Trip));
        }

        int former = run.Reached;
        (int Position, double Arrival)? arrived = run.Take(trip, at, SharpSeconds);
        if (former >= 0 && run.Reached > former && this.moments.Count > 0)
        {
            this.DayOf(trip.Trip.ServiceDate).Unseen += run.Reached - former - (arrived is null ? 0 : 1);
        }

        // Nobody waits for an arrival at the first stop.
        if (arrived is { Position: > 0 } known)
        {
            this.Score(trip.Trip, run, known.Position, known.Arrival);
        }
    }

    private AccuracyDay DayOf(ServiceDate date)
    {
        if (!this.days.TryGetValue(date, out AccuracyDay? day))
        {
            this.days.Add(date, day = new AccuracyDay(date, this.moments[0].At));
            while (this.days.Count > DaysKept)
            {
                this.days.Remove(this.days.Keys.First());
            }
        }

        return day;
    }

    private void Score(TripInstance trip, FollowedRun run, int position, double arrival)
    {
        AccuracyTally[]? groups = null;
        for (int i = this.moments.Count - 1; i >= 0 && arrival - this.moments[i].At <= HorizonBins.FarthestSeconds; i--)
        {
            SampledMoment moment = this.moments[i];
            if (arrival <= moment.At || !moment.LooksAt(run.Level))
            {
                continue;
            }

            bool isScored = moment.At >= run.BeganAt;
            bool isDue = Availability.IsDue(arrival - moment.At, EverySeconds);
            if (isScored || isDue)
            {
                SampledPrediction? prediction = moment.Find(trip, position);
                groups ??= this.DayOf(trip.ServiceDate).GroupsOf(run.Route, arrival - run.DayStart);
                foreach (AccuracyTally tally in groups)
                {
                    if (isScored)
                    {
                        tally.Add(moment.At, arrival, prediction);
                    }

                    if (isDue)
                    {
                        tally.Published.Available.Add(prediction is not null);
                    }
                }
            }
        }
    }

    private void CountGhosts(SampledMoment moment)
    {
        ReadOnlySpan<TripInstance> sampled = moment.Runs;
        for (int i = 0; i < sampled.Length; i++)
        {
            // A run that no state showed since is gone from the table, and with it what was seen of it.
            if (!this.runs.TryGetValue(sampled[i], out FollowedRun? run))
            {
                continue;
            }

            ReadOnlySpan<SampledPrediction> predictions = moment.PredictionsOf(i, out int first);
            for (int stop = 0; stop < predictions.Length; stop++)
            {
                double predicted = predictions[stop].Arrival;
                if (predictions[stop].IsThere && predicted - moment.At <= HorizonBins.FarthestSeconds && IsGhost(run, first + stop, predicted) is { } isGhost)
                {
                    foreach (AccuracyTally tally in this.DayOf(sampled[i].ServiceDate).GroupsOf(run.Route, predicted - run.DayStart))
                    {
                        tally.Published.Ghosts.Add(isGhost);
                    }
                }
            }
        }
    }

    /// <summary>True: nothing came within the allowed time; null: nobody can tell.</summary>
    private static bool? IsGhost(FollowedRun run, int position, double predicted) =>
        run.ArrivalAt(position) is { } actual ? !GhostRate.IsFulfilled(predicted, actual) : run.IsNear(position) ? null : true;
}
