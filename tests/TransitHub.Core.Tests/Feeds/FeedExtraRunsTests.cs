using System.Collections.Immutable;
using TransitHub.Core.Conformance;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Conformance;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>Runs that are not the timetable's, and runs of the timetable that operators changed, as the feeds tell them. Our own validator agrees with each.</summary>
public sealed class FeedExtraRunsTests
{
    private const long Now = ConformanceNetwork.Now;
    private static readonly Schedule Network = ConformanceNetwork.Read();
    private static readonly ServiceDate Monday = ServiceDate.From(2026, 11, 23);
    private static readonly DeviceId Bus = DeviceId.Parse("bus");
    private readonly FeedSetEncoder encoder = new(new FeedOptions());

    [Fact]
    public void A_new_run_is_told_with_all_its_stops_before_any_vehicle_has_it()
    {
        TripUpdate update = Assert.Single(this.Updates(extra: [Extra(ExtraRunKind.New, "extra-1")]));

        Assert.Equal(("extra-1", "r2", 1u, TripRelation.New), (update.Trip.TripId, update.Trip.RouteId, update.Trip.DirectionId, update.Trip.ScheduleRelationship));
        Assert.Equal(("08:10:00", "20261123"), (update.Trip.StartTime, update.Trip.StartDate));
        Assert.Equal(("Fair", "X1"), (update.TripProperties.TripHeadsign, update.TripProperties.TripShortName));
        Assert.False(update.TripProperties.HasTripId);
        Assert.All(update.StopTimeUpdate, stop => Assert.Equal(StopRelation.NoData, stop.ScheduleRelationship));
        Assert.Equal([Now + 600, Now + 900, Now + 1200], update.StopTimeUpdate.Select(stop => stop.Arrival.ScheduledTime));
        Assert.All(update.StopTimeUpdate, stop => Assert.False(stop.Arrival.HasTime || stop.Departure.HasTime));
        Assert.Null(update.Vehicle);
    }

    [Fact]
    public void A_new_run_with_a_vehicle_has_times_beside_the_scheduled_ones_and_the_position_names_it()
    {
        ExtraRun run = Extra(ExtraRunKind.New, "extra-1", delay: 30);

        FeedSet feeds = this.Encode(extra: [run], vehicles: [On(run)]);

        TripUpdate update = Assert.Single(Updates(feeds));
        Assert.Equal("bus", update.Vehicle.Id);
        Assert.Equal([Now + 630, Now + 930, Now + 1230], update.StopTimeUpdate.Select(stop => stop.Arrival.Time));
        Assert.Equal([Now + 600, Now + 900, Now + 1200], update.StopTimeUpdate.Select(stop => stop.Departure.ScheduledTime));
        Assert.All(update.StopTimeUpdate, stop => Assert.False(stop.Arrival.HasDelay));
        VehiclePosition position = Assert.Single(feeds.Get(FeedKind.VehiclePositions).Decode().Entity).Vehicle;
        Assert.Equal(("extra-1", TripRelation.New, "p1", 20u), (position.Trip.TripId, position.Trip.ScheduleRelationship, position.StopId, position.CurrentStopSequence));
    }

    [Fact]
    public void A_replacement_keeps_the_name_of_the_run_and_has_its_own_stops()
    {
        ExtraRun run = Extra(ExtraRunKind.Replacement, "t2", delay: -20);

        FeedSet feeds = this.Encode(extra: [run], vehicles: [On(run)]);

        TripUpdate update = Assert.Single(Updates(feeds));
        Assert.Equal(("t2", "09:00:00", TripRelation.Replacement), (update.Trip.TripId, update.Trip.StartTime, update.Trip.ScheduleRelationship));
        Assert.Equal([10u, 20u, 30u], update.StopTimeUpdate.Select(stop => stop.StopSequence));
        Assert.Equal(TripRelation.Replacement, Assert.Single(feeds.Get(FeedKind.VehiclePositions).Decode().Entity).Vehicle.Trip.ScheduleRelationship);
    }

    [Fact]
    public void A_position_names_no_replacement_whose_shape_readers_take_for_the_old_one()
    {
        ExtraRun run = Extra(ExtraRunKind.Replacement, "t2", delay: -20);
        FeedSet feeds = this.Encode(extra: [run], vehicles: [On(run, longitude: 100.504)]);
        Assert.Null(Assert.Single(feeds.Get(FeedKind.VehiclePositions).Decode().Entity).Vehicle.Trip);
    }

    [Fact]
    public void A_copy_names_what_it_copies_and_when_it_runs()
    {
        TripUpdate update = Assert.Single(this.Updates(extra: [Extra(ExtraRunKind.Duplicated, "t2-again")]));
        Assert.Equal(("t2", TripRelation.Duplicated), (update.Trip.TripId, update.Trip.ScheduleRelationship));
        Assert.Equal(("t2-again", "20261123", "08:10:00"), (update.TripProperties.TripId, update.TripProperties.StartDate, update.TripProperties.StartTime));
        Assert.Empty(update.StopTimeUpdate);
    }

    [Fact]
    public void A_position_names_a_copy_by_its_own_id()
    {
        ExtraRun run = Extra(ExtraRunKind.Duplicated, "t2-again", delay: 15);

        FeedSet feeds = this.Encode(extra: [run], vehicles: [On(run)]);

        Assert.Equal(3, Assert.Single(Updates(feeds)).StopTimeUpdate.Count);
        TripDescriptor named = Assert.Single(feeds.Get(FeedKind.VehiclePositions).Decode().Entity).Vehicle.Trip;
        Assert.Equal(("t2-again", TripRelation.Duplicated), (named.TripId, named.ScheduleRelationship));
    }

    [Fact]
    public void Another_agencys_run_is_passed_on_as_it_came()
    {
        FeedEntity theirs = new() { Id = "x", TripUpdate = new TripUpdate { Trip = new TripDescriptor { TripId = "x", ScheduleRelationship = TripRelation.New } } };
        ExtraRun made = Extra(ExtraRunKind.New, "x");
        ExtraRun run = new()
        {
            Key = made.Key,
            Kind = made.Kind,
            RouteIndex = made.RouteIndex,
            MeasuredAt = made.MeasuredAt,
            Stops = made.Stops,
            Upstream = new UpstreamRun("other", Google.Protobuf.MessageExtensions.ToByteArray(theirs)),
        };
        Assert.Equal(theirs, Assert.Single(this.Encode(extra: [run]).Get(FeedKind.TripUpdates).Decode().Entity));
    }

    [Theory]
    [InlineData(false, TripRelation.Canceled)]
    [InlineData(true, TripRelation.Deleted)]
    public void What_an_operator_takes_out_is_canceled_or_deleted(bool isDeleted, TripRelation told)
    {
        UnseenRun run = new() { Trip = RunOf("t2"), State = RunState.Canceled, Since = At(0), Probability = 0.01f, ChangeId = "change-1", IsDeleted = isDeleted };
        TripUpdate update = Assert.Single(this.Updates(unseen: [run]));
        Assert.Equal(told, update.Trip.ScheduleRelationship);
        Assert.Empty(update.StopTimeUpdate);
    }

    [Fact]
    public void Stops_of_a_run_that_runs_can_be_skipped_moved_and_without_data()
    {
        TripSnapshot run = Trip(isPlanned: false, skipped: 2, moved: 1);

        FeedSet feeds = this.Encode(trips: [run], vehicles: [new VehicleSnapshot
        {
            Id = Bus, Latitude = 13.700, Longitude = 100.500, MeasuredAt = At(0), ReceivedAt = At(0), Phase = VehiclePhase.InService, Trip = run.Trip, StopPosition = 1,
        }]);

        TripUpdate update = Assert.Single(Updates(feeds));
        Assert.Equal([StopRelation.Scheduled, StopRelation.Scheduled, StopRelation.Skipped], update.StopTimeUpdate.Select(stop => stop.ScheduleRelationship));
        Assert.Equal(("p2", false, true), (update.StopTimeUpdate[1].StopTimeProperties.AssignedStopId, update.StopTimeUpdate[1].HasStopId, update.StopTimeUpdate[1].Arrival.HasTime));
        Assert.Null(update.StopTimeUpdate[2].Arrival);
        Assert.Equal("p2", Assert.Single(feeds.Get(FeedKind.VehiclePositions).Decode().Entity).Vehicle.StopId);
        TripUpdate silent = Assert.Single(this.Updates(trips: [Trip(isPlanned: false, silent: 1)]));
        Assert.Equal((StopRelation.NoData, null), (silent.StopTimeUpdate[1].ScheduleRelationship, silent.StopTimeUpdate[1].Arrival));
    }

    [Fact]
    public void Of_a_run_that_nobody_has_seen_only_the_changed_stops_are_told()
    {
        TripUpdate update = Assert.Single(this.Updates(trips: [Trip(isPlanned: true, skipped: 2, moved: 1)]));
        Assert.Equal([2u, 3u], update.StopTimeUpdate.Select(stop => stop.StopSequence));
        Assert.Equal([StopRelation.NoData, StopRelation.Skipped], update.StopTimeUpdate.Select(stop => stop.ScheduleRelationship));
        Assert.Equal("p2", update.StopTimeUpdate[0].StopTimeProperties.AssignedStopId);
        Assert.Null(update.Vehicle);
    }

    [Fact]
    public void What_an_operator_said_hours_ago_is_not_too_old_to_be_told()
    {
        FeedSet feeds = this.Encode(trips: [Trip(isPlanned: true, skipped: 2, since: -7200)], extra: [Extra(ExtraRunKind.New, "extra-1", since: -7200)]);
        Assert.Equal(2, Updates(feeds).Count);
    }

    /// <summary>Whatever a state has, no vehicle is in two places at once, and none leaves before it came.</summary>
    [Fact]
    public void Times_rise_whatever_was_measured_or_planned()
    {
        Random random = new(20261128);
        for (int round = 0; round < 500; round++)
        {
            ExtraRunKind kind = (ExtraRunKind)random.Next(3);
            long at = Now + random.Next(-600, 600);
            ImmutableArray<ExtraStop> stops =
            [
                .. Extra(kind, "t2", delay: 0).Stops.Select(stop => stop with
                {
                    Arrival = at += random.Next(-200, 400),
                    Departure = at + random.Next(-100, 100),
                    IsPredicted = kind == ExtraRunKind.Duplicated || random.Next(4) > 0,
                    IsSkipped = random.Next(5) == 0,
                    Passed = random.Next(3) == 0,
                }),
            ];
            ExtraRun made = Extra(kind, kind == ExtraRunKind.Replacement ? "t2" : "x", delay: 0);
            ExtraRun run = new()
            {
                Key = made.Key, Kind = kind, OriginalTrip = made.OriginalTrip, RouteIndex = made.RouteIndex, MeasuredAt = made.MeasuredAt, Vehicle = Bus, Stops = stops,
            };
            long earliest = long.MinValue;
            TripUpdate update = Assert.Single(Updates(new FeedSetEncoder(new FeedOptions()).Encode(State([], [], [], [run]), At(0))));
            foreach (TripUpdate.Types.StopTimeUpdate stop in update.StopTimeUpdate.Where(stop => stop.Arrival is { HasTime: true }))
            {
                Assert.True(stop.Arrival.Time > earliest || earliest == long.MinValue);
                Assert.True(stop.Departure.Time >= stop.Arrival.Time);
                earliest = stop.Departure.Time;
            }
        }
    }

    private static Timestamp At(long seconds) => Timestamp.FromUnixSeconds(Now + seconds);

    private static TripInstance RunOf(string trip) => new(Network.Trip(trip), Monday, Network.Trips.StartSeconds(Network.Trip(trip)));

    private static int Stop(string id) => Network.Stops.TryFind(id, out int stop) ? stop : throw new KeyNotFoundException(id);

    private static ExtraRun Extra(ExtraRunKind kind, string id, int? delay = null, long since = 0)
    {
        string[] stops = ["s1", "p1", "s3"];
        bool isNew = kind == ExtraRunKind.New;
        return new ExtraRun
        {
            Key = new ExtraRunKey(id, Monday, kind == ExtraRunKind.Replacement ? RunOf("t2").StartSeconds : (8 * 3600) + 600),
            Kind = kind,
            OriginalTrip = isNew ? -1 : Network.Trip("t2"),
            RouteIndex = Network.Routes.TryFind(isNew ? "r2" : "r1", out int route) ? route : -1,
            DirectionId = isNew ? 1 : null,
            Headsign = isNew ? "Fair" : null,
            ShortName = isNew ? "X1" : null,
            MeasuredAt = At(since),
            Vehicle = delay is null ? default : Bus,
            DelaySeconds = delay,
            Stops =
            [
                .. stops.Select((stop, i) => new ExtraStop
                {
                    Sequence = kind == ExtraRunKind.Duplicated ? i + 1 : 10 * (i + 1),
                    Stop = Stop(stop),
                    ScheduledArrival = Now + 600 + (i * 300),
                    ScheduledDeparture = Now + 600 + (i * 300),
                    Arrival = Now + 600 + (i * 300) + (delay ?? 0),
                    Departure = Now + 600 + (i * 300) + (delay ?? 0),
                    IsPredicted = delay is not null,
                    UncertaintySeconds = 30,
                }),
            ],
        };
    }

    private static TripSnapshot Trip(bool isPlanned, int skipped = -1, int moved = -1, int silent = -1, long since = 0) => new()
    {
        Trip = RunOf("t2"),
        Vehicle = isPlanned ? default : Bus,
        IsCurrent = !isPlanned,
        IsPlanned = isPlanned,
        MeasuredAt = At(since),
        ChangeId = "change-1",
        AssignedStops = moved < 0 ? [] : [new AssignedStop(moved, Stop("p2"))],
        Stops =
        [
            .. Enumerable.Range(0, 3).Select(position => new StopPrediction
            {
                Position = position,
                Arrival = Now + 3600 + (position * 600),
                Departure = Now + 3600 + (position * 600),
                IsSkipped = position == skipped,
                HasNoData = position == silent,
            }),
        ],
    };

    private static VehicleSnapshot On(ExtraRun run, double longitude = 100.500) => new()
    {
        Id = Bus,
        Latitude = 13.703,
        Longitude = longitude,
        MeasuredAt = At(0),
        ReceivedAt = At(0),
        Phase = VehiclePhase.InService,
        ExtraRun = run.Key,
        StopPosition = 1,
    };

    private static HubSnapshot State(ImmutableArray<VehicleSnapshot> vehicles, ImmutableArray<TripSnapshot> trips, ImmutableArray<UnseenRun> unseen, ImmutableArray<ExtraRun> extra) => new()
    {
        Sequence = 1,
        Feed = FeedId.Parse("city"),
        CreatedAt = At(0),
        Schedule = Network,
        Vehicles = vehicles,
        Trips = trips,
        Unseen = unseen,
        ExtraRuns = extra,
        Changes = SnapshotChanges.None,
    };

    private static List<TripUpdate> Updates(FeedSet feeds) => [.. feeds.Get(FeedKind.TripUpdates).Decode().Entity.Select(entity => entity.TripUpdate)];

    private List<TripUpdate> Updates(
        ImmutableArray<TripSnapshot>? trips = null, ImmutableArray<UnseenRun>? unseen = null, ImmutableArray<ExtraRun>? extra = null) => Updates(this.Encode(trips, unseen, extra));

    private int calls;

    private FeedSet Encode(
        ImmutableArray<TripSnapshot>? trips = null, ImmutableArray<UnseenRun>? unseen = null, ImmutableArray<ExtraRun>? extra = null, ImmutableArray<VehicleSnapshot>? vehicles = null)
    {
        FeedSet feeds = this.encoder.Encode(State(vehicles ?? [], trips ?? [], unseen ?? [], extra ?? []), At(this.calls++));
        bool isTheirs = extra?.Any(run => run.Upstream is not null) is true;
        RealtimeFeed[] all = [.. new[] { FeedKind.TripUpdates, FeedKind.VehiclePositions }.Where(kind => kind == FeedKind.TripUpdates || vehicles is not null)
            .Select(kind => RealtimeFeed.Decode(kind.ToString(), feeds.Get(kind).Protobuf.Bytes))];
        RealtimeFindings findings = new RealtimeValidator(Network).Check((Now + this.calls) * 1000, all);
        if (!isTheirs && (trips is null || trips.Value.All(t => t.IsPlanned) || vehicles is not null))
        {
            Assert.Empty(findings.Notices.Select(one => $"{one.Code} {one.Message}"));
        }

        // Equal to what Google.Protobuf writes of the same message: fields stand in the order of their numbers.
        Assert.Equal(Google.Protobuf.MessageExtensions.ToByteArray(feeds.Get(FeedKind.TripUpdates).Decode()), feeds.Get(FeedKind.TripUpdates).Protobuf.Bytes.ToArray());
        return feeds;
    }
}
