using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Cities;

/// <summary>What became of predictions beyond their error: those that no vehicle fulfilled, those that were not there, and how they moved.</summary>
internal sealed class PredictionFate(Schedule schedule, CityTruth truth)
{
    private const double EarlySeconds = 15 * 60;
    private const double LateSeconds = 25 * 60;
    private const double AheadSeconds = 600;

    private readonly double end = truth.Runs.Max(r => double.IsNaN(r.Ends) ? 0 : r.Ends);
    private Dictionary<(TripInstance Trip, int Place), long> before = [];
    private (long Had, long All) available;
    private long ghosts;
    private double moved;
    private long moves;

    /// <summary>Predictions whose fate the truth is long enough to tell.</summary>
    public long Judged { get; private set; }

    public double GhostPercent => 100.0 * this.ghosts / Math.Max(1, this.Judged);

    public double AvailablePercent => 100.0 * this.available.Had / Math.Max(1, this.available.All);

    public double WobbleSeconds => this.moved / Math.Max(1, this.moves);

    /// <summary>Counts an arrival once, at the sample that falls ten minutes before it.</summary>
    public void CountAvailability(double ahead, int every, bool isPredicted)
    {
        if (ahead >= AheadSeconds && ahead < AheadSeconds + every)
        {
            this.available = (this.available.Had + (isPredicted ? 1 : 0), this.available.All + 1);
        }
    }

    /// <summary>Judges a state's predictions, those of vehicles' next runs included.</summary>
    public void Take(HubSnapshot snapshot, double now, int every)
    {
        var present = new Dictionary<(TripInstance, int), long>();
        foreach (TripSnapshot trip in snapshot.Trips)
        {
            int pattern = schedule.Trips.PatternIndex(trip.Trip.TripIndex);
            foreach (StopPrediction stop in trip.Stops.Where(s => !s.Passed && s.Arrival > now))
            {
                (TripInstance, int) key = (trip.Trip, stop.Position);
                present[key] = stop.Arrival;
                if (this.before.TryGetValue(key, out long former))
                {
                    this.moved += Math.Abs(stop.Arrival - former) * 60.0 / every;
                    this.moves++;
                }

                if (stop.Arrival + LateSeconds <= this.end)
                {
                    this.Judged++;
                    this.ghosts += truth.Comes(trip.Vehicle.ToString(), schedule, pattern, stop.Position, stop.Arrival - EarlySeconds, stop.Arrival + LateSeconds) ? 0 : 1;
                }
            }
        }

        this.before = present;
    }
}
