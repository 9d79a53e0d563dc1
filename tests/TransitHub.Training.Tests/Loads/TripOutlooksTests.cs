using TransitHub.Core.Fusion.Loads;
using TransitHub.Training.Fitting;
using TransitHub.Training.Loads;

namespace TransitHub.Training.Tests.Loads;

public sealed class TripOutlooksTests
{
    [Fact]
    public void Of_a_trip_only_the_load_at_the_present_stop_is_looked_at()
    {
        List<TripLoads> trips = Days(4, new Random(1));
        TripOutlooks outlooks = new(trips, trips);
        TripLoads trip = trips[^1];
        LoadPassage[] changed = [trip.Passages[0], .. trip.Passages.Skip(1).Select(p => p with { Load = 500 })];

        Assert.Equal(outlooks.Of(trip, 0, 2), outlooks.Of(trip with { Passages = changed }, 0, 2));
    }

    [Fact]
    public void The_vehicle_ahead_is_one_that_has_left_already()
    {
        TripLoads first = Trip("2026-03-02", "a", 28_800, 10, 20, 30);
        TripLoads second = Trip("2026-03-02", "b", 28_950, 15, 25, 35);
        TripOutlooks outlooks = new([first, second, Trip("2026-03-03", "a", 28_800, 12, 22, 32)], [first, second]);

        // The first trip leaves its stops at 0, 120 and 240 s, the second looks at 150 s.
        LoadOutlook? one = outlooks.Of(second, 0, 1);
        LoadOutlook? two = outlooks.Of(second, 0, 2);
        Assert.Equal((10, 20), (one!.Value.LeaderHere, one.Value.LeaderThere));
        Assert.Equal(double.NaN, two!.Value.LeaderThere);
        Assert.Equal(double.NaN, outlooks.Of(first, 0, 1)!.Value.LeaderHere);
    }

    [Fact]
    public void A_network_learns_what_the_formula_does_not_know()
    {
        // Who comes late finds more riders at every stop: the formula knows nothing of delays.
        List<TripLoads> trips = Days(40, new Random(2));
        TripOutlooks outlooks = new(trips, trips);
        LoadRow[] fit = [.. outlooks.Rows(trips.Take(trips.Count * 4 / 5))];
        LoadRow[] later = [.. outlooks.Rows(trips.Skip(trips.Count * 4 / 5))];

        QuantileNetwork network = LoadFit.Run(fit, later, LoadFeatures.OfTheCalendar, new FitOptions { MaxEpochs = 15, BatchRows = 64 }, null, TestContext.Current.CancellationToken).Network;

        LoadError all = LoadError.Measure((row, answer) => network.Predict(row, answer), later)[^1];
        Assert.Equal(later.Length, all.Rows);
        Assert.True(all.Model < 0.8 * all.Formula, $"{all}");
        Assert.InRange(all.CoveredShare, 0.6, 0.95);
    }

    private static List<TripLoads> Days(int days, Random random)
    {
        List<TripLoads> trips = [];
        for (int day = 0; day < days; day++)
        {
            for (int trip = 0; trip < 12; trip++)
            {
                double delay = random.Next(-60, 600);
                double[] loads = [.. Enumerable.Range(1, 6).Select(stop => (10.0 * stop) + (delay / 60 * stop) + random.Next(-3, 4))];
                trips.Add(Trip($"day {day:00}", $"{trip:00}", 28_800 + (trip * 600), delay, loads));
            }
        }

        return trips;
    }

    private static TripLoads Trip(string day, string id, double start, params double[] loads) => Trip(day, id, start, double.NaN, loads);

    private static TripLoads Trip(string day, string id, double start, double delay, double[] loads) =>
        new("1", "0", id, [.. loads.Select((load, i) => new LoadPassage(i + 1, start + (120 * i), Math.Max(0, load), 1) { DelaySeconds = delay })]) { Day = day };
}
