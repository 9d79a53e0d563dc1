using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Core.Tests.Devices;

/// <summary>What a devices file says, and what is said of a wrong one.</summary>
public sealed class DevicesSheetTests
{
    private const string Good = """
        devices:
          - id: north-gate
            name: {en: North gate, th: ประตูเหนือ}
            at: [13.7100, 100.5002]
            bearing: 360
            field_of_view: 70
            channels:
              - id: line-1
                line: [[13.7100, 100.4990], [13.7100, 100.5005]]
                counts: [bus, tuk-tuk]
                every: 5m
                stop: B
                directions:
                  a_to_b: {bearing: 0, to: North, routes: [{route: R, direction: 0}]}
                  b_to_a: {bearing: 180, means: alighting}
                passages: bus
                reads_routes: true
              - id: gate
                line: [[13.7100, 100.5001], [13.7101, 100.5001]]
                counts: [person]
                directions:
                  in: {bearing: 90}
          - id: a-loop
            name: A loop
            kind: loop
            at: [13.7050, 100.5000]
            channels:
              - {id: "1", line: [[13.7050, 100.4999], [13.7050, 100.5001]], counts: [car], directions: {both: {bearing: 0}}}
        """;

    private const string Waiting = """
        stops:
          B: {capacity: 120}
        devices:
          - id: pier
            name: {en: Pier}
            at: [13.7101, 100.5002]
            channels:
              - id: zone-1
                zone: [[13.7100, 100.5001], [13.7100, 100.5003], [13.7102, 100.5003], [13.7102, 100.5001]]
                counts: [person]
                every: 30s
                stop: B
        """;

    private readonly SheetProblems problems = new();

    [Theory]
    [InlineData("refuse", null)]
    [InlineData("take", "230990041")]
    public void Boats_have_vehicles_by_their_MMSI_and_others_are_what_the_file_says(string word, string? other)
    {
        DeviceRegistry registry = DevicesSheet.Read("devices.yaml", $"unknown_vessels: {word}\nvessels:\n  - {{mmsi: 230990040, vehicle: ferry-7}}\n", Schedule.Empty, this.problems);
        Assert.Empty(this.problems.InOrder());
        Assert.Equal("ferry-7", registry.Vessels.Find(230_990_040).ToString());
        Assert.Equal(other, registry.Vessels.Find(230_990_041)?.ToString());
    }

    [Fact]
    public void Reads_what_is_said_of_vehicles_without_any_counting_device()
    {
        VehicleBook vehicles = DevicesSheet.Read("devices.yaml", "vehicles:\n  - {id: car-9, use: private}\n  - {id: tram-4, wheelchair: inaccessible, use: public}\n  - {id: bus-1, wheelchair: accessible}\n", Schedule.Empty, this.problems).Vehicles;

        Assert.Empty(this.problems.InOrder());
        Assert.Equal((true, false, null), (vehicles.IsPrivate(DeviceId.Parse("car-9")), vehicles.IsPrivate(DeviceId.Parse("tram-4")), vehicles.IsPrivate(DeviceId.Parse("bus-1"))));
        Assert.Equal((3, 2), ((int)vehicles.Find(DeviceId.Parse("tram-4"))!.WheelchairAccessible!, (int)vehicles.Find(DeviceId.Parse("bus-1"))!.WheelchairAccessible!));
        Assert.Null(vehicles.Find(DeviceId.Parse("bus-2")));
    }

    [Theory]
    [InlineData("vessels:\n  - {mmsi: 12, vehicle: a}\n", "an MMSI")]
    [InlineData("vessels:\n  - {mmsi: 230990040, vehicle: a}\n  - {mmsi: 230990040, vehicle: b}\n", "twice")]
    [InlineData("vessels:\n  - {mmsi: 230990040}\n", "vehicle")]
    [InlineData("unknown_vessels: keep\n", "refuse or take")]
    [InlineData("vehicles:\n  - {use: private}\n", "add id")]
    [InlineData("vehicles:\n  - {id: a, use: mine}\n", "write public or private")]
    [InlineData("vehicles:\n  - {id: a, wheelchair: perhaps}\n", "write accessible or inaccessible")]
    [InlineData("vehicles:\n  - {id: a, color: red}\n", "color")]
    [InlineData("vehicles:\n  - {id: a}\n  - {id: a}\n", "twice")]
    public void A_wrong_list_of_boats_is_told(string text, string told)
    {
        DevicesSheet.Read("devices.yaml", text, Schedule.Empty, this.problems);
        Assert.Contains(this.problems.InOrder(), p => p.ToString().Contains(told, StringComparison.Ordinal));
    }

    /// <summary>A line due north, and one that comes back on the same street.</summary>
    private static Schedule City { get; } = FeedText.TwoStops()
        .With("stops.txt", """
            stop_id,stop_name,stop_lat,stop_lon
            A,Alpha,13.70,100.50
            B,Beta,13.71,100.50
            C,Gamma,13.72,100.50
            """)
        .With("routes.txt", """
            route_id,agency_id,route_short_name,route_long_name,route_type
            R,X,1,Alpha to Gamma,3
            """)
        .With("shapes.txt", """
            shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
            N,13.70,100.50,1
            N,13.712,100.50,2
            N,13.72,100.50,3
            S,13.72,100.50,1
            S,13.70,100.50,2
            """)
        .With("trips.txt", """
            route_id,service_id,trip_id,direction_id,shape_id
            R,S,T1,0,N
            R,S,T2,1,S
            """)
        .With("stop_times.txt", """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            T1,08:00:00,08:00:00,A,1
            T1,08:10:00,08:10:00,C,2
            T2,08:00:00,08:00:00,C,1
            T2,08:10:00,08:10:00,A,2
            """)
        .Read().Schedule;

    [Fact]
    public void Reads_devices_channels_and_directions()
    {
        DeviceRegistry registry = this.Read(Good);
        Assert.Equal(["devices.yaml:10: warning: 'tuk-tuk' of 'counts' is none of the common classes"], this.problems.InOrder().Select(p => p.ToString()[..^1][..p.ToString().LastIndexOf(": ", StringComparison.Ordinal)]));
        Assert.Equal(["a-loop", "north-gate"], registry.All.Select(d => d.Id.ToString()));
        Assert.True(registry.TryFind(DeviceId.Parse("north-gate"), out CountingDevice? gate));
        Assert.Equal((DeviceKind.Camera, new GeoPoint(13.71, 100.5002), 0.0, 70.0), (gate.Kind, gate.At, gate.Bearing!.Value, gate.FieldOfView!.Value));
        Assert.Equal(("North gate", "ประตูเหนือ"), (gate.Name.Main, gate.Name.In("th")));
        CountingChannel line = gate.Channels[0];
        Assert.Equal((300, "B", true), (line.IntervalSeconds, line.StopId, line.ReadsRoutes));
        Assert.Equal(["bus", "tuk-tuk"], line.Counts);
        Assert.Equal(["bus"], line.Passages);
        Assert.Equal(["a_to_b", "b_to_a"], line.Directions.Select(d => d.Name));
        Assert.Equal((RiderMeaning.Alighting, 180.0), (line.Directions[1].Means!.Value, line.Directions[1].Bearing));
        Assert.Equal((60, null), (gate.Channels[1].IntervalSeconds, gate.Channels[1].StopId));
        Assert.Equal(DeviceKind.Loop, registry.All[0].Kind);
    }

    [Fact]
    public void Reads_zones_and_the_room_where_riders_wait()
    {
        DeviceRegistry registry = this.Read(Waiting);
        Assert.False(this.problems.HasErrors);
        CountingChannel zone = Assert.Single(Assert.Single(registry.All).Channels);
        Assert.True(zone.IsZone);
        Assert.Equal((4, "B", 30), (zone.Zone.Length, zone.StopId, zone.IntervalSeconds));
        Assert.Empty(zone.Directions);
        Assert.Equal(120, registry.FindPlace("B")!.Capacity);
        Assert.Null(registry.FindPlace("A"));
    }

    [Theory]
    [InlineData("capacity: 120", "capacity: 0", "devices.yaml:2")]
    [InlineData("capacity: 120", "room: 120", "devices.yaml:2")]
    [InlineData("B: {", "Z: {", "devices.yaml:2: the feed has no stop 'Z'")]
    [InlineData("counts: [person]", "passages: [bus]", "'passages' stands in a channel that has a 'zone'")]
    [InlineData("counts: [person]", "site: gate", "the zone counts nothing")]
    [InlineData("counts: [person]", "directions: {in: {bearing: 0}}", "devices.yaml:10: 'directions' stands in a channel that has a 'zone'")]
    [InlineData(", [13.7102, 100.5003], [13.7102, 100.5001]]", "]", "'zone' has 2 corners")]
    [InlineData("[13.7102, 100.5003], [13.7102, 100.5001]", "[13.7100, 100.5005], [13.7100, 100.5007]", "'zone' covers 0.0 square meters")]
    [InlineData("[13.7102, 100.5003]", "[13.7202, 100.5003]", "m across")]
    public void Says_what_is_wrong_with_a_zone_or_a_capacity(string right, string wrong, string expected)
    {
        this.Read(Waiting.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(this.problems.InOrder(), p => p.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.True(this.problems.HasErrors);
    }

    [Fact]
    public void Finds_where_a_route_crosses_the_line()
    {
        ServedRoute route = Assert.Single(this.Read(Good).All[1].Channels[0].Directions[0].Routes);
        LineCrossing crossing = Assert.Single(route.Crossings);
        Assert.Equal(0, City.Patterns.DirectionId(crossing.PatternIndex));
        Assert.InRange(crossing.OffsetMeters, 1105, 1108);
        Assert.Equal(0, crossing.DistanceMeters);
    }

    [Fact]
    public void Both_directions_of_a_route_pass_where_none_is_named()
    {
        string file = Good.Replace("{route: R, direction: 0}", "{route: R}", StringComparison.Ordinal);
        ServedRoute route = Assert.Single(this.Read(file).All[1].Channels[0].Directions[0].Routes);
        Assert.Equal(0, City.Patterns.DirectionId(Assert.Single(route.Crossings).PatternIndex));
    }

    [Fact]
    public void A_shape_that_stays_a_roads_width_short_of_the_line_passes_it_too()
    {
        string file = Good.Replace("[[13.7100, 100.4990], [13.7100, 100.5005]]", "[[13.7100, 100.5002], [13.7100, 100.5008]]", StringComparison.Ordinal);
        LineCrossing crossing = Assert.Single(this.Read(file).All[1].Channels[0].Directions[0].Routes[0].Crossings);
        Assert.InRange(crossing.DistanceMeters, 20, 23);
        Assert.InRange(crossing.OffsetMeters, 1105, 1108);
    }

    [Fact]
    public void Without_a_schedule_stops_and_routes_are_taken_as_written()
    {
        DeviceRegistry registry = DevicesSheet.Read("devices.yaml", Good, Schedule.Empty, this.problems);
        Assert.False(this.problems.HasErrors);
        Assert.Empty(Assert.Single(registry.All[1].Channels[0].Directions[0].Routes).Crossings);
    }

    [Fact]
    public void The_main_language_is_the_feeds_unless_the_file_names_another()
    {
        Assert.Equal("en", this.Read(Good).Language);
        DeviceRegistry thai = this.Read("language: th\n" + Good.Replace("name: A loop", "name: ลูป", StringComparison.Ordinal));
        Assert.Equal(("th", "ประตูเหนือ", "North gate"), (thai.Language, thai.All[1].Name.Main, thai.All[1].Name.In("en")));
    }

    [Theory]
    [InlineData("id: north-gate", "id: north gate", 2, "which is no id")]
    [InlineData("id: a-loop", "id: north-gate", 23, "is there twice")]
    [InlineData("id: gate", "id: line-1", 18, "'line-1' is there twice")]
    [InlineData("kind: loop", "kind: lop", 25, "camera, beam, loop, radar, manual")]
    [InlineData("at: [13.7100, 100.5002]", "at: [100.5002, 13.7100]", 4, "latitude comes first")]
    [InlineData("at: [13.7100, 100.5002]", "at: [14.7100, 100.5002]", 4, "more than 20 km outside")]
    [InlineData("at: [13.7050, 100.5000]", "at: [13.7450, 100.5000]", 23, "lies 4425 m from its device")]
    [InlineData("bearing: 360", "bearing: 400", 5, "from 0 to 360")]
    [InlineData("field_of_view: 70", "view: 70", 6, "does not know the key 'view'")]
    [InlineData("[[13.7100, 100.4990], [13.7100, 100.5005]]", "[[13.7100, 100.4990], [13.7100, 100.5105]]", 9, "give it two ends 2 to 200 m apart")]
    [InlineData("[[13.7100, 100.4990], [13.7100, 100.5005]]", "[[13.7100, 100.4990]]", 9, "'line' has 1 places")]
    [InlineData("every: 5m", "every: 5s", 11, "from 10s to 1h")]
    [InlineData("stop: B", "stop: Z", 12, "no stop 'Z'")]
    [InlineData("stop: B", "reads: 1", 15, "no 'stop'")]
    [InlineData("a_to_b: {bearing: 0,", "a_to_b: {bearing: 80,", 14, "runs along the line, 10 degrees off it")]
    [InlineData("b_to_a: {bearing: 180,", "b_to_a: {bearing: 40,", 14, "40 degrees apart")]
    [InlineData("means: alighting", "means: leaving", 15, "means: boarding for people who come")]
    [InlineData("in: {bearing: 90}", "in: {to: x}", 22, "add bearing")]
    [InlineData("{route: R, direction: 0}", "{route: Q, direction: 0}", 14, "no route 'Q'")]
    [InlineData("{route: R, direction: 0}", "{route: R, direction: 1}", 14, "no shape of route 'R' in direction 1 crosses the line")]
    [InlineData("{route: R, direction: 0}", "{route: R, direction: 2}", 14, "direction_id from 0 to 1")]
    [InlineData("counts: [person]", "every: 1m", 18, "counts nothing")]
    [InlineData("counts: [bus, tuk-tuk]", "counts: [bus, bus]", 10, "names 'bus' twice")]
    [InlineData("{both: {bearing: 0}}", "{a: {bearing: 0}, b: {bearing: 180}, c: {bearing: 0}}", 28, "one or two directions")]
    [InlineData("channels:\n      - id: l", "chanels:\n      - id: l", 7, "write 'channels'")]
    [InlineData("kind: loop", "fewest_told: 0", 25, "1 to 1000")]
    [InlineData("every: 5m", "site: bridge", 11, "write one of road, crossing, gate, path, waterway")]
    [InlineData("devices:", "cameras:", 1, "list the devices below")]
    public void Says_the_line_and_the_remedy(string right, string wrong, int line, string said)
    {
        this.Read(Good.Replace(right, wrong, StringComparison.Ordinal));
        Assert.True(this.problems.HasErrors);
        Assert.True(
            this.problems.InOrder().Any(p => p.Line == line && p.ToString().Contains(said, StringComparison.Ordinal)),
            string.Join('\n', this.problems.InOrder()));
    }

    [Fact]
    public void A_line_may_be_a_crossing_and_a_device_may_ask_for_more_privacy()
    {
        DeviceRegistry registry = this.Read(Good
            .Replace("counts: [person]", "site: crossing\n        counts: [person]", StringComparison.Ordinal)
            .Replace("kind: loop", "fewest_told: 12", StringComparison.Ordinal));
        Assert.False(this.problems.HasErrors);
        Assert.Equal((12, null), (registry.All[0].FewestTold, registry.All[1].FewestTold));
        Assert.Equal([null, SiteKind.Crossing], registry.All[1].Channels.Select(c => c.Site));
    }

    [Fact]
    public void All_mistakes_come_in_one_run_and_what_is_right_is_still_read()
    {
        string file = Good
            .Replace("kind: loop", "kind: lop", StringComparison.Ordinal)
            .Replace("every: 5m", "every: soon", StringComparison.Ordinal)
            .Replace("stop: B", "stop: Z", StringComparison.Ordinal)
            .Replace("{route: R, direction: 0}", "{route: Q}", StringComparison.Ordinal);
        DeviceRegistry registry = this.Read(file);
        Assert.Equal(4, this.problems.ErrorCount);
        Assert.Equal(["north-gate"], registry.All.Select(d => d.Id.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("devices")]
    [InlineData("devices: 7")]
    [InlineData("devices: [7, {}, [], {id: a, channels: [1]}]")]
    [InlineData("devices: [{id: a, name: {th: x}, at: x, channels: {a: 1}}]")]
    [InlineData("devices: [{id: a, name: x, at: [1, 2], channels: [{id: b, line: [1, 2], directions: {a: 1, b: {routes: [1, {}]}}}]}]")]
    public void Never_throws_on_what_is_no_devices_file(string text)
    {
        Assert.Empty(this.Read(text).All.Where(d => d.Channels.Length > 0));
        Assert.True(this.problems.HasErrors);
    }

    [Fact]
    public void Damage_at_any_place_is_named_or_read_and_never_throws()
    {
        var random = new Random(7);
        const string Typed = "[]{}:,-#'\"\n x9.&*!|>%@";
        for (int i = 0; i < 1000; i++)
        {
            var text = new System.Text.StringBuilder(Good);
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                int at = random.Next(text.Length - 4);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, random.Next(1, 4)),
                    1 => text.Insert(at, Typed[random.Next(Typed.Length)]),
                    _ => text.Replace(text[at], Typed[random.Next(Typed.Length)], at, 1),
                };
            }

            DeviceRegistry registry = DevicesSheet.Read("devices.yaml", text.ToString(), City, new SheetProblems());
            Assert.All(registry.All, d => Assert.InRange(d.Id.ToString().Length, 1, 64));
        }
    }

    private DeviceRegistry Read(string text) => DevicesSheet.Read("devices.yaml", text, City, this.problems);
}
