using TransitHub.Gtfs.Geometries;

namespace TransitHub.Gtfs.Tests.Geometries;

public sealed class StopPlacementTests
{
    [Fact]
    public void Puts_stops_along_a_line_where_they_are_nearest()
    {
        var line = new LocalLine((0, 0), (1000, 0), (1000, 500));

        AssertOffsets([0, 400, 1250], line.Offsets(line.Stop(0, 8), line.Stop(400, -8), line.Stop(1008, 250)));
    }

    [Fact]
    public void Tells_the_way_out_from_the_way_back_on_the_same_street()
    {
        var line = new LocalLine((0, 0), (1000, 0), (0, 0));

        AssertOffsets([100, 500, 1000, 1500, 1900], line.Offsets(
            line.Stop(100, 5), line.Stop(500, 5), line.Stop(1000, 0), line.Stop(500, -5), line.Stop(100, -5)));
    }

    [Fact]
    public void Puts_the_first_and_last_stop_of_a_loop_at_both_ends()
    {
        var line = new LocalLine((0, 0), (500, 0), (500, 500), (0, 500), (0, 0));

        AssertOffsets([0, 500, 1250, 2000], line.Offsets(line.Stop(0, 0), line.Stop(500, 0), line.Stop(250, 500), line.Stop(0, 0)));
        AssertOffsets([0, 2000], line.Offsets(line.Stop(0, 0), line.Stop(0, 0)));
    }

    [Fact]
    public void Takes_each_pass_of_a_figure_eight_in_turn()
    {
        var line = new LocalLine((0, 0), (400, 0), (400, 400), (0, 400), (0, -400), (-400, -400), (-400, 0), (0, 0));

        var offsets = line.Offsets(line.Stop(0, 0), line.Stop(400, 200), line.Stop(0, 0), line.Stop(-200, -400), line.Stop(0, 0));

        AssertOffsets([0, 600, 1600, 2200, 3200], offsets);
    }

    [Fact]
    public void Serves_a_stop_beside_a_stem_once_at_the_time_that_fits()
    {
        var line = new LocalLine((0, 0), (1000, 0), (1000, 1000), (2000, 1000), (2000, 0), (1000, 0), (0, 0));

        var early = line.Offsets(line.Stop(0, 0, 0), line.Stop(500, 0, 60), line.Stop(0, 0, 720));
        var late = line.Offsets(line.Stop(0, 0, 0), line.Stop(500, 0, 660), line.Stop(0, 0, 720));

        AssertOffsets([0, 500, 6000], early);
        AssertOffsets([0, 5500, 6000], late);
    }

    [Fact]
    public void Never_goes_back_where_two_stops_project_in_the_wrong_order()
    {
        var line = new LocalLine((0, 0), (1000, 0));

        AssertOffsets([0, 510, 510, 1000], line.Offsets(line.Stop(0, 0), line.Stop(510, 9), line.Stop(500, -9), line.Stop(1000, 0)));
    }

    [Fact]
    public void Refuses_a_shape_that_runs_the_other_way()
    {
        var line = new LocalLine((1000, 0), (0, 0));

        Assert.Null(line.Offsets(line.Stop(0, 0), line.Stop(500, 0), line.Stop(1000, 0)));
    }

    [Fact]
    public void Believes_a_stated_distance_between_two_passes_that_are_equally_near()
    {
        var line = new LocalLine((0, 0), (1000, 0), (0, 0));

        AssertOffsets([0, 1400, 2000], line.Offsets(line.Stop(0, 0, 0), line.Stop(600, 0, 60, stated: 1410), line.Stop(0, 0, 240)));
    }

    [Fact]
    public void Puts_stops_without_a_place_evenly_between_their_neighbors()
    {
        var line = new LocalLine((0, 0), (900, 0));

        AssertOffsets([0, 300, 600, 900, 900], line.Offsets(line.Stop(0, 0), LocalLine.Unlocated(), LocalLine.Unlocated(), line.Stop(900, 0), LocalLine.Unlocated()));
    }

    [Fact]
    public void Finds_the_true_places_on_random_walks_that_cross_themselves()
    {
        var random = new Random(7);
        var (right, all) = (0, 0);
        for (var round = 0; round < 150; round++)
        {
            var line = new LocalLine(Walk(random));
            var truth = Enumerable.Range(0, random.Next(3, 25)).Select(_ => random.NextDouble() * line.Line.LengthMeters).Order().ToArray();
            var stops = truth.Select(offset => Beside(line.Line, offset, random)).ToArray();

            var result = StopPlacement.Place(line.Line, stops);

            Assert.NotNull(result);
            for (var at = 0; at < truth.Length; at++)
            {
                Assert.True(at == 0 || result.Offsets[at] >= result.Offsets[at - 1]);
                Assert.InRange(result.Offsets[at], 0, line.Line.LengthMeters);
                Assert.InRange(result.Distances[at], 0, 60);
                right += Math.Abs(result.Offsets[at] - truth[at]) < 40 ? 1 : 0;
                all++;
            }
        }

        Assert.True(right >= all * 0.96, $"{right} of {all} stops lie where they were put.");
    }

    private static (double X, double Y)[] Walk(Random random)
    {
        var points = new (double X, double Y)[random.Next(5, 60)];
        for (var at = 1; at < points.Length; at++)
        {
            var (dx, dy) = random.Next(4) switch { 0 => (250, 0), 1 => (-250, 0), 2 => (0, 250), _ => (0, -250) };
            points[at] = (points[at - 1].X + dx + random.Next(-20, 20), points[at - 1].Y + dy + random.Next(-20, 20));
        }

        return points;
    }

    private static PatternStop Beside(Geometry line, double offset, Random random)
    {
        var (latitude, longitude) = line.At(offset);
        line.ToLocal(latitude, longitude, out var x, out var y);
        return new PatternStop(x + random.Next(-8, 9), y + random.Next(-8, 9), (float)(offset / 7) + random.Next(-15, 16), float.NaN);
    }

    private static void AssertOffsets(double[] expected, float[]? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Length, actual.Length);
        for (var at = 0; at < expected.Length; at++)
        {
            Assert.True(Math.Abs(expected[at] - actual[at]) < 3, $"Stop {at}: expected {expected[at]}, was {actual[at]} ({string.Join(", ", actual)})");
        }
    }
}
