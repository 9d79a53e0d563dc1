using TransitHub.Training.Loads;

namespace TransitHub.Training.Tests.Loads;

public sealed class LoadsAheadTests
{
    [Fact]
    public void Carries_a_deviation_that_lasts_to_the_stop_ahead()
    {
        // Every trip keeps what it has more or less than the others; twice as many are on board at the second stop.
        LoadsAhead model = new([Trip("a", 8, 10, 20), Trip("b", 8.1, 20, 40), Trip("c", 8.2, 30, 60)], [1]);

        double full = model.Predict(Trip("d", 8.1, 30, 0), 0, 1);
        double empty = model.Predict(Trip("d", 8.1, 10, 0), 0, 1);

        Assert.InRange(full, 50, 62);
        Assert.InRange(empty, 18, 30);
    }

    [Fact]
    public void Keeps_to_the_usual_where_deviations_do_not_last()
    {
        LoadsAhead model = new([Trip("a", 8, 10, 40), Trip("b", 8, 20, 40), Trip("c", 8, 30, 40)], [1]);

        Assert.Equal(40, model.Predict(Trip("d", 8, 30, 0), 0, 1), 6);
    }

    [Fact]
    public void Never_looks_at_the_load_ahead_of_the_trip_it_is_asked_about()
    {
        TripLoads trip = Trip("a", 8, 10, 20);
        LoadsAhead model = new([trip, Trip("b", 8.1, 20, 40), Trip("c", 8.2, 30, 60)], [1]);

        Assert.Equal(model.Predict(trip, 0, 1), model.Predict(Trip("a", 8, 10, 500), 0, 1));
    }

    [Fact]
    public void Knows_nothing_of_a_line_that_it_has_not_seen()
    {
        LoadsAhead model = new([Trip("a", 8, 10, 20)], [1]);

        Assert.True(double.IsNaN(model.Predict(Trip("b", 8, 10, 20) with { Line = "5" }, 0, 1)));
    }

    [Fact]
    public void Usual_is_what_trips_at_that_time_of_day_carry()
    {
        UsualLoads usual = new([Trip("a", 8, 60, 0), Trip("b", 8.1, 60, 0), Trip("c", 14, 10, 0)]);

        Assert.InRange(usual.At(Trip("d", 8, 0, 0), 0), 58, 60);
        Assert.InRange(usual.At(Trip("d", 14, 0, 0), 0), 10, 13);
        Assert.InRange(usual.At(Trip("d", 23, 0, 0), 0), 43, 44);
    }

    private static TripLoads Trip(string id, double hour, params ReadOnlySpan<double> loads)
    {
        List<LoadPassage> passages = [];
        foreach (double load in loads)
        {
            passages.Add(new LoadPassage(passages.Count + 1, (hour * 3600) + (120 * passages.Count), load, 30));
        }

        return new TripLoads("4", "1", id, passages);
    }
}
