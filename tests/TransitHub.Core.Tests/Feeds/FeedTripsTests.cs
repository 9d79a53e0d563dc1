using System.Collections.Immutable;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>What the feeds say of single runs.</summary>
public sealed class FeedTripsTests
{
    private static readonly Schedule Network = FeedSchedules.Read();
    private static readonly ServiceDate Monday = ServiceDate.From(2026, 11, 23);
    private FeedSetEncoder encoder = new(new FeedOptions());

    [Fact]
    public void A_scheduled_run_carries_time_and_the_delay_against_its_timetable()
    {
        TripSnapshot trip = Trip("plain", 7 * 3600, (1, 7 * 3600 + 400), (2, 7 * 3600 + 700));
        TripUpdate update = Assert.Single(this.Updates(trip));
        Assert.Equal([100, 100], update.StopTimeUpdate.Select(stop => stop.Arrival.Delay));
        Assert.Equal([70, 100], update.StopTimeUpdate.Select(stop => stop.Departure.Delay));
        Assert.Equal([2u, 5u], update.StopTimeUpdate.Select(stop => stop.StopSequence));
        Assert.Equal("07:00:00", update.Trip.StartTime);
    }

    [Fact]
    public void A_run_that_only_cameras_see_has_a_vehicle_named_after_the_run()
    {
        TripSnapshot seen = Trip("plain", 7 * 3600, (1, 7 * 3600 + 400));
        TripSnapshot trip = new()
        {
            Trip = seen.Trip,
            Vehicle = default,
            IsCurrent = true,
            MeasuredAt = seen.MeasuredAt,
            DelaySeconds = 100,
            Stops = seen.Stops,
        };

        TripUpdate update = Assert.Single(this.Updates(trip));

        Assert.Equal("seen-by-cameras|plain|20261123|07:00:00", update.Vehicle.Id);
        Assert.Equal(100, update.Delay);
        Assert.Single(update.StopTimeUpdate);
    }

    [Fact]
    public void A_run_after_midnight_keeps_its_service_day_and_a_start_past_24_hours()
    {
        TripUpdate update = Assert.Single(this.Updates(Trip("night", 87_000, (1, 87_900))));
        Assert.Equal("24:10:00", update.Trip.StartTime);
        Assert.Equal("20261123", update.Trip.StartDate);
        Assert.Equal(300, update.StopTimeUpdate[0].Arrival.Delay);
        Assert.False(update.Trip.HasDirectionId);
    }

    [Fact]
    public void Start_time_is_left_out_where_the_first_arrival_and_departure_differ() =>
        Assert.False(Assert.Single(this.Updates(Trip("waits", 25_440, (1, 26_000)))).Trip.HasStartTime);

    [Fact]
    public void A_run_by_headway_is_unscheduled_named_by_its_start_and_without_delay()
    {
        TripUpdate update = Assert.Single(this.Updates(Trip("headway-ก", 30_000, (1, 30_700))));
        Assert.Equal(TripDescriptor.Types.ScheduleRelationship.Unscheduled, update.Trip.ScheduleRelationship);
        Assert.Equal(("headway-ก", "08:20:00", "20261123"), (update.Trip.TripId, update.Trip.StartTime, update.Trip.StartDate));
        Assert.False(update.HasDelay);
        Assert.False(update.StopTimeUpdate[0].Arrival.HasDelay);
        Assert.Equal(TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Unscheduled, update.StopTimeUpdate[0].ScheduleRelationship);
    }

    [Fact]
    public void A_run_with_exact_headways_is_scheduled_and_late_against_its_own_start()
    {
        TripUpdate update = Assert.Single(this.Updates(Trip("exact", 23_400, (1, 24_060))));
        Assert.Equal(TripDescriptor.Types.ScheduleRelationship.Scheduled, update.Trip.ScheduleRelationship);
        Assert.Equal("06:30:00", update.Trip.StartTime);
        Assert.Equal(60, update.StopTimeUpdate[0].Arrival.Delay);
    }

    [Fact]
    public void Stops_predicted_in_one_second_are_moved_a_second_apart()
    {
        TripUpdate update = Assert.Single(this.Updates(Trip("plain", 7 * 3600, (1, 25_500), (2, 25_500), (3, 25_499))));
        long first = update.StopTimeUpdate[0].Arrival.Time;
        Assert.Equal([first, first + 1, first + 2], update.StopTimeUpdate.Select(stop => stop.Arrival.Time));
    }

    [Fact]
    public void A_stop_visited_twice_is_told_apart_by_its_sequence()
    {
        TripUpdate update = Assert.Single(this.Updates(Trip("loop", 8 * 3600, (1, 29_400), (2, 30_000), (3, 30_600))));
        Assert.Equal([("s2", 2u), ("ท่า3", 3u), ("s2", 4u)], update.StopTimeUpdate.Select(stop => (stop.StopId, stop.StopSequence)));
    }

    [Fact]
    public void A_run_without_stops_to_tell_of_is_not_published() => Assert.Empty(this.Updates(Trip("plain", 7 * 3600)));

    [Fact]
    public void A_passed_stop_is_certain_and_a_predicted_one_never()
    {
        TripSnapshot trip = Trip("plain", 7 * 3600, (0, 25_200), (1, 25_600));
        TripSnapshot passed = With(trip, [trip.Stops[0] with { Passed = true }, trip.Stops[1]]);
        TripUpdate update = Assert.Single(this.Updates(passed));
        Assert.Equal([0, 1], update.StopTimeUpdate.Select(stop => stop.Arrival.Uncertainty));
    }

    [Theory]
    [InlineData(VehiclePhase.InService, true)]
    [InlineData(VehiclePhase.Layover, true)]
    [InlineData(VehiclePhase.Lost, true)]
    [InlineData(VehiclePhase.OffRoute, false)]
    [InlineData(VehiclePhase.Deadhead, false)]
    [InlineData(VehiclePhase.Depot, false)]
    public void A_position_names_its_run_only_while_the_vehicle_is_on_its_line(VehiclePhase phase, bool named)
    {
        VehicleSnapshot bus = Bus("bus", Run("plain", 7 * 3600), phase);
        TripSnapshot trip = Trip("plain", 7 * 3600, (1, 25_600));
        Assert.Equal(named, Assert.Single(this.Positions([bus], [trip])).Trip is not null);
        Assert.Equal(named ? 1 : 0, this.Positions([bus], [trip], FeedCut.Google).Count);
    }

    [Fact]
    public void A_position_names_no_run_that_has_no_predictions_since_readers_join_both_feeds()
    {
        VehicleSnapshot bus = Bus("bus", Run("plain", 7 * 3600), VehiclePhase.InService);
        Assert.Null(Assert.Single(this.Positions([bus], [])).Trip);
        Assert.Null(Assert.Single(this.Positions([bus], [Trip("plain", 7 * 3600)])).Trip);
        Assert.NotNull(Assert.Single(this.Positions([bus], [Trip("plain", 7 * 3600, (1, 25_600))])).Trip);
        Assert.Null(Assert.Single(this.Positions([bus], [])).Trip);
    }

    [Fact]
    public void A_vehicle_far_outside_the_area_is_left_out_until_it_is_back()
    {
        TripInstance run = Run("plain", 7 * 3600);
        Assert.Empty(this.Positions([Bus("bus", run, VehiclePhase.Deadhead, latitude: 14.7)], []));
        Assert.Single(this.Positions([Bus("bus", run, VehiclePhase.Deadhead)], []));
    }

    [Theory]
    [InlineData(26f, true)]
    [InlineData(26.5f, false)]
    public void A_speed_that_validators_take_for_kilometers_an_hour_is_left_out(float speed, bool told)
    {
        VehicleSnapshot bus = Bus("bus", Run("plain", 7 * 3600), VehiclePhase.InService, speed: speed);
        Assert.Equal(told, Assert.Single(this.Positions([bus], [])).Position.HasSpeed);
    }

    [Fact]
    public void A_run_that_passes_to_another_vehicle_takes_the_trip_from_the_position_of_the_first()
    {
        TripSnapshot trip = Trip("plain", 7 * 3600, (1, 25_600));
        VehicleSnapshot bus = Bus(trip.Vehicle.ToString(), trip.Trip, VehiclePhase.InService);
        VehicleSnapshot relief = Bus("relief", trip.Trip, VehiclePhase.InService);
        Assert.Equal([true, false], this.Positions([bus, relief], [trip]).Select(vehicle => vehicle.Trip is not null));

        TripSnapshot taken = new() { Trip = trip.Trip, Vehicle = relief.Id, IsCurrent = true, MeasuredAt = trip.MeasuredAt, Stops = trip.Stops };
        Assert.Equal([false, true], this.Positions([bus, relief], [taken]).Select(vehicle => vehicle.Trip is not null));
    }

    [Fact]
    public void A_run_called_canceled_names_itself_and_when_and_has_no_stops()
    {
        FeedMessage message = this.Encode([], [], Unseen("plain", RunState.Canceled)).Get(FeedKind.TripUpdates).Decode();

        FeedEntity entity = Assert.Single(message.Entity);
        Assert.Equal("plain|20261123|07:00:00", entity.Id);
        Assert.Equal(TripDescriptor.Types.ScheduleRelationship.Canceled, entity.TripUpdate.Trip.ScheduleRelationship);
        Assert.Equal(("plain", "20261123", "r1"), (entity.TripUpdate.Trip.TripId, entity.TripUpdate.Trip.StartDate, entity.TripUpdate.Trip.RouteId));
        Assert.Equal((ulong)Time(25_000).UnixSeconds, entity.TripUpdate.Timestamp);
        Assert.Empty(entity.TripUpdate.StopTimeUpdate);
    }

    [Fact]
    public void The_feeds_say_nothing_of_a_run_that_is_only_in_doubt() =>
        Assert.Empty(this.Encode([], [], Unseen("plain", RunState.Suspect), Unseen("next", RunState.Unconfirmed)).Get(FeedKind.TripUpdates).Decode().Entity);

    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 3 }, 0)]
    [InlineData(new[] { 4 }, 1)]
    public void Google_gets_no_predictions_of_routes_that_it_predicts_itself_and_learns_of_cancellations(int[] types, int predicted)
    {
        this.encoder = new FeedSetEncoder(new FeedOptions { GoogleOwnEtas = types });
        FeedSet feeds = this.Encode([], [Trip("plain", 7 * 3600, (1, 25_600))], Unseen("next", RunState.Canceled));
        Assert.Equal(2, feeds.Get(FeedKind.TripUpdates).Decode().Entity.Count);
        List<FeedEntity> cut = [.. feeds.Get(FeedKind.TripUpdates, FeedCut.Google).Decode().Entity];
        Assert.Equal(predicted, cut.Count(e => e.TripUpdate.StopTimeUpdate.Count > 0));
        Assert.Single(cut, e => e.TripUpdate.Trip.ScheduleRelationship == TripDescriptor.Types.ScheduleRelationship.Canceled);
    }

    private int calls;

    private List<TripUpdate> Updates(params TripSnapshot[] trips) =>
        [.. this.Encode([], trips).Get(FeedKind.TripUpdates).Decode().Entity.Select(entity => entity.TripUpdate)];

    private List<VehiclePosition> Positions(VehicleSnapshot[] vehicles, TripSnapshot[] trips, FeedCut cut = FeedCut.All) =>
        [.. this.Encode(vehicles, trips).Get(FeedKind.VehiclePositions, cut).Decode().Entity.Select(entity => entity.Vehicle)];

    private FeedSet Encode(VehicleSnapshot[] vehicles, TripSnapshot[] trips, params UnseenRun[] unseen)
    {
        Timestamp now = Time(26_000 + this.calls++);
        HubSnapshot snapshot = new()
        {
            Sequence = this.calls,
            Feed = FeedId.Parse("test"),
            CreatedAt = now,
            Schedule = Network,
            Vehicles = [.. vehicles],
            Trips = [.. trips],
            Unseen = [.. unseen.OrderBy(run => run.Trip)],
            Changes = SnapshotChanges.None,
        };
        return this.encoder.Encode(snapshot, now);
    }

    private static Timestamp Time(int serviceSeconds) => Timestamp.FromUnixSeconds(Network.ToUnixSeconds(Monday, serviceSeconds));

    private static TripInstance Run(string trip, int start) => new(Network.Trip(trip), Monday, start);

    private static UnseenRun Unseen(string trip, RunState state) => new()
    {
        Trip = Run(trip, Network.Trips.StartSeconds(Network.Trip(trip))),
        State = state,
        Since = Time(25_000),
        Probability = 0.01f,
    };

    private static VehicleSnapshot Bus(string id, TripInstance run, VehiclePhase phase, double latitude = 13.7, float? speed = null) => new()
    {
        Id = DeviceId.Parse(id),
        Latitude = latitude,
        SpeedMps = speed,
        Longitude = 100.5,
        MeasuredAt = Time(25_990),
        ReceivedAt = Time(25_990),
        Phase = phase,
        Trip = run,
        StopPosition = 1,
    };

    private static TripSnapshot Trip(string trip, int start, params (int Position, int Time)[] stops) => new()
    {
        Trip = Run(trip, start),
        Vehicle = DeviceId.Parse("bus"),
        IsCurrent = true,
        MeasuredAt = Time(25_990),
        DelaySeconds = 100,
        Stops =
        [
            .. stops.Select(stop => new StopPrediction
            {
                Position = stop.Position,
                Arrival = Time(stop.Time).UnixSeconds,
                Departure = Time(stop.Time).UnixSeconds,
            }),
        ],
    };

    private static TripSnapshot With(TripSnapshot trip, ImmutableArray<StopPrediction> stops) => new()
    {
        Trip = trip.Trip,
        Vehicle = trip.Vehicle,
        IsCurrent = trip.IsCurrent,
        MeasuredAt = trip.MeasuredAt,
        Stops = stops,
    };
}
