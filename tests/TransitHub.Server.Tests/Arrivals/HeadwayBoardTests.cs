using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Tests.Arrivals;

public sealed class HeadwayBoardTests
{
    /// <summary>Every 10 minutes from 06:00, every 20 from 09:00 until 10:00; five minutes from A to B, ten to C.</summary>
    private static readonly Schedule Schedule = TestCity.Feed().With("frequencies.txt", """
        trip_id,start_time,end_time,headway_secs,exact_times
        T1,06:00:00,09:00:00,600,0
        T1,09:00:00,10:00:00,1200,0
        F1,06:00:00,09:00:00,300,1
        """).Read().Schedule;

    [Theory]
    [InlineData("A", 7 * 3600, 600)]
    [InlineData("B", 9 * 3600, 600)]
    [InlineData("B", (9 * 3600) + 301, 1200)]
    public void Tells_the_headway_in_force_at_the_stop_and_not_at_the_start(string stop, int secondOfDay, int every)
    {
        HeadwayRow row = Assert.Single(List(stop, secondOfDay));
        Assert.Equal(every, row.EverySeconds);
        Assert.Equal("Gamma", row.Headsign);
    }

    [Theory]
    [InlineData("A", 5 * 3600)]
    [InlineData("A", 10 * 3600)]
    [InlineData("C", 7 * 3600)]
    public void Tells_nothing_before_and_after_and_where_all_get_off(string stop, int secondOfDay) => Assert.Empty(List(stop, secondOfDay));

    [Fact]
    public void A_station_stands_for_its_platforms_and_a_route_can_be_chosen()
    {
        Assert.Single(List("ST", 7 * 3600));
        Assert.True(Schedule.Routes.TryFind("Q", out int other));
        Assert.True(Schedule.Stops.TryFind("A", out int stop));
        Assert.Empty(HeadwayBoard.List(Schedule, stop, new HashSet<int> { other }, At(7 * 3600)));
    }

    private static IReadOnlyList<HeadwayRow> List(string id, int secondOfDay)
    {
        Assert.True(Schedule.Stops.TryFind(id, out int stop));
        return HeadwayBoard.List(Schedule, stop, null, At(secondOfDay));
    }

    private static long At(int secondOfDay) => Schedule.ToUnixSeconds(Gtfs.Time.ServiceDate.From(2026, 11, 23), secondOfDay);
}
