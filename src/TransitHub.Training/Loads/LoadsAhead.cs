namespace TransitHub.Training.Loads;

/// <summary>
/// Foretells the load at a stop ahead: what is usual there at that time, and of what a trip is fuller or emptier than usual where it is, the
/// share that is known to last so far. That share is fitted for each stop and drawn to that of all stops as long as little is known.
/// </summary>
public sealed class LoadsAhead
{
    /// <summary>Riders added on both sides of a ratio of two usual loads: it says nothing of empty vehicles.</summary>
    private const double RatioPrior = 5;

    /// <summary>What is known of a stop counts fully from some multiples of this on; squared riders over riders.</summary>
    private const double StopPrior = 30;

    private readonly UsualLoads usual;
    private readonly Dictionary<int, Slope> ofAll = [];
    private readonly Dictionary<(string Line, string Direction, int DayKind, int Stop, int Ahead), Slope> ofStop = [];

    /// <summary>Fits, each trip against what is usual among the others.</summary>
    /// <param name="trips">To learn from.</param>
    /// <param name="aheads">Numbers of stops ahead that will be asked for, 1 or more.</param>
    public LoadsAhead(IReadOnlyList<TripLoads> trips, IReadOnlyList<int> aheads)
    {
        ArgumentNullException.ThrowIfNull(trips);
        ArgumentNullException.ThrowIfNull(aheads);
        this.usual = new UsualLoads(trips);
        foreach (TripLoads trip in trips)
        {
            double[] loads = [.. Enumerable.Range(0, trip.Passages.Count).Select(i => this.usual.At(trip, i))];
            foreach (int ahead in aheads)
            {
                for (int i = 0; i + ahead < loads.Length; i++)
                {
                    this.Learn(trip, i, ahead, loads[i], loads[i + ahead]);
                }
            }
        }
    }

    /// <summary>The load ahead, riders, 0 or more; NaN where nothing is known of the stop ahead.</summary>
    /// <param name="trip">The trip; of its loads only that at <paramref name="index"/> is looked at.</param>
    /// <param name="index">The passage at which it is now.</param>
    /// <param name="ahead">Stops ahead, within the trip.</param>
    public double Predict(TripLoads trip, int index, int ahead)
    {
        ArgumentNullException.ThrowIfNull(trip);
        double here = this.usual.At(trip, index);
        double there = this.usual.At(trip, index + ahead);
        if (double.IsNaN(here) || double.IsNaN(there))
        {
            return there;
        }

        Slope all = this.ofAll.GetValueOrDefault(ahead);
        Slope stop = this.ofStop.GetValueOrDefault(Key(trip, index, ahead));
        double mean = all.Squares > 0 ? all.Products / all.Squares : 0;
        double lasts = (stop.Products + (StopPrior * mean)) / (stop.Squares + StopPrior);
        return Math.Max(0, there + (lasts * Excess(trip.Passages[index].Load, here, there)));
    }

    /// <summary>Standard deviation of what is foretold, riders; NaN: nothing is known of so many stops ahead.</summary>
    /// <param name="load">What is foretold, riders.</param>
    /// <param name="ahead">Stops ahead.</param>
    public double Deviation(double load, int ahead)
    {
        Slope all = this.ofAll.GetValueOrDefault(ahead);
        double rest = all.Rests - (all.Squares > 0 ? all.Products * all.Products / all.Squares : 0);
        return all.Count == 0 ? double.NaN : Math.Sqrt(Math.Max(0, rest) / all.Count * (load + RatioPrior));
    }

    /// <summary>What is usual where a trip is.</summary>
    public double Usual(TripLoads trip, int index) => this.usual.At(trip, index);

    /// <summary>What is usual where and when a trip is so many stops ahead, whatever its load is now.</summary>
    public double Usual(TripLoads trip, int index, int ahead) => this.usual.At(trip, index + ahead);

    /// <summary>The excess of here, in proportion to the usual load there.</summary>
    private static double Excess(double load, double here, double there) => (load - here) * (there + RatioPrior) / (here + RatioPrior);

    private static (string Line, string Direction, int DayKind, int Stop, int Ahead) Key(TripLoads trip, int index, int ahead) =>
        (trip.Line, trip.Direction, trip.DayKind, trip.Passages[index].Stop, ahead);

    private void Learn(TripLoads trip, int index, int ahead, double here, double there)
    {
        if (double.IsNaN(here) || double.IsNaN(there))
        {
            return;
        }

        double excess = Excess(trip.Passages[index].Load, here, there);
        double came = trip.Passages[index + ahead].Load - there;

        // Errors grow with the load: without weights a few crowded trips would decide.
        double weight = 1 / (there + RatioPrior);
        (string Line, string Direction, int DayKind, int Stop, int Ahead) key = Key(trip, index, ahead);
        this.ofAll[ahead] = this.ofAll.GetValueOrDefault(ahead).With(weight * excess * came, weight * excess * excess, weight * came * came);
        this.ofStop[key] = this.ofStop.GetValueOrDefault(key).With(weight * excess * came, weight * excess * excess, weight * came * came);
    }

    private readonly record struct Slope(double Products, double Squares, double Rests, int Count)
    {
        public Slope With(double product, double square, double rest) => new(this.Products + product, this.Squares + square, this.Rests + rest, this.Count + 1);
    }
}
