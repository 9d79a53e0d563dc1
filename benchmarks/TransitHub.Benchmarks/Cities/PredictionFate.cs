using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Cities;

/// <summary>What became of predictions beyond their error: those that no vehicle fulfilled, those that were not there, and how they moved.</summary>
internal sealed class PredictionFate(Schedule schedule, CityTruth truth)
{
    private readonly Availability available = new();
    private readonly GhostRate ghosts = new();
    private readonly Wobble wobble = new();
    private readonly double end = truth.Arrivals.Ends;
    private Dictionary<(TripInstance Trip, int Place), long> before = [];

    /// <summary>Predictions whose fate the truth is long enough to tell.</summary>
    public long Judged => this.ghosts.Ghosts.All;

    public double GhostPercent => this.ghosts.Ghosts.Percent;

    public double AvailablePercent => this.available.Share.Percent;

    public double WobbleSeconds => this.wobble.Seconds;

    /// <summary>Counts an arrival once, at the sample that falls ten minutes before it.</summary>
    public void CountAvailability(double ahead, int every, bool isPredicted)
    {
        if (Availability.IsDue(ahead, every))
        {
            this.available.Add(isPredicted);
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
                    this.wobble.Add(former, stop.Arrival, every);
                }

                if (stop.Arrival + GhostRate.LateSeconds <= this.end)
                {
                    this.ghosts.Add(isGhost: !truth.Comes(trip.Vehicle.ToString(), pattern, stop.Position, stop.Arrival - GhostRate.EarlySeconds, stop.Arrival + GhostRate.LateSeconds));
                }
            }
        }

        this.before = present;
    }
}
