using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Geometries;

public sealed class PatternTests
{
    [Fact]
    public void Draws_straight_lines_and_says_so_where_there_is_no_shape()
    {
        var schedule = FeedText.TwoStops().Read().Schedule;

        Assert.True(schedule.Patterns.IsStraight(0));
        Assert.Equal(0, schedule.Patterns.StopOffsets(0)[0]);
        Assert.InRange(schedule.Patterns.StopOffsets(0)[1], 1105, 1108);
    }

    [Fact]
    public void Follows_the_shape_where_there_is_one()
    {
        var schedule = Shaped("13.70,100.50", "13.705,100.505", "13.71,100.50").Read().Schedule;

        Assert.False(schedule.Patterns.IsStraight(0));
        Assert.InRange(schedule.Patterns.StopOffsets(0)[1], 1500, 1600);
        Assert.Equal(100.505, schedule.Extent.East, 1e-5);
    }

    [Fact]
    public void Uses_straight_lines_and_notes_it_where_the_shape_runs_the_other_way()
    {
        var (schedule, notices) = Shaped("13.71,100.50", "13.70,100.50").Read();

        Assert.True(schedule.Patterns.IsStraight(0));
        var notice = Assert.Single(notices, notice => notice.Code == "stops_match_shape_out_of_order");
        Assert.Equal(("trips.txt", 2L, "shape_id", "H"), (notice.File, notice.Line, notice.Field, notice.Value));
    }

    [Fact]
    public void Shares_links_between_routes_whose_shapes_differ_by_a_street_width()
    {
        var schedule = TwoRoutes("13.7001,100.5001").Read().Schedule;

        Assert.Equal(2, schedule.Patterns.Count);
        Assert.Equal(1, schedule.Links.Count);
        Assert.Equal(2, schedule.Geometries.Count);
    }

    [Fact]
    public void Keeps_links_apart_whose_ways_differ()
    {
        var schedule = TwoRoutes("13.705,100.505").Read().Schedule;

        Assert.Equal(2, schedule.Links.Count);
        Assert.NotEqual(schedule.Links.Key(0), schedule.Links.Key(1));
    }

    [Fact]
    public void Shares_a_geometry_between_equal_shapes_of_different_names()
    {
        var feed = TwoRoutes("13.70,100.50");

        Assert.Equal(1, feed.Read().Schedule.Geometries.Count);
    }

    [Fact]
    public void Keeps_the_key_of_a_link_when_the_feed_is_made_anew_in_another_order()
    {
        var before = FeedText.TwoStops().Read().Schedule;
        var after = Shaped("13.70003,100.50004", "13.7051,100.5001", "13.71,100.49996")
            .With("stops.txt", """
                stop_id,stop_name,stop_lat,stop_lon
                Z,New stop,13.72,100.50
                B,Beta,13.71001,100.50001
                A,Alpha,13.70,100.50
                """)
            .Read().Schedule;

        Assert.Equal(before.Links.Key(0), after.Links.Key(0));
    }

    [Fact]
    public void Puts_a_stop_without_coordinates_at_its_station()
    {
        var schedule = FeedText.TwoStops()
            .With("stops.txt", """
                stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
                A,Alpha,13.70,100.50,0,
                B,Beta,,,0,S
                S,Station,13.71,100.50,1,
                """)
            .Read().Schedule;

        Assert.InRange(schedule.Patterns.StopOffsets(0)[1], 1105, 1108);
        Assert.True(double.IsNaN(schedule.Stops.Latitude(1)));
        Assert.Equal(2, schedule.Stops.ParentIndex(1));
    }

    [Fact]
    public void Uses_shape_dist_traveled_where_a_stop_lies_on_both_ways_of_a_street()
    {
        var feed = (string distance) => FeedText.TwoStops()
            .With("stops.txt", """
                stop_id,stop_name,stop_lat,stop_lon
                A,Alpha,13.70,100.50
                M,Middle,13.705,100.50
                """)
            .With("trips.txt", """
                route_id,service_id,trip_id,shape_id
                R,S,T,H
                """)
            .With("shapes.txt", """
                shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled
                H,13.70,100.50,1,0
                H,13.71,100.50,2,5
                H,13.70,100.50,3,10
                """)
            .With("stop_times.txt", $"""
                trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled
                T,08:00:00,08:00:00,A,1,0
                T,08:05:00,08:05:00,M,2,{distance}
                T,08:10:00,08:10:00,A,3,10
                """)
            .Read().Schedule.Patterns.StopOffsets(0)[1];

        Assert.InRange(feed("2.5"), 550, 556);
        Assert.InRange(feed("7.5"), 1656, 1662);
        Assert.InRange(feed("0.1"), 550, 1662); // names a place 1 km from the stop: not believed, and no fall
    }

    private static FeedText Shaped(params string[] points) => FeedText.TwoStops()
        .With("trips.txt", """
            route_id,service_id,trip_id,shape_id
            R,S,T,H
            """)
        .With("shapes.txt", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + string.Join('\n', points.Select((point, at) => $"H,{point},{at}")));

    private static FeedText TwoRoutes(string middle) => FeedText.TwoStops()
        .With("routes.txt", """
            route_id,agency_id,route_short_name,route_type
            R,X,1,3
            Q,X,2,3
            """)
        .With("trips.txt", """
            route_id,service_id,trip_id,shape_id
            R,S,T,H
            Q,S,U,I
            """)
        .With("stop_times.txt", """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            T,08:00:00,08:00:00,A,1
            T,08:05:00,08:05:00,B,2
            U,08:00:00,08:00:00,A,1
            U,08:05:00,08:05:00,B,2
            """)
        .With("shapes.txt", $"""
            shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
            H,13.70,100.50,1
            H,13.70,100.50,2
            H,13.71,100.50,3
            I,13.70,100.50,1
            I,{middle},2
            I,13.71,100.50,3
            """);
}
