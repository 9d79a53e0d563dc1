using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Alerting;

/// <summary>States made by hand: runs at chosen places, each with a vehicle that was heard just now.</summary>
internal sealed class AlertStates(long at)
{
    private readonly List<TripSnapshot> trips = [];
    private readonly List<VehicleSnapshot> vehicles = [];
    private readonly List<UnseenRun> unseen = [];
    private readonly List<StopCrowding> crowding = [];

    public static Schedule Network { get; } = FeedSchedules.Read();

    /// <summary>Noon in the network's zone.</summary>
    public static long Noon { get; } = Network.ToUnixSeconds(ServiceDate.From(2026, 11, 23), 43_200);

    /// <summary>A run that left a stop and comes to the next ones a minute apart from there, or at the given seconds from now.</summary>
    public AlertStates Run(string trip, int start, int left, long leftAgo, long nextIn = 60, int? delay = null, long heardAgo = 10)
    {
        var id = DeviceId.Parse($"v{this.vehicles.Count}");
        TripInstance run = Instance(trip, start);
        Timestamp heard = Timestamp.FromUnixSeconds(at - heardAgo);
        int stops = Network.Patterns.Stops(Network.Trips.PatternIndex(run.TripIndex)).Length;
        this.vehicles.Add(new VehicleSnapshot
        {
            Id = id, Latitude = 13.7, Longitude = 100.5, MeasuredAt = heard, ReceivedAt = heard, Phase = VehiclePhase.InService, Trip = run,
            RouteIndex = Network.Trips.RouteIndex(run.TripIndex),
        });
        this.trips.Add(new TripSnapshot
        {
            Trip = run, Vehicle = id, IsCurrent = true, MeasuredAt = heard, DelaySeconds = delay,
            Stops =
            [
                new StopPrediction { Position = left, Arrival = at - leftAgo, Departure = at - leftAgo, Passed = true },
                .. Enumerable.Range(0, stops - left - 1).Select(i => new StopPrediction
                {
                    Position = left + 1 + i, Arrival = at + nextIn + (i * 60), Departure = at + nextIn + (i * 60),
                }),
            ],
        });
        return this;
    }

    /// <summary>Vehicles that run nothing and were heard.</summary>
    public AlertStates Others(int count, long heardAgo = 10)
    {
        Timestamp heard = Timestamp.FromUnixSeconds(at - heardAgo);
        for (int i = 0; i < count; i++)
        {
            this.vehicles.Add(new VehicleSnapshot
            {
                Id = DeviceId.Parse($"v{this.vehicles.Count}"), Latitude = 13.7, Longitude = 100.5, MeasuredAt = heard, ReceivedAt = heard, Phase = VehiclePhase.Unmatched,
            });
        }

        return this;
    }

    public AlertStates Missing(string trip, RunState state = RunState.Canceled)
    {
        this.unseen.Add(new UnseenRun { Trip = Instance(trip, 25_200), State = state, Since = Timestamp.FromUnixSeconds(at - 60), Probability = 0.01f });
        return this;
    }

    public AlertStates Crowd(string stop, CrowdingLevel level, long measuredAgo = 30)
    {
        Assert.True(Network.Stops.TryFind(stop, out int index));
        this.crowding.Add(new StopCrowding
        {
            Stop = index, MeasuredAt = Timestamp.FromUnixSeconds(at - measuredAgo), Waiting = new PeopleEstimate(90, 80, 100), Capacity = 80, Level = level,
            Trend = CrowdingTrend.Steady,
        });
        return this;
    }

    public HubSnapshot State() => new()
    {
        Sequence = 1 + at - Noon,
        Feed = FeedId.Parse("city"),
        CreatedAt = Timestamp.FromUnixSeconds(at),
        Schedule = Network,
        Vehicles = [.. this.vehicles.OrderBy(v => v.Id)],
        Trips = [.. this.trips.OrderBy(t => t.Trip)],
        Unseen = [.. this.unseen.OrderBy(u => u.Trip)],
        Crowding = [.. this.crowding.OrderBy(c => c.Stop)],
        Changes = SnapshotChanges.None,
    };

    private static TripInstance Instance(string trip, int start) => new(Network.Trip(trip), ServiceDate.From(2026, 11, 23), start);
}
