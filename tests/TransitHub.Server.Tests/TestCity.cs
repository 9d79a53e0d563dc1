using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests;

/// <summary>A small city at a fixed moment, whose states a test makes one by one.</summary>
internal sealed class TestCity
{
    /// <summary>07:55 in Bangkok on Monday, 23 November 2026.</summary>
    public static readonly Timestamp Morning = Timestamp.FromUnixSeconds(1_795_395_300L);

    public static readonly Schedule Schedule = Feed().Read().Schedule;

    private readonly Dictionary<DeviceId, VehicleSnapshot> vehicles = [];
    private readonly Dictionary<TripInstance, TripSnapshot> trips = [];
    private readonly Dictionary<TripInstance, UnseenRun> unseen = [];
    private readonly List<VehicleSnapshot> changedVehicles = [];
    private readonly List<TripSnapshot> changedTrips = [];
    private readonly List<DeviceId> removedVehicles = [];
    private readonly List<TripInstance> removedTrips = [];
    private readonly List<UnseenRun> changedUnseen = [];
    private readonly List<TripInstance> removedUnseen = [];
    private readonly SortedDictionary<int, StopCrowding> crowding = [];
    private readonly List<StopCrowding> changedCrowding = [];
    private readonly List<int> removedCrowding = [];

    public SnapshotPublisher Publisher { get; init; } = new(FeedId.Parse("city"), Schedule, Morning, 20);

    /// <summary>Two routes between the same stops, and one that runs every ten minutes.</summary>
    public static FeedText Feed() => FeedText.TwoStops()
        .With("stops.txt", """
            stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
            ST,Station,13.70,100.50,1,
            A,Alpha,13.70,100.50,0,ST
            B,Beta,13.71,100.50,0,
            C,Gamma,13.72,100.50,0,
            """)
        .With("routes.txt", """
            route_id,agency_id,route_short_name,route_long_name,route_type
            R,X,1,Alpha to Gamma,3
            Q,X,2,Gamma to Alpha,3
            F,X,3,Every ten minutes,4
            """)
        .With("trips.txt", """
            route_id,service_id,trip_id,trip_headsign
            R,S,T1,Gamma
            R,S,T2,Gamma
            Q,S,U1,Alpha
            F,S,F1,Gamma
            """)
        .With("stop_times.txt", """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            T1,08:00:00,08:00:00,A,1
            T1,08:05:00,08:05:00,B,2
            T1,08:10:00,08:10:00,C,3
            T2,08:30:00,08:30:00,A,1
            T2,08:35:00,08:35:00,B,2
            T2,08:40:00,08:40:00,C,3
            U1,08:02:00,08:02:00,C,1
            U1,08:07:00,08:07:00,B,2
            U1,08:12:00,08:12:00,A,3
            F1,06:00:00,06:00:00,A,1
            F1,06:20:00,06:20:00,C,2
            """)
        .With("frequencies.txt", """
            trip_id,start_time,end_time,headway_secs,exact_times
            F1,06:00:00,09:00:00,600,1
            """);

    public static TripInstance Run(string tripId, int? startSeconds = null)
    {
        Assert.True(Schedule.Trips.TryFind(tripId, out int trip));
        return new TripInstance(trip, ServiceDate.From(2026, 11, 23), startSeconds ?? Schedule.Trips.StartSeconds(trip));
    }

    /// <summary>Puts a vehicle somewhere.</summary>
    public TestCity Vehicle(string id, double latitude = 13.70, string? trip = null, string? route = null)
    {
        int routeIndex = -1;
        if (route is not null)
        {
            Assert.True(Schedule.Routes.TryFind(route, out routeIndex));
        }

        var vehicle = new VehicleSnapshot
        {
            Id = DeviceId.Parse(id),
            Latitude = latitude,
            Longitude = 100.50,
            MeasuredAt = Morning,
            ReceivedAt = Morning,
            Phase = trip is null ? VehiclePhase.Unmatched : VehiclePhase.InService,
            UnmatchedReason = trip is null ? RejectionReason.NoCandidate : RejectionReason.None,
            Trip = trip is null ? null : Run(trip),
            RouteIndex = trip is null ? routeIndex : Schedule.Trips.RouteIndex(Run(trip).TripIndex),
            StopPosition = trip is null ? -1 : 0,
            MatchProbability = trip is null ? 0 : 0.9f,
            Candidates = trip is null ? [new RunCandidate(Run("T1"), Schedule.Trips.RouteIndex(Run("T1").TripIndex), 0.61234f, 120.04, 45, -1.234f, -0.5f)] : [],
            DelaySeconds = trip is null ? null : 60,
        };
        this.vehicles[vehicle.Id] = vehicle;
        this.changedVehicles.Add(vehicle);
        return this;
    }

    /// <summary>Gives a vehicle's trip its predictions: a minute late, from a place on; what lies before is passed. Without a vehicle only cameras see it.</summary>
    public TestCity Trip(string trip, string? vehicle, int passedStops = 0, Timestamp? measuredAt = null)
    {
        TripInstance run = Run(trip);
        ImmutableArray<StopPrediction>.Builder stops = ImmutableArray.CreateBuilder<StopPrediction>();
        ReadOnlySpan<int> arrivals = Schedule.Trips.Arrivals(run.TripIndex);
        for (int position = Math.Max(0, passedStops - 1); position < arrivals.Length; position++)
        {
            long time = Schedule.ToUnixSeconds(run.ServiceDate, arrivals[position]) + 60;
            stops.Add(new StopPrediction
            {
                Position = position,
                Arrival = time,
                Departure = time,
                Passed = position < passedStops,
                Quantiles = position < passedStops ? default : new ArrivalQuantiles(-10, 0, 10, 20, 30),
            });
        }

        var snapshot = new TripSnapshot
        {
            Trip = run,
            Vehicle = vehicle is null ? default : DeviceId.Parse(vehicle),
            IsCurrent = true,
            MeasuredAt = measuredAt ?? Morning,
            DelaySeconds = 60,
            Stops = stops.ToImmutable(),
        };
        this.trips[run] = snapshot;
        this.changedTrips.Add(snapshot);
        return this;
    }

    public TestCity WithoutVehicle(string id)
    {
        this.vehicles.Remove(DeviceId.Parse(id));
        this.removedVehicles.Add(DeviceId.Parse(id));
        return this;
    }

    public TestCity WithoutTrip(string trip)
    {
        this.trips.Remove(Run(trip));
        this.removedTrips.Add(Run(trip));
        return this;
    }

    /// <summary>Casts doubt on a run that no vehicle serves.</summary>
    public TestCity Doubt(string trip, RunState state)
    {
        TripInstance run = Run(trip);
        this.unseen[run] = new UnseenRun { Trip = run, State = state, Since = Morning, Probability = 0.3f };
        this.changedUnseen.Add(this.unseen[run]);
        return this;
    }

    public TestCity WithoutDoubt(string trip)
    {
        this.unseen.Remove(Run(trip));
        this.removedUnseen.Add(Run(trip));
        return this;
    }

    /// <summary>Lets people wait at a stop.</summary>
    public TestCity Waiting(string stop, PeopleEstimate waiting, CrowdingLevel level = CrowdingLevel.Busy, Func<StopCrowding, StopCrowding>? more = null)
    {
        Assert.True(Schedule.Stops.TryFind(stop, out int index));
        StopCrowding entry = new() { Stop = index, MeasuredAt = Morning, Waiting = waiting, Level = level, Trend = CrowdingTrend.Rising };
        this.crowding[index] = more?.Invoke(entry) ?? entry;
        this.changedCrowding.Add(this.crowding[index]);
        return this;
    }

    public TestCity WithoutWaiting(string stop)
    {
        Assert.True(Schedule.Stops.TryFind(stop, out int index));
        this.crowding.Remove(index);
        this.removedCrowding.Add(index);
        return this;
    }

    /// <summary>What is made of a learned model; empty: there is none.</summary>
    public ImmutableArray<ModelShare> ModelShares { get; set; } = [];

    /// <summary>What became of passages.</summary>
    public ImmutableArray<PassageSnapshot> Passages { get; set; } = [];

    /// <summary>What is known of cameras' clocks.</summary>
    public ImmutableArray<CameraSnapshot> Cameras { get; set; } = [];

    /// <summary>How freely traffic moves on links.</summary>
    public ImmutableArray<CongestedLink> Congestion { get; set; } = [];

    /// <summary>Makes what was said the next state.</summary>
    public HubSnapshot Publish()
    {
        HubSnapshot last = this.Publisher.Current;
        var next = new HubSnapshot
        {
            Sequence = last.Sequence + 1,
            Feed = last.Feed,
            CreatedAt = last.CreatedAt.AddMilliseconds(250),
            Schedule = Schedule,
            Vehicles = [.. this.vehicles.Values.OrderBy(v => v.Id)],
            Trips = [.. this.trips.Values.OrderBy(t => t.Trip)],
            Unseen = [.. this.unseen.Values.OrderBy(u => u.Trip)],
            ModelShares = this.ModelShares,
            Passages = this.Passages,
            Cameras = this.Cameras,
            Crowding = [.. this.crowding.Values],
            Congestion = this.Congestion,
            Changes = new SnapshotChanges([.. this.changedVehicles], [.. this.changedTrips], [.. this.removedVehicles], [.. this.removedTrips])
            {
                Unseen = [.. this.changedUnseen],
                RemovedUnseen = [.. this.removedUnseen],
                Crowding = [.. this.changedCrowding],
                RemovedCrowding = [.. this.removedCrowding],
            },
        };
        this.changedVehicles.Clear();
        this.changedTrips.Clear();
        this.removedVehicles.Clear();
        this.removedTrips.Clear();
        this.changedUnseen.Clear();
        this.removedUnseen.Clear();
        this.changedCrowding.Clear();
        this.removedCrowding.Clear();
        this.Publisher.Publish(next);
        return next;
    }
}
