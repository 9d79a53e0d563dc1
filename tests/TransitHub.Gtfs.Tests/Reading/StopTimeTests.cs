using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Reading;

public sealed class StopTimeTests
{
    [Fact]
    public void Interpolates_blank_times_by_the_way_between_the_stops()
    {
        var trips = Line("08:00:00", "", "", "08:10:00").Read().Schedule.Trips;

        Assert.Equal([28_800, 28_860, 28_980, 29_400], trips.Arrivals(0).ToArray());
        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(at => trips.IsTimepoint(0, at)));
    }

    [Fact]
    public void Takes_out_the_one_time_that_breaks_the_order()
    {
        var (schedule, notices) = Line("08:00:00", "18:01:00", "08:03:00", "08:10:00").Read();

        Assert.Equal([28_800, 28_860, 28_980, 29_400], schedule.Trips.Arrivals(0).ToArray());
        var notice = Assert.Single(notices, notice => notice.Code == "stop_time_with_arrival_before_previous_departure_time");
        Assert.Equal(("stop_times.txt", 3L, "arrival_time", "18:01:00"), (notice.File, notice.Line, notice.Field, notice.Value));
    }

    [Fact]
    public void Reckons_times_at_the_ends_from_the_speed_between_the_others()
    {
        var (schedule, notices) = Line("", "08:01:00", "08:03:00", "").Read();

        Assert.Equal([28_800, 28_860, 28_980, 29_400], schedule.Trips.Arrivals(0).ToArray().Select(time => (int)(Math.Round(time / 10.0) * 10)));
        Assert.Single(notices, notice => notice.Code == "missing_trip_edge");
    }

    [Fact]
    public void Leaves_out_a_trip_without_any_time()
    {
        var (schedule, notices) = Line("", "", "", "").Read();

        Assert.Equal(-1, schedule.Trips.PatternIndex(0));
        Assert.True(schedule.Trips.Arrivals(0).IsEmpty);
        Assert.Single(notices, notice => notice.Code == "missing_trip_edge");
    }

    [Fact]
    public void Sorts_rows_that_come_in_any_order_and_mixed_between_trips()
    {
        var (schedule, notices) = FeedText.TwoStops()
            .With("trips.txt", """
                route_id,service_id,trip_id,block_id
                R,S,T,7
                R,S,U,7
                """)
            .With("stop_times.txt", """
                trip_id,arrival_time,departure_time,stop_id,stop_sequence
                U,07:05:00,07:05:00,B,20
                T,08:05:00,08:05:00,B,9
                U,07:00:00,07:00:00,A,10
                T,08:00:00,08:00:00,A,1
                """)
            .Read();

        Assert.Empty(notices);
        Assert.Equal(1, schedule.Patterns.Count);
        Assert.Equal([1, 0], schedule.Patterns.Trips(0).ToArray());
        Assert.Equal([1, 0], schedule.Blocks.Trips(0).ToArray());
        Assert.Equal([1, 9], schedule.Trips.StopSequences(0).ToArray());
        Assert.Equal((25_200, 25_500), (schedule.Trips.StartSeconds(1), schedule.Trips.EndSeconds(1)));
    }

    [Fact]
    public void Keeps_both_stops_of_a_repeated_sequence_in_file_order()
    {
        var (schedule, notices) = FeedText.TwoStops()
            .With("stop_times.txt", """
                trip_id,arrival_time,departure_time,stop_id,stop_sequence
                T,08:00:00,08:00:00,A,0
                T,08:05:00,08:05:00,B,0
                T,08:05:00,08:05:00,B,0
                """)
            .Read();

        Assert.Equal(2, schedule.Trips.Arrivals(0).Length);
        Assert.Equal([3L, 4L], notices.Where(notice => notice.Code == "duplicate_key").Select(notice => notice.Line));
    }

    [Fact]
    public void Reads_pickup_and_drop_off_types()
    {
        var trips = FeedText.TwoStops()
            .With("stop_times.txt", """
                trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,timepoint
                T,08:00:00,08:00:00,A,1,3,1,0
                T,08:05:00,08:05:00,B,2,,2,1
                """)
            .Read().Schedule.Trips;

        Assert.Equal((3, 1, false), ((int)trips.PickupType(0, 0), (int)trips.DropOffType(0, 0), trips.IsTimepoint(0, 0)));
        Assert.Equal((0, 2, true), ((int)trips.PickupType(0, 1), (int)trips.DropOffType(0, 1), trips.IsTimepoint(0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => trips.PickupType(0, 2));
    }

    private static FeedText Line(params string[] times) => FeedText.TwoStops()
        .With("stops.txt", """
            stop_id,stop_name,stop_lat,stop_lon
            A,Alpha,13.700,100.50
            B,Beta,13.701,100.50
            C,Gamma,13.703,100.50
            D,Delta,13.710,100.50
            """)
        .With("stop_times.txt", $"""
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            T,{times[0]},{times[0]},A,1
            T,{times[1]},{times[1]},B,2
            T,{times[2]},{times[2]},C,3
            T,{times[3]},{times[3]},D,4
            """);
}
