using System.Globalization;
using TransitHub.Benchmarks.Cameras;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// Scores runs by headway that only cameras see: a published run is the true one that most of the passages given to it are of, and its arrivals are
/// compared with that one's.
/// </summary>
internal sealed class SightedRunScore(Schedule schedule, StopCameras cameras, ArrivalTruth truth)
{
    /// <summary>A run counts as one that cameras can have told of so long after it passed the first, seconds.</summary>
    private const double ToldAfter = 130;
    private const double MostAhead = 1800;

    private readonly Dictionary<string, TrueRun?> byPassage = [];
    private readonly Dictionary<string, TripInstance> given = [];
    private readonly Dictionary<TripInstance, Dictionary<TrueRun, int>> votes = [];
    private readonly Dictionary<TripInstance, int> voids = [];
    private readonly MethodScore errors = new("cameras");
    private long asked;
    private long missing;
    private long runs;
    private long unreal;

    /// <summary>Tells of a passage whose it is.</summary>
    public void Add(CameraCase passage) => this.byPassage[passage.Report.EventId!] = passage.Trip < 0 ? null : truth.RunsOf(passage.Trip)
        .MinBy(r => Math.Abs(ArrivalAt(r, passage.Stop) - passage.At));

    /// <summary>Takes what was told of a passage.</summary>
    public void Take(PassageSnapshot told)
    {
        if (this.given.Remove(told.EventId!, out TripInstance former))
        {
            this.Vote(former, told.EventId!, -1);
        }

        if (told.Trip is { } trip)
        {
            this.given[told.EventId!] = trip;
            this.Vote(trip, told.EventId!, 1);
        }
    }

    /// <summary>Scores a state.</summary>
    public void Score(HubSnapshot snapshot, double now)
    {
        Dictionary<TrueRun, TripSnapshot> shown = [];
        foreach (TripSnapshot trip in snapshot.Trips.Where(t => schedule.Trips.Frequencies(t.Trip.TripIndex).Length > 0))
        {
            this.runs++;
            TrueRun? run = this.TrueOf(trip.Trip);
            this.unreal += run is null || !shown.TryAdd(run, trip) ? 1 : 0;
        }

        foreach (TrueRun run in truth.Runs.Where(r => r.ByHeadway && r.Begins <= now && now <= r.Ends && this.IsSeen(r, now)))
        {
            for (int stop = 0; stop < run.StopCount; stop++)
            {
                if (run.Arrivals[stop] > now && run.Arrivals[stop] - now <= MostAhead)
                {
                    this.Score(run.Arrivals[stop], shown.GetValueOrDefault(run), stop, now);
                }
            }
        }
    }

    public void Print()
    {
        Write($"runs shown {this.runs}, of these twice or of no vehicle {100.0 * this.unreal / Math.Max(1, this.runs):F1} %; arrivals asked {this.asked}, not predicted {100.0 * this.missing / Math.Max(1, this.asked):F1} %; MAE of the median {this.errors.Errors.Mae:F1} s, bias {this.errors.Errors.Bias:F1} s, 80 % covers {this.errors.Interval.All.Percent:F1} %");
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private double ArrivalAt(TrueRun run, int stop)
    {
        int place = schedule.Patterns.Stops(run.Pattern)[1..].IndexOf(stop) + 1;
        return place == 0 || double.IsNaN(run.Arrivals[place]) ? double.MaxValue : run.Arrivals[place];
    }

    private void Score(double actual, TripSnapshot? trip, int stop, double now)
    {
        this.asked++;
        int index = trip is null || trip.Stops.IsEmpty ? -1 : stop - trip.Stops[0].Position;
        if (index < 0 || index >= trip!.Stops.Length)
        {
            this.missing++;
            return;
        }

        StopPrediction found = trip.Stops[index];
        this.errors.Add(new PredictionOutcome(now, actual, found.Arrival + found.Quantiles.P50, found.Quantiles, found.Arrival));
    }

    private void Vote(TripInstance trip, string passage, int change)
    {
        if (this.byPassage.GetValueOrDefault(passage) is not { } run)
        {
            this.voids[trip] = this.voids.GetValueOrDefault(trip) + change;
            return;
        }

        if (!this.votes.TryGetValue(trip, out Dictionary<TrueRun, int>? own))
        {
            this.votes.Add(trip, own = []);
        }

        own[run] = own.GetValueOrDefault(run) + change;
    }

    private TrueRun? TrueOf(TripInstance trip)
    {
        if (!this.votes.TryGetValue(trip, out Dictionary<TrueRun, int>? own))
        {
            return null;
        }

        (TrueRun run, int most) = own.MaxBy(v => v.Value);
        return most > 0 && most >= this.voids.GetValueOrDefault(trip) ? run : null;
    }

    private bool IsSeen(TrueRun run, double now)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(run.Pattern);
        for (int i = 1; i < stops.Length; i++)
        {
            if (cameras.IsAt(stops[i]) && run.Arrivals[i] < now - ToldAfter)
            {
                return true;
            }
        }

        return false;
    }
}
