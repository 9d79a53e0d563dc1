using TransitHub.Core.Alerting;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Core.Tests.Alerting;

/// <summary>A line whose variants are routes and patterns of their own, as many feeds have it.</summary>
public sealed class SharedLineAlertTests
{
    private static readonly Schedule Line = FeedText.TwoStops()
        .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha,13.70,100.50\nB,Beta,13.71,100.50\nC,Gamma,13.72,100.50\nD,Delta,13.71,100.51")
        .With("routes.txt", "route_id,agency_id,route_short_name,route_type\nR,X,1,3\nR-variant,X,1,3\nother,X,2,3")
        .With("trips.txt", "route_id,service_id,trip_id,direction_id\nR,S,T1,0\nR,S,T2,0\nR-variant,S,V,0\nother,S,O,0")
        .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + string.Join('\n', Times("T1", "12:0", "C"), Times("T2", "12:1", "C"), Times("V", "12:0", "D"), Times("O", "12:0", "D")))
        .Read().Schedule;

    private static readonly ServiceDate Day = ServiceDate.From(2026, 11, 23);
    private static readonly long Now = Line.ToUnixSeconds(Day, (12 * 3600) + 1800);

    [Fact]
    public void A_gap_between_two_vehicles_is_long_where_none_of_the_line_comes_in_between() => Assert.Equal(1800, GapOf());

    [Theory]
    [InlineData("V", 15, null)]
    [InlineData("V", 27, 1620.0)]
    [InlineData("O", 15, 1800.0)]
    public void A_vehicle_on_another_pattern_of_the_line_shortens_the_wait(string trip, int minutesBefore, double? gap) =>
        Assert.Equal(gap, GapOf(Run(trip, at: 1, minutesBefore - 5)));

    [Fact]
    public void A_vehicle_that_would_be_far_ahead_of_the_timetable_is_on_another_run_and_makes_no_pair()
    {
        TripSnapshot first = Run("T1", at: 1, minutesAgo: 1);
        TripSnapshot close = Run("T2", at: 0, minutesAgo: 1, nextMinutes: 1);
        TripSnapshot mistaken = Run("T2", at: 0, minutesAgo: 1, nextMinutes: 1, delay: -1201);
        BunchingDetector detector = new(new AlertOptions { BunchedPairs = 1 });

        Assert.Single(detector.Find(State([first, close])));
        Assert.Empty(detector.Find(State([first, mistaken])));
    }

    private static string Times(string trip, string tens, string last) =>
        $"{trip},{tens}0:00,{tens}0:00,A,1\n{trip},{tens}3:00,{tens}3:00,B,2\n{trip},{tens}6:00,{tens}6:00,{last},3";

    /// <summary>The gap that is found at B between T1, which left it 25 minutes ago, and T2, which comes in five.</summary>
    private static double? GapOf(params TripSnapshot[] others) =>
        new LongGapDetector(new AlertOptions()).Find(State([Run("T1", at: 1, minutesAgo: 25), Run("T2", at: 0, minutesAgo: 1, nextMinutes: 5), .. others]))
            .SingleOrDefault()?.Figures.First(f => f.Name == "gap_seconds").Value;

    private static TripSnapshot Run(string trip, int at, int minutesAgo, int nextMinutes = 10, int? delay = null)
    {
        Assert.True(Line.Trips.TryFind(trip, out int index));
        return new TripSnapshot
        {
            Trip = new TripInstance(index, Day, Line.Trips.StartSeconds(index)),
            Vehicle = DeviceId.Parse("bus-" + trip),
            IsCurrent = true,
            MeasuredAt = Timestamp.FromUnixSeconds(Now),
            DelaySeconds = delay,
            Stops =
            [
                Stop(at, Now - (minutesAgo * 60), passed: true),
                .. Enumerable.Range(at + 1, 2 - at).Select((position, i) => Stop(position, Now + ((nextMinutes + (5 * i)) * 60), passed: false)),
            ],
        };
    }

    private static StopPrediction Stop(int position, long time, bool passed) => new() { Position = position, Arrival = time, Departure = time, Passed = passed };

    private static HubSnapshot State(TripSnapshot[] runs) => new()
    {
        Sequence = 1,
        Feed = FeedId.Parse("city"),
        CreatedAt = Timestamp.FromUnixSeconds(Now),
        Schedule = Line,
        Vehicles =
        [
            .. runs.Select(r => new VehicleSnapshot
            {
                Id = r.Vehicle, Latitude = 13.7, Longitude = 100.5, MeasuredAt = r.MeasuredAt, ReceivedAt = r.MeasuredAt, Phase = VehiclePhase.InService, Trip = r.Trip,
            }).OrderBy(v => v.Id),
        ],
        Trips = [.. runs.OrderBy(r => r.Trip)],
        Changes = SnapshotChanges.None,
    };
}
