using TransitHub.Core.Fusion.Loads;
using TransitHub.Gtfs;
using TransitHub.Training.Loads;

namespace TransitHub.Benchmarks.Cities;

/// <summary>The mean true load of each line and hour of earlier days, and the rows of a later day with what truly came.</summary>
internal sealed class HourMeans
{
    private readonly Dictionary<(int Route, int Hour), (double Sum, int Count)> sums = [];

    /// <summary>Learns a day.</summary>
    public void Learn(IEnumerable<TrueLoad> day, Schedule schedule)
    {
        foreach (TrueLoad row in day)
        {
            if (schedule.Trips.TryFind(row.Trip, out int trip))
            {
                (int, int) key = (schedule.Trips.RouteIndex(trip), HourOf(row.Departure));
                (double sum, int count) = this.sums.GetValueOrDefault(key);
                this.sums[key] = (sum + row.Load, count + 1);
            }
        }
    }

    /// <summary>Rows of a day whose truth is known, and their moment.</summary>
    public IEnumerable<(double Now, LoadRow Row)> Rows(LoadSamples samples, IEnumerable<TrueLoad> day, Schedule schedule)
    {
        Dictionary<(int Trip, int Start, int Stop), TrueLoad> truth = [];
        foreach (TrueLoad row in day)
        {
            if (schedule.Trips.TryFind(row.Trip, out int trip))
            {
                int start = schedule.Trips.Frequencies(trip).Length > 0 ? Seconds(row.Start) : schedule.Trips.StartSeconds(trip);
                truth[(trip, start, schedule.Trips.StopSequences(trip).IndexOf(row.Sequence))] = row;
            }
        }

        foreach (LoadSample sample in samples.Rows)
        {
            int start = schedule.Trips.Frequencies(sample.Trip.TripIndex).Length > 0 ? sample.Trip.StartSeconds : schedule.Trips.StartSeconds(sample.Trip.TripIndex);
            if (truth.TryGetValue((sample.Trip.TripIndex, start, sample.Stop), out TrueLoad? row)
                && this.sums.TryGetValue((schedule.Trips.RouteIndex(sample.Trip.TripIndex), HourOf(row.Departure)), out (double Sum, int Count) mean))
            {
                yield return (sample.Now, new LoadRow(sample.Outlook, row.Load, mean.Sum / mean.Count));
            }
        }
    }

    private static int HourOf(double unixSeconds) => (int)(unixSeconds / 3600 % 24);

    private static int Seconds(string time)
    {
        int[] parts = [.. time.Split(':').Select(int.Parse)];
        return (parts[0] * 3600) + (parts[1] * 60) + parts[2];
    }
}
