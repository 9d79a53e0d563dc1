using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Training.Loads;

/// <summary>
/// What is known at each stop of a recorded trip of the loads ahead, as the hub knows it on the road: what is usual from the trips learned from, the
/// formula (<see cref="LoadsAhead"/>), and who left before on the same day.
/// </summary>
public sealed class TripOutlooks
{
    /// <summary>Numbers of stops ahead that rows are made of: all near ones, farther ones in steps.</summary>
    public static IReadOnlyList<int> Aheads { get; } = [1, 2, 3, 4, 6, 8, 10, 13, 16, 20, 25, 30];

    private readonly LoadsAhead formula;
    private readonly MeanLoads means;
    private readonly DayLoads today;

    /// <summary>Learns.</summary>
    /// <param name="learned">Trips to learn what is usual from.</param>
    /// <param name="known">Trips of which, on the day, it was known how full they left the stops; never the trips scored on means of many days.</param>
    public TripOutlooks(IReadOnlyList<TripLoads> learned, IReadOnlyList<TripLoads> known)
    {
        this.formula = new LoadsAhead(learned, Aheads);
        this.means = new MeanLoads(learned);
        this.today = new DayLoads(known);
    }

    /// <summary>The formula alone.</summary>
    public LoadsAhead Formula => this.formula;

    /// <summary>What is known of a stop ahead; null: nothing.</summary>
    /// <param name="trip">The trip; of its own loads only that at <paramref name="index"/> is looked at.</param>
    /// <param name="index">Which of its passages is the present one.</param>
    /// <param name="ahead">Stops ahead, one of <see cref="Aheads"/>, within the trip.</param>
    public LoadOutlook? Of(TripLoads trip, int index, int ahead)
    {
        ArgumentNullException.ThrowIfNull(trip);
        LoadPassage here = trip.Passages[index];
        LoadPassage there = trip.Passages[index + ahead];
        double expected = this.formula.Predict(trip, index, ahead);
        if (double.IsNaN(expected))
        {
            return null;
        }

        return new LoadOutlook
        {
            StopsAhead = ahead,
            MinutesAhead = (there.DepartureSeconds - here.DepartureSeconds) / 60,
            Load = here.Load,
            UsualHere = this.formula.Usual(trip, index),
            UsualThere = this.formula.Usual(trip, index, ahead),
            Formula = expected,
            FormulaDeviation = this.formula.Deviation(expected, ahead),
            LeaderHere = this.today.Leader(trip, here.Stop, here.LeftSeconds),
            LeaderThere = this.today.Leader(trip, there.Stop, here.LeftSeconds),
            GapRatio = this.today.GapRatio(trip, here.Stop, here.LeftSeconds),
            DelaySeconds = here.DelaySeconds,
            Room = trip.Room,
            PlaceShare = (double)(index + ahead) / (trip.Passages.Count - 1),
            Hours = here.DepartureSeconds / 3600 % 24,
            IsWeekend = trip.DayKind > 0,
        };
    }

    /// <summary>All rows of trips, in their order.</summary>
    public IEnumerable<LoadRow> Rows(IEnumerable<TripLoads> trips)
    {
        ArgumentNullException.ThrowIfNull(trips);
        foreach (TripLoads trip in trips)
        {
            for (int i = 0; i < trip.Passages.Count; i++)
            {
                foreach (int ahead in Aheads.TakeWhile(a => i + a < trip.Passages.Count))
                {
                    if (this.Of(trip, i, ahead) is { } outlook)
                    {
                        LoadPassage there = trip.Passages[i + ahead];
                        yield return new LoadRow(outlook, there.Load, this.means.OfHour(trip, there));
                    }
                }
            }
        }
    }
}
