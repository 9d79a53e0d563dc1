namespace TransitHub.Training.Loads;

/// <summary>Plain means of trips: what the load model has to beat, and the limits of a line's quiet, usual and full thirds.</summary>
public sealed class MeanLoads
{
    private readonly Dictionary<(string Line, string Direction, int Stop, int Hour), (double Sum, int Count)> sums = [];
    private readonly Dictionary<string, double[]> sorted;

    /// <summary>Learns from trips.</summary>
    public MeanLoads(IReadOnlyList<TripLoads> trips)
    {
        ArgumentNullException.ThrowIfNull(trips);
        foreach (TripLoads trip in trips)
        {
            foreach (LoadPassage passage in trip.Passages)
            {
                this.Add((trip.Line, string.Empty, 0, passage.Hour), passage.Load);
                this.Add((trip.Line, trip.Direction, passage.Stop, passage.Hour), passage.Load);
            }
        }

        this.sorted = trips.GroupBy(t => t.Line).ToDictionary(
            g => g.Key, g => g.SelectMany(t => t.Passages).Select(p => p.Load).Order().ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Of the line and hour; of the line where no trip ran in that hour.</summary>
    public double OfHour(TripLoads trip, LoadPassage at)
    {
        ArgumentNullException.ThrowIfNull(trip);
        double mean = this.Mean((trip.Line, string.Empty, 0, at.Hour));
        return !double.IsNaN(mean) ? mean : this.sorted.TryGetValue(trip.Line, out double[]? loads) ? loads.Average() : double.NaN;
    }

    /// <summary>Of the line, direction, stop and hour; of the line and hour where none ran.</summary>
    public double OfStop(TripLoads trip, LoadPassage at)
    {
        ArgumentNullException.ThrowIfNull(trip);
        double mean = this.Mean((trip.Line, trip.Direction, at.Stop, at.Hour));
        return double.IsNaN(mean) ? this.OfHour(trip, at) : mean;
    }

    /// <summary>Which third of its line's loads a load is in, 0 to 2.</summary>
    public int Third(string line, double load)
    {
        double[] loads = this.sorted[line];
        return load < loads[loads.Length / 3] ? 0 : load < loads[loads.Length * 2 / 3] ? 1 : 2;
    }

    private void Add((string Line, string Direction, int Stop, int Hour) key, double load)
    {
        (double sum, int count) = this.sums.GetValueOrDefault(key);
        this.sums[key] = (sum + load, count + 1);
    }

    private double Mean((string Line, string Direction, int Stop, int Hour) key) =>
        this.sums.TryGetValue(key, out (double Sum, int Count) sum) ? sum.Sum / sum.Count : double.NaN;
}
