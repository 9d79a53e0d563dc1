using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Accuracy;

/// <summary>What was predicted at one moment, of the runs that were looked at: columns, in the order of the runs.</summary>
internal sealed class SampledMoment
{
    private readonly TripInstance[] runs;
    private readonly int[] starts;
    private readonly short[] firsts;
    private readonly SampledPrediction[] predictions;

    private SampledMoment(double at, int level, int runs, int predictions)
    {
        this.At = at;
        this.Level = level;
        this.runs = new TripInstance[runs];
        this.starts = new int[runs + 1];
        this.firsts = new short[runs];
        this.predictions = new SampledPrediction[predictions];
    }

    /// <summary>When, Unix seconds.</summary>
    public double At { get; }

    /// <summary>The level of <see cref="RunSampling"/> from which on runs were looked at.</summary>
    public int Level { get; }

    /// <summary>How many predictions were taken.</summary>
    public int Count => this.predictions.Length;

    /// <summary>The runs that were looked at and had predictions.</summary>
    public ReadOnlySpan<TripInstance> Runs => this.runs;

    /// <summary>Takes what a state predicts.</summary>
    /// <param name="state">The state.</param>
    /// <param name="at">When it was published still, Unix seconds.</param>
    /// <param name="farthest">Stops farther ahead are left out, seconds.</param>
    /// <param name="most">Most predictions.</param>
    public static SampledMoment Of(HubSnapshot state, double at, double farthest, long most)
    {
        Span<long> byLevel = stackalloc long[RunSampling.MaxLevel + 1];
        Span<int> runsByLevel = stackalloc int[RunSampling.MaxLevel + 1];
        foreach (TripSnapshot trip in state.Trips)
        {
            if (CountOf(trip, at + farthest) is > 0 and int count)
            {
                int level = RunSampling.LevelOf(trip.Trip);
                byLevel[level] += count;
                runsByLevel[level]++;
            }
        }

        int from = RunSampling.FewEnough(byLevel, most);
        (int runs, int predictions) = (0, 0);
        for (int level = from; level <= RunSampling.MaxLevel; level++)
        {
            runs += runsByLevel[level];
            predictions += (int)byLevel[level];
        }

        var moment = new SampledMoment(at, from, runs, predictions);
        moment.Fill(state, at + farthest);
        return moment;
    }

    /// <summary>Whether a run is one that was looked at, if it was there.</summary>
    public bool LooksAt(int level) => level >= this.Level;

    /// <summary>What was predicted of a run, from a place on; empty: nothing.</summary>
    public ReadOnlySpan<SampledPrediction> PredictionsOf(int run, out int first)
    {
        first = this.firsts[run];
        return this.predictions.AsSpan(this.starts[run]..this.starts[run + 1]);
    }

    /// <summary>What was predicted of a stop; null: nothing.</summary>
    public SampledPrediction? Find(TripInstance run, int position)
    {
        int index = this.runs.AsSpan().BinarySearch(run);
        if (index < 0)
        {
            return null;
        }

        ReadOnlySpan<SampledPrediction> of = this.PredictionsOf(index, out int first);
        return position >= first && position - first < of.Length && of[position - first].IsThere ? of[position - first] : null;
    }

    /// <summary>Whether it is the hub's own word of a run, and not another agency's, or the timetable's.</summary>
    internal static bool IsOwn(TripSnapshot trip) => trip is { Upstream: null, IsPlanned: false };

    /// <summary>How many stops are ahead and near enough. Stops are in the order of their times.</summary>
    private static int CountOf(TripSnapshot trip, double until)
    {
        int count = 0;
        if (IsOwn(trip))
        {
            for (int i = FirstOf(trip); i < trip.Stops.Length && trip.Stops[i].Arrival <= until; i++)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Only the stop passed last stands before those ahead.</summary>
    private static int FirstOf(TripSnapshot trip) => trip.Stops.Length > 0 && trip.Stops[0].Passed ? 1 : 0;

    private void Fill(HubSnapshot state, double until)
    {
        (int run, int next) = (0, 0);
        foreach (TripSnapshot trip in state.Trips)
        {
            if (CountOf(trip, until) is not (> 0 and int count) || !this.LooksAt(RunSampling.LevelOf(trip.Trip)))
            {
                continue;
            }

            int first = FirstOf(trip);
            this.runs[run] = trip.Trip;
            this.starts[run] = next;
            this.firsts[run] = (short)trip.Stops[first].Position;
            for (int i = 0; i < count; i++)
            {
                StopPrediction stop = trip.Stops[first + i];
                this.predictions[next++] = stop.IsSkipped || stop.HasNoData ? SampledPrediction.None : new SampledPrediction(stop.Arrival, stop.Quantiles);
            }

            this.starts[++run] = next;
        }
    }
}
