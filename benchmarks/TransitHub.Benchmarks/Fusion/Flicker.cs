using System.Globalization;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>How published times up to 45 minutes ahead move from one state to the next: how often, how far, and how often back again.</summary>
internal sealed class Flicker(int everySeconds)
{
    private Dictionary<TripInstance, TripSnapshot> former = [];
    private Dictionary<TripInstance, TripSnapshot> present = [];
    private readonly Dictionary<(TripInstance Trip, int Stop), bool> directions = [];
    private long pairs;
    private long changes;
    private long reversals;
    private double moved;

    /// <summary>Takes the next state.</summary>
    public void Take(HubSnapshot state)
    {
        foreach (TripSnapshot trip in state.Trips)
        {
            this.present[trip.Trip] = trip;
            if (this.former.TryGetValue(trip.Trip, out TripSnapshot? before) && before.Vehicle == trip.Vehicle)
            {
                this.Compare(before, trip, state.CreatedAt.UnixSeconds + HorizonBins.FarthestSeconds);
            }
        }

        (this.former, this.present) = (this.present, this.former);
        this.present.Clear();
    }

    public void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"a published time changes {this.PerMinute(this.changes):F3} times a minute, {this.PerMinute(this.reversals):F3} of them back, and moves {this.PerMinute(this.moved):F2} s a minute; {this.pairs} pairs"));

    private double PerMinute(double sum) => sum * 60 / everySeconds / Math.Max(1, this.pairs);

    private void Compare(TripSnapshot before, TripSnapshot trip, double last)
    {
        for (int i = 0; i < trip.Stops.Length; i++)
        {
            StopPrediction now = trip.Stops[i];
            int index = now.Position - before.Stops[0].Position;
            if (now.Passed || now.Arrival > last || index < 0 || index >= before.Stops.Length || before.Stops[index].Passed)
            {
                continue;
            }

            this.pairs++;
            long change = now.Arrival - before.Stops[index].Arrival;
            if (change != 0)
            {
                this.Note((trip.Trip, now.Position), change);
            }
        }
    }

    private void Note((TripInstance Trip, int Stop) key, long change)
    {
        this.changes++;
        this.moved += Math.Abs(change);
        bool isLater = change > 0;
        this.reversals += this.directions.TryGetValue(key, out bool wasLater) && wasLater != isLater ? 1 : 0;
        this.directions[key] = isLater;
    }
}
