using TransitHub.Gtfs;
using TransitHub.Server.Views;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Network;

public sealed class NetworkViewTests
{
    /// <summary>Out along 100.50, back the same street, a short turn, and a branch of its own.</summary>
    private static readonly Schedule Branches = FeedText.TwoStops()
        .With("stops.txt", """
            stop_id,stop_name,stop_lat,stop_lon
            A,Alpha,13.70,100.50
            B,Beta,13.71,100.50
            C,Gamma,13.72,100.50
            D,Delta,13.72,100.52
            """)
        .With("trips.txt", """
            route_id,service_id,trip_id,trip_headsign
            R,S,OUT1,Gamma
            R,S,OUT2,Gamma
            R,S,BACK,Alpha
            R,S,SHORT,Beta
            R,S,BRANCH,Delta
            """)
        .With("stop_times.txt", """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            OUT1,08:00:00,08:00:00,A,1
            OUT1,08:10:00,08:10:00,C,2
            OUT2,08:30:00,08:30:00,A,1
            OUT2,08:40:00,08:40:00,C,2
            BACK,08:00:00,08:00:00,C,1
            BACK,08:10:00,08:10:00,A,2
            SHORT,08:00:00,08:00:00,A,1
            SHORT,08:05:00,08:05:00,B,2
            BRANCH,08:00:00,08:00:00,A,1
            BRANCH,08:10:00,08:10:00,D,2
            """)
        .With("translations.txt", """
            table_name,field_name,language,translation,record_id,field_value
            stops,stop_name,th,อัลฟา,A,
            trips,trip_headsign,th,แกมมา,,Gamma
            routes,route_long_name,th,จากอัลฟา,R,
            """)
        .Read().Schedule;

    [Fact]
    public void The_way_back_and_short_turns_are_not_drawn_again_but_branches_are()
    {
        NetworkRouteView route = Assert.Single(NetworkView.Of("f", Branches).Routes);

        Assert.Equal(2, route.Lines.Count);
        Assert.Equal([100.5, 13.7, 100.5, 13.72], route.Lines[0]);
        Assert.Equal([100.5, 13.7, 100.52, 13.72], route.Lines[1]);
    }

    [Fact]
    public void Names_come_in_every_language_of_the_feed()
    {
        NetworkView network = NetworkView.Of("f", Branches);

        Assert.Equal(["th"], network.Languages);
        Assert.Equal("อัลฟา", network.Stops[0].Names!["th"]);
        Assert.Null(network.Stops[1].Names);
        Assert.Equal("จากอัลฟา", network.Routes[0].LongNames!["th"]);
        Assert.Equal("แกมมา", network.Headsigns["Gamma"]["th"]);
        Assert.Single(network.Headsigns);
    }

    [Fact]
    public void A_feed_without_gtfs_has_an_empty_network()
    {
        NetworkView network = NetworkView.Of("f", Schedule.Empty);
        Assert.Null(network.StaticVersion);
        Assert.Null(network.Bounds);
        Assert.Empty(network.Routes);
    }

    [Theory]
    [InlineData(4, "ferry")]
    [InlineData(1200, "ferry")]
    [InlineData(401, "metro")]
    [InlineData(109, "rail")]
    [InlineData(700, "bus")]
    [InlineData(12, "monorail")]
    [InlineData(-1, "other")]
    public void A_route_type_also_of_the_extended_list_has_a_mode(int routeType, string mode) =>
        Assert.Equal(mode, Server.Network.RouteMode.Of(routeType));
}
