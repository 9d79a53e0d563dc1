using TransitHub.Core.Fusion.Cameras;
using TransitHub.Gtfs;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Cameras;

public sealed class RouteSharesTests
{
    [Fact]
    public void A_route_that_comes_often_is_read_often_where_no_vehicle_was()
    {
        RouteShares shares = Make();

        Assert.True(shares.Of([Route("A")]) > 2 * shares.Of([Route("B")]));
        Assert.InRange(shares.Of([Route("A")]) + shares.Of([Route("B")]), 0.99, 1.01);
    }

    [Fact]
    public void What_does_not_come_by_is_as_usual_as_any_name()
    {
        Assert.Equal(0.5, Make().Of([]));
    }

    [Fact]
    public void A_trip_by_headway_counts_as_often_as_it_runs()
    {
        RouteShares shares = Make("trip_id,start_time,end_time,headway_secs,exact_times\nb1,06:00:00,22:00:00,600,0");

        Assert.True(shares.Of([Route("B")]) > 0.9);
    }

    private static int Route(string id) => Read(null).Routes.TryFind(id, out int route) ? route : throw new InvalidOperationException(id);

    private static RouteShares Make(string? frequencies = null)
    {
        Schedule schedule = Read(frequencies);
        return new RouteShares(schedule, [.. Enumerable.Range(0, schedule.Patterns.Count).Select(p => new LinePass(0, p, 0, 10, 0))], 2);
    }

    private static Schedule Read(string? frequencies)
    {
        FeedText feed = FeedText.TwoStops()
            .With("routes.txt", """
                route_id,agency_id,route_short_name,route_long_name,route_type
                A,X,1,Often,3
                B,X,2,Seldom,3
                """)
            .With("trips.txt", """
                route_id,service_id,trip_id
                A,S,a1
                A,S,a2
                A,S,a3
                B,S,b1
                """)
            .With("stop_times.txt", $"trip_id,arrival_time,departure_time,stop_id,stop_sequence\n{string.Join('\n', ((string[])["a1", "a2", "a3", "b1"]).Select((t, i) => $"{t},0{i + 6}:00:00,0{i + 6}:00:00,A,1\n{t},0{i + 6}:05:00,0{i + 6}:05:00,B,2"))}");
        return (frequencies is null ? feed : feed.With("frequencies.txt", frequencies)).Read().Schedule;
    }
}
