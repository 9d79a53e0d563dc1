using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Matching;

public sealed class LineProjectionTests
{
    [Fact]
    public void Finds_every_branch_of_a_line_that_passes_a_place_more_than_once()
    {
        // A hairpin: 1.1 km north, 110 m east, back south.
        Geometry line = Geometry.FromDegrees([13.70, 13.71, 13.71, 13.70], [100.50, 100.50, 100.501, 100.501]);
        LinePlace[] places = new LinePlace[4];
        line.ToLocal(13.705, 100.5003, out float x, out float y);

        int found = LineProjection.Find(line, x, y, 0, double.MaxValue, 200, places);

        Assert.Equal(2, found);
        Assert.InRange(places[0].Along, 540, 570);
        Assert.InRange(places[0].Distance, 25, 40);
        Assert.InRange(places[1].Along, 1760, 1790);
        Assert.InRange(places[1].Distance, 70, 85);
    }

    [Fact]
    public void A_line_that_comes_back_on_itself_has_two_places_at_equal_distance()
    {
        Geometry line = Geometry.FromDegrees([13.70, 13.71, 13.70], [100.50, 100.50, 100.50]);
        LinePlace[] places = new LinePlace[4];
        line.ToLocal(13.703, 100.50, out float x, out float y);

        Assert.Equal(2, LineProjection.Find(line, x, y, 0, double.MaxValue, 50, places));
    }

    [Fact]
    public void Nothing_is_found_beyond_the_reach_or_outside_the_stretch()
    {
        Geometry line = Geometry.FromDegrees([13.70, 13.71], [100.50, 100.50]);
        LinePlace[] places = new LinePlace[4];
        line.ToLocal(13.705, 100.502, out float x, out float y);

        Assert.Equal(0, LineProjection.Find(line, x, y, 0, double.MaxValue, 100, places));
    }

    [Fact]
    public void The_end_of_the_line_is_a_place_for_what_lies_beyond_it()
    {
        Geometry line = Geometry.FromDegrees([13.70, 13.705, 13.71], [100.50, 100.50, 100.50]);
        LinePlace[] places = new LinePlace[4];
        line.ToLocal(13.7105, 100.50, out float x, out float y);

        Assert.Equal(1, LineProjection.Find(line, x, y, 0, double.MaxValue, 100, places));
        Assert.Equal(line.LengthMeters, places[0].Along, 1.0);
    }
}
