using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
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
        Assert.Empty(HeadwayBoard.List(State(7 * 3600), stop, new HashSet<int> { other }, At(7 * 3600)));
    }

    [Fact]
    public void Foretells_the_next_departures_at_the_stop_by_the_ride_from_the_first_one()
    {
        // The last one left at 07:00:00, it is 07:05 and they come about every ten minutes; B is five minutes away.
        HeadwayRow first = Assert.Single(List("A", (7 * 3600) + 300, lastDeparture: 7 * 3600));
        HeadwayRow later = Assert.Single(List("B", (7 * 3600) + 300, lastDeparture: 7 * 3600));

        Assert.Equal(3, first.Next.Count);
        Assert.InRange(first.Next[0].P50, At(7 * 3600) + 540, At(7 * 3600) + 660);
        Assert.All(first.Next.Zip(later.Next), pair => Assert.Equal(300, pair.Second.P50 - pair.First.P50, 1e-6));
        Assert.All(later.Next, next => Assert.True(next.P10 < next.P50 && next.P50 < next.P90));
        Assert.True(first.Next[2].P90 - first.Next[2].P10 > first.Next[0].P90 - first.Next[0].P10, "farther ahead is less certain");
    }

    [Fact]
    public void Foretells_nothing_where_nobody_was_seen_for_long_and_none_after_the_end_of_service()
    {
        Assert.Empty(Assert.Single(List("A", 8 * 3600, lastDeparture: 7 * 3600)).Next);
        Assert.Empty(Assert.Single(List("A", 8 * 3600)).Next);

        // Service ends at 10:00.
        Assert.Single(Assert.Single(List("A", (9 * 3600) + 2700, lastDeparture: (9 * 3600) + 2600)).Next);
    }

    private static IReadOnlyList<HeadwayRow> List(string id, int secondOfDay, int? lastDeparture = null)
    {
        Assert.True(Schedule.Stops.TryFind(id, out int stop));
        return HeadwayBoard.List(State(secondOfDay, lastDeparture), stop, null, At(secondOfDay));
    }

    private static HubSnapshot State(int secondOfDay, int? lastDeparture = null)
    {
        Assert.True(Schedule.Trips.TryFind("T1", out int trip));
        return new HubSnapshot
        {
            Sequence = 1,
            Feed = FeedId.Parse("test"),
            CreatedAt = Timestamp.FromUnixSeconds(At(secondOfDay)),
            Schedule = Schedule,
            Vehicles = [],
            Trips = [],
            Changes = SnapshotChanges.None,
            Headways = lastDeparture is not { } last ? [] :
            [
                new HeadwayForecast
                {
                    Pattern = Schedule.Trips.PatternIndex(trip),
                    LastDeparture = Timestamp.FromUnixSeconds(At(last)),
                    MeanSeconds = 600,
                    Shape = 16,
                    Gaps = 9,
                },
            ],
        };
    }

    private static long At(int secondOfDay) => Schedule.ToUnixSeconds(Gtfs.Time.ServiceDate.From(2026, 11, 23), secondOfDay);
}
