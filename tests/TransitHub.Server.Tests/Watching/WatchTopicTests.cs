using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests.Watching;

/// <summary>What equal readers share, and that it is no less right for it.</summary>
public sealed class WatchTopicTests
{
    private static readonly string[] TripIds = ["T1", "T2", "U1"];
    private static readonly string[] StopIds = ["A", "B", "C"];
    private readonly TestCity city = new();
    private readonly WatchTopics topics;

    public WatchTopicTests() => this.topics = new WatchTopics(this.city.Publisher, new SnapshotIndex.Cache(), new WatchTurns(1), TimeProvider.System);

    [Fact]
    public void Readers_of_one_filter_are_given_the_same_step_and_others_are_not()
    {
        WatchTopic one = this.topics.Enter(new FilterText { RouteIds = ["R", "Q"], Box = new GeoBox(13, 100, 14, 101) });
        WatchTopic same = this.topics.Enter(new FilterText { RouteIds = ["Q", "R", "Q"], Box = new GeoBox(13, 100, 14, 101), Alerts = true });
        WatchTopic other = this.topics.Enter(new FilterText { RouteIds = ["R"] });
        this.city.Vehicle("a", trip: "T1").Publish();

        WatchStep first = one.Begin(null, this.city.Publisher.Current);
        Assert.Same(first, same.Begin(null, this.city.Publisher.Current));
        Assert.NotSame(first, other.Begin(null, this.city.Publisher.Current));
        HubSnapshot later = this.city.Vehicle("a", 13.71, "T1").Publish();
        WatchStep second = one.GoOn(1, later.Schedule, first.Held, later);
        Assert.Same(second, same.GoOn(1, later.Schedule, first.Held, later));
        Assert.Equal((2, WatchStepKind.Changes), (this.topics.Count, second.Kind));
    }

    [Fact]
    public void A_step_is_encoded_once_in_each_form_whoever_asks()
    {
        var step = new WatchStep(WatchStepKind.Heartbeat, this.city.Publisher.Current, 0, 0, WatchDelta.None, 0);
        int made = 0;

        object first = step.In(WatchForm.Json, _ => (object)++made);

        Assert.Same(first, step.In(WatchForm.Json, _ => (object)++made));
        Assert.NotSame(first, step.In(WatchForm.Grpc, _ => (object)++made));
        Assert.Equal(2, made);
    }

    [Theory]
    [InlineData(WatchStepKind.Snapshot)]
    [InlineData(WatchStepKind.Changes)]
    internal void An_entity_is_encoded_once_for_all_filters_until_it_changes(WatchStepKind kind)
    {
        int made = 0;
        var bytes = new EntityBytes<VehicleSnapshot>((_, _) => [(byte)++made]);
        HubSnapshot first = this.city.Vehicle("a").Publish();
        VehicleSnapshot before = Assert.Single(first.Vehicles);
        Assert.Equal([1, 1], (int[])[bytes.Of(before, StepTo(first, kind), 1, 1)[0], bytes.Of(before, StepTo(first, kind), 1, 1)[0]]);
        HubSnapshot second = this.city.Vehicle("a").Publish();
        Assert.Equal(2, bytes.Of(Assert.Single(second.Vehicles), StepTo(second, kind), 1, 1)[0]);
        Assert.Equal(3, bytes.Of(Assert.Single(second.Vehicles), StepTo(HubSnapshot.Empty(second.Feed, TestCity.Feed().Read().Schedule, second.CreatedAt), kind), 1, 1)[0]);
    }

    [Theory]
    [InlineData(WatchStepKind.Snapshot)]
    [InlineData(WatchStepKind.Changes)]
    internal void Bytes_are_kept_while_they_are_asked_for_and_let_go_after_twice_as_many_others(WatchStepKind kind)
    {
        int made = 0;
        var bytes = new EntityBytes<VehicleSnapshot>((_, _) => BitConverter.GetBytes(made++));
        VehicleSnapshot[] others = [.. Enumerable.Range(0, 3 * EntityBytes<VehicleSnapshot>.Least).Select(_ => Assert.Single(this.city.Vehicle("a").Publish().Vehicles))];
        WatchStep step = StepTo(this.city.Publisher.Current, kind);
        foreach (VehicleSnapshot other in others[1..])
        {
            bytes.Of(others[0], step, 1, 1);
            bytes.Of(other, step, 1, 1);
        }

        Assert.Equal(others.Length, made);
        Assert.Equal(0, BitConverter.ToInt32(bytes.Of(others[0], step, 1, 1)));
        Assert.Equal(others.Length, BitConverter.ToInt32(bytes.Of(others[1], step, 1, 1)));
    }

    [Fact]
    public void A_step_to_an_earlier_state_does_not_hold_its_bytes()
    {
        WatchTopic topic = this.topics.Enter(new FilterText());
        this.topics.Enter(new FilterText());
        WatchStep first = topic.Begin(null, this.city.Vehicle("a").Publish());
        object bytes = first.In(WatchForm.Grpc, _ => new object());
        Assert.Same(bytes, first.In(WatchForm.Grpc, _ => new object()));

        topic.GoOn(1, this.city.Publisher.Current.Schedule, first.Held, this.city.Vehicle("b").Publish());

        Assert.NotSame(bytes, first.In(WatchForm.Grpc, _ => new object()));
    }

    [Fact]
    public void What_one_reader_alone_wants_is_not_kept_and_a_filter_goes_with_its_last_reader()
    {
        var filter = new FilterText { RouteIds = ["R"] };
        WatchTopic topic = this.topics.Enter(filter);
        Assert.NotSame(topic.Begin(null, this.city.Publisher.Current), topic.Begin(null, this.city.Publisher.Current));
        this.topics.Enter(filter);
        Assert.Same(topic.Begin(null, this.city.Publisher.Current), topic.Begin(null, this.city.Publisher.Current));

        this.topics.Leave(filter);
        Assert.NotSame(topic.Begin(null, this.city.Publisher.Current), topic.Begin(null, this.city.Publisher.Current));
        this.topics.Leave(filter);
        Assert.Equal(0, this.topics.Count);
    }

    [Fact]
    public void Whatever_the_filter_and_however_slow_a_reader_it_ends_up_with_what_matches()
    {
        var random = new Random(3);
        FilterText[] filters =
        [
            new(), new() { Box = new GeoBox(13.695, 100, 13.705, 101) }, new() { StopIds = ["ST"] }, new() { StopIds = ["B"], Trips = false }, new() { RouteIds = ["R"] },
            new() { VehicleIds = ["v1", "v2"] }, new() { Box = new GeoBox(13.695, 100, 13.705, 101), StopIds = ["B"] }, new() { Box = new GeoBox(13.695, 100, 13.705, 101), Vehicles = false },
        ];
        Mirror[] mirrors = [.. filters.SelectMany(f => Enumerable.Range(0, 3).Select(pace => new Mirror(this.topics.Enter(f), 1 + (2 * pace))))];
        for (int round = 0; round < 300; round++)
        {
            this.ChangeSomething(random);
            this.city.Publish();
            foreach (Mirror mirror in mirrors)
            {
                if (round % mirror.Every == 0)
                {
                    mirror.GoOn(this.city.Publisher.Current);
                }

                if (round % 30 == 0)
                {
                    mirror.GoOn(this.city.Publisher.Current);
                    mirror.AssertRight();
                }
            }
        }
    }

    private static WatchStep StepTo(HubSnapshot state, WatchStepKind kind) => new(kind, state, 0, state.Sequence, WatchDelta.None, 0);

    private void ChangeSomething(Random random)
    {
        string vehicle = "v" + random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string trip = TripIds[random.Next(TripIds.Length)];
        string stop = StopIds[random.Next(StopIds.Length)];
        _ = random.Next(9) switch
        {
            0 => this.city.WithoutVehicle(vehicle),
            1 => this.city.WithoutTrip(trip),
            2 => this.city.Doubt(trip, RunState.Suspect),
            3 => this.city.WithoutDoubt(trip),
            4 => this.city.Waiting(stop, new PeopleEstimate(random.Next(50), 0, 60)),
            5 => this.city.WithoutWaiting(stop),
            6 => this.city.Trip(trip, vehicle, random.Next(4)),
            _ => this.city.Vehicle(vehicle, 13.69 + (0.01 * random.Next(3)), random.Next(3) == 0 ? null : trip),
        };
    }

    /// <summary>A reader that holds what it is told.</summary>
    private sealed class Mirror(WatchTopic topic, int every)
    {
        private readonly HashSet<string> keys = [];
        private WatchStep? last;

        public int Every => every;

        public void GoOn(HubSnapshot state)
        {
            if (this.last?.To == state.Sequence)
            {
                return;
            }

            WatchStep step = this.last is null ? topic.Begin(null, state) : topic.GoOn(this.last.To, this.last.State.Schedule, this.last.Held, state);
            if (step.Kind == WatchStepKind.Snapshot)
            {
                this.keys.Clear();
            }

            this.keys.ExceptWith(KeysOf(step.Delta.RemovedVehicles, step.Delta.RemovedTrips, step.Delta.RemovedUnseen, step.Delta.RemovedCrowding));
            this.keys.UnionWith(Shown(step.Delta));
            this.last = step;
        }

        public void AssertRight() => Assert.Equal(Shown(topic.Begin(null, topic.Publisher.Current).Delta).Order(StringComparer.Ordinal), this.keys.Order(StringComparer.Ordinal));

        private static IEnumerable<string> Shown(WatchDelta delta) =>
            KeysOf(delta.Vehicles.Select(v => v.Id), delta.Trips.Select(t => t.Trip), delta.Unseen.Select(u => u.Trip), delta.Crowding.Select(c => c.Stop));

        private static IEnumerable<string> KeysOf<TVehicle, TTrip, TUnseen, TStop>(IEnumerable<TVehicle> vehicles, IEnumerable<TTrip> trips, IEnumerable<TUnseen> unseen, IEnumerable<TStop> stops) =>
            [.. vehicles.Select(v => $"vehicle {v}"), .. trips.Select(t => $"trip {t}"), .. unseen.Select(u => $"unseen {u}"), .. stops.Select(s => $"stop {s}")];
    }
}
