using System.Globalization;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `--upcoming`: scores the runs that have not begun yet, which the protocol leaves out since plain feeds do not know them. Beside the hub stand, on
/// the identical set, the timetable and the timetable moved by how late the vehicle is now.
/// </summary>
internal sealed class UpcomingScore(Schedule schedule, AccuracyTruth truth)
{
    private readonly MethodScore[] next = NewScores();
    private readonly MethodScore[] present = NewScores();

    public void Score(HubSnapshot snapshot, long now)
    {
        var delays = snapshot.Trips.Where(t => t.IsCurrent).ToDictionary(t => t.Vehicle, t => t.DelaySeconds ?? 0);
        foreach (TripSnapshot trip in snapshot.Trips)
        {
            if (!truth.Progress.ContainsKey(trip.Trip.TripIndex)
                && truth.ArrivalsOf(trip.Trip.TripIndex) is { } arrivals
                && arrivals.Where(t => !double.IsNaN(t)).Min() > now)
            {
                this.Score(trip.IsCurrent ? this.present : this.next, trip, arrivals, now, Math.Max(0, delays.GetValueOrDefault(trip.Vehicle)));
            }
        }
    }

    public void Print()
    {
        Print("the vehicle's next run", this.next);
        Print("its present run, before its start", this.present);
    }

    private static MethodScore[] NewScores() => [new("schedule"), new("vehicle's delay"), new("median"), new("published")];

    private static void Print(string title, MethodScore[] set)
    {
        Console.WriteLine($"\nnot begun, {title}: {set[0].Count} predictions\n| method | MAE s | bias s | MBTA | ETA-bm | 80 % covers | MAE at 0-3, 3-6, 6-10, 10-15, 15-20, 20-30, 30-45 min |\n|---|---|---|---|---|---|---|");
        foreach (MethodScore s in set)
        {
            string bins = string.Join(", ", Enumerable.Range(0, HorizonBins.Count).Select(i => s.ErrorsOf(i).Mae.ToString("F1", CultureInfo.InvariantCulture)));
            string covers = s.HasQuantiles ? s.Interval.All.Percent.ToString("F1", CultureInfo.InvariantCulture) : string.Empty;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {s.Name} | {s.Errors.Mae:F1} | {s.Errors.Bias:F1} | {s.Mbta.Pooled.Percent:F1} | {s.Eta.Percent:F1} | {covers} | {bins} |"));
        }
    }

    private void Score(MethodScore[] set, TripSnapshot trip, double[] arrivals, long now, double delay)
    {
        foreach (StopPrediction own in trip.Stops)
        {
            double actual = arrivals[own.Position];
            if (own.Position == 0 || own.Passed || !(actual > now && actual - now <= HorizonBins.FarthestSeconds))
            {
                continue;
            }

            double scheduled = schedule.ToUnixSeconds(trip.Trip.ServiceDate, schedule.Trips.Arrivals(trip.Trip.TripIndex)[own.Position]);
            set[0].Add(new PredictionOutcome(now, actual, scheduled));
            set[1].Add(new PredictionOutcome(now, actual, scheduled + delay));
            set[2].Add(new PredictionOutcome(now, actual, own.Arrival + own.Quantiles.P50, own.Quantiles, own.Arrival));
            set[3].Add(new PredictionOutcome(now, actual, own.Arrival, own.Quantiles, own.Arrival));
        }
    }
}
