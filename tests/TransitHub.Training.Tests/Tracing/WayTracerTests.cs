using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Training.Tests.Observing;
using TransitHub.Training.Tracing;

namespace TransitHub.Training.Tests.Tracing;

public sealed class WayTracerTests
{
    /// <summary>Stops before and behind the corner of the street, which a straight line between them cuts.</summary>
    private static readonly GeoPoint[] AcrossTheCorner = [Place(600), Place(2400), Place(4200), Place(5400)];

    [Fact]
    public void A_way_goes_where_vehicles_went_and_not_straight_across_the_corner()
    {
        TracedWay way = Trace(StreetBuses.Reports(4, 900, 15, 8), AcrossTheCorner)!;

        Assert.Equal((3, 3), (way.Links, way.SeenLinks));
        Assert.InRange(Distance(way, Place(3000)), 0, 12);
        Assert.InRange(way.MedianMeters, 0, 8);
        Assert.InRange(way.FitShare, 0.9, 1);
        Assert.InRange(Length(way), 4700, 5000);
        Assert.All(way.Way.StopPoints.Index(), s => Assert.InRange(way.Way.Points[s.Item].DistanceTo(AcrossTheCorner[s.Index]), 0, 25));
    }

    [Fact]
    public void The_way_back_is_drawn_from_vehicles_that_drove_back()
    {
        TracedWay way = Trace(StreetBuses.Reports(4, 900, 15, 8), [.. AcrossTheCorner.Reverse()])!;

        Assert.Equal(3, way.SeenLinks);
        Assert.InRange(way.Way.Points[0].DistanceTo(Place(5400)), 0, 25);
        Assert.InRange(Distance(way, Place(3000)), 0, 12);
    }

    [Fact]
    public void The_order_of_the_reports_does_not_matter()
    {
        List<AvlReport> reports = StreetBuses.Reports(3, 900, 20, 8);

        Assert.Equal(Trace(reports, AcrossTheCorner)!.Way.Points, Trace([.. reports.AsEnumerable().Reverse()], AcrossTheCorner)!.Way.Points);
    }

    [Fact]
    public void A_part_that_nobody_drove_stays_straight_and_a_pattern_of_which_most_was_not_seen_is_not_drawn()
    {
        List<AvlReport> reports = StreetBuses.Reports(3, 900, 20, 8);
        GeoPoint beyond = new(Place(6000).Lat + 0.02, Place(6000).Lon);
        TracedWay way = Trace(reports, [.. AcrossTheCorner, beyond])!;

        Assert.Equal([true, true, true, false], way.IsSeen);
        Assert.Equal(beyond, way.Way.Points[^1]);
        Assert.Null(Trace(reports, [Place(5400), beyond, new GeoPoint(beyond.Lat + 0.02, beyond.Lon)]));
    }

    [Fact]
    public void A_line_that_somebody_recorded_counts_as_a_trace_in_its_direction()
    {
        WayTracer tracer = new(fewestTraces: 1);
        tracer.Add([.. Enumerable.Range(0, 121).Select(i => Place(i * 50))]);

        Assert.InRange(Distance(tracer.Trace(AcrossTheCorner)!, Place(3000)), 0, 12);
        Assert.Null(tracer.Trace([.. AcrossTheCorner.Reverse()]));
    }

    [Fact]
    public void A_way_that_was_driven_too_seldom_is_not_drawn()
    {
        WayTracer tracer = new(fewestTraces: 2);
        tracer.Add([.. Enumerable.Range(0, 121).Select(i => Place(i * 50))]);

        Assert.Null(tracer.Trace(AcrossTheCorner));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WayTracer(0));
    }

    private static TracedWay? Trace(IEnumerable<AvlReport> reports, GeoPoint[] stops)
    {
        WayTracer tracer = new(fewestTraces: 2);
        Assert.All(reports, report => Assert.True(tracer.TryAdd(report)));
        return tracer.Trace(stops);
    }

    private static GeoPoint Place(double along)
    {
        (double lat, double lon) = StreetBuses.At(along);
        return new GeoPoint(lat, lon);
    }

    private static double Length(TracedWay way) => Enumerable.Range(1, way.Way.Points.Count - 1).Sum(i => way.Way.Points[i].DistanceTo(way.Way.Points[i - 1]));

    /// <summary>How near the way comes to a place, in steps of a hundredth of each of its pieces.</summary>
    private static double Distance(TracedWay way, GeoPoint place) => Enumerable.Range(1, way.Way.Points.Count - 1).Min(i => Enumerable.Range(0, 101).Min(part =>
    {
        (GeoPoint a, GeoPoint b) = (way.Way.Points[i - 1], way.Way.Points[i]);
        return place.DistanceTo(new GeoPoint(a.Lat + ((b.Lat - a.Lat) * part / 100), a.Lon + ((b.Lon - a.Lon) * part / 100)));
    }));
}
