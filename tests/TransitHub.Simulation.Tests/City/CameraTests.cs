using System.Globalization;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;
using TransitHub.Mqtt.Decoding;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

/// <summary>What cameras see of the city, against the truth.</summary>
public sealed class CameraTests
{
    private const double Hours = 3;
    private static readonly Schedule City = TestNetwork.Whole();
    private static readonly DeviceRegistry Cameras = Read();
    private static readonly CityRun Right = Of(CameraFaults.None, background: 0);

    [Fact]
    public void A_camera_without_faults_tells_of_every_vehicle_at_its_moment_with_its_route()
    {
        List<PassageReport> told = Told<PassageReport>(Right);

        Assert.True(Right.Truth.Passages.Count > 60);
        Assert.Equal(Right.Truth.Passages.Select(p => p.EventId).Order(), told.Select(t => t.EventId).Order());
        var byId = told.ToDictionary(t => t.EventId!);
        foreach (TruePassage passage in Right.Truth.Passages)
        {
            PassageReport report = byId[passage.EventId!];
            Assert.Equal((passage.At, passage.DeviceId, passage.Channel, passage.Direction), (report.MeasuredAt, report.Device.ToString(), report.Channel, report.Direction));
            Assert.Equal(report.Class == "bus" ? "bus" : null, report.RouteText);
            Assert.Equal(passage.TripId.EndsWith("-0", StringComparison.Ordinal) ? "a_to_b" : "b_to_a", passage.Direction);
        }
    }

    [Fact]
    public void A_passage_is_where_the_vehicle_was()
    {
        var positions = Right.Truth.Positions.ToLookup(p => (p.VehicleId, p.TripId, p.StartTime));
        foreach (TruePassage passage in Right.Truth.Passages.Where(p => p.DeviceId == "road"))
        {
            // The line lies halfway between the stops 5 and 6 of the bus.
            TruePosition[] around = [.. positions[(passage.VehicleId, passage.TripId, passage.StartTime)]];
            City.Trips.TryFind(passage.TripId, out int trip);
            double line = Cameras.All.Single(d => d.Id.ToString() == "road").Channels[0].Directions.SelectMany(d => d.Routes).SelectMany(r => r.Crossings)
                .Single(c => c.PatternIndex == City.Trips.PatternIndex(trip)).OffsetMeters;
            Assert.All(around, p => Assert.True(p.At < passage.At ? p.AlongMeters <= line + 0.1 : p.AlongMeters >= line - 0.1));
        }
    }

    [Fact]
    public void Counts_of_intervals_add_up_to_the_passages()
    {
        foreach (bool totals in (bool[])[false, true])
        {
            CityRun run = Of(CameraFaults.None, background: 0, totals: totals ? 1 : 0);
            List<TrafficCount> counts = [.. Told<TrafficCount>(run).Where(c => c.Device.ToString() == "road" && c.Class == "bus")];
            Assert.All(counts, c => Assert.Equal(totals, c.IsCumulative));
            long seen = totals ? counts.GroupBy(c => c.Direction).Sum(d => d.Last().Count) : counts.Sum(c => c.Count);
            long from = counts.Min(c => c.To.UnixMilliseconds) - 60_000;
            long to = counts.Max(c => c.To.UnixMilliseconds);
            Assert.Equal(run.Truth.Passages.Count(p => p.DeviceId == "road" && p.At.UnixMilliseconds >= from && p.At.UnixMilliseconds < to), seen);
            Assert.Equal(2 * (int)((to - from) / 60_000), counts.Count);
        }
    }

    [Fact]
    public void Gates_count_the_riders_of_their_stop()
    {
        List<TrafficCount> counts = [.. Told<TrafficCount>(Right).Where(c => c.Device.ToString() == "pier")];
        TrueStopTime[] here = [.. Right.Truth.StopTimes.Where(s => s.StopId == "R-boat-s4")];

        Assert.InRange(counts.Where(c => c.Direction == "out").Sum(c => c.Count), here.Sum(s => s.Alighting) - 60, here.Sum(s => s.Alighting));
        Assert.InRange(counts.Where(c => c.Direction == "in").Sum(c => c.Count), 0.85 * here.Sum(s => s.Boarding), 1.3 * here.Sum(s => s.Boarding));
    }

    [Fact]
    public void Vehicles_are_missed_and_others_seen_that_were_not_there()
    {
        CityRun missed = Of(CameraFaults.None with { MissShare = 0.3 }, background: 0);
        Assert.InRange(missed.Truth.Passages.Count(p => p.EventId is null) / (double)missed.Truth.Passages.Count, 0.18, 0.42);
        CityRun unreal = Of(CameraFaults.None with { FalsePerHour = 10 }, background: 0);
        Assert.InRange((Told<PassageReport>(unreal).Count - unreal.Truth.Passages.Count) / (Hours * 10 * 4), 0.6, 1.4);
    }

    [Fact]
    public void Routes_are_left_unread_and_misread()
    {
        List<PassageReport> unread = [.. Told<PassageReport>(Of(CameraFaults.None with { UnreadShare = 0.4 }, 0)).Where(p => p.Class == "bus")];
        Assert.InRange(unread.Count(p => p.RouteText is null) / (double)unread.Count, 0.2, 0.6);
        Assert.All(unread, p => Assert.Equal(p.RouteText is null, p.RouteConfidence is null));
        List<PassageReport> misread = [.. Told<PassageReport>(Of(CameraFaults.None with { MisreadShare = 0.4 }, 0)).Where(p => p.Class == "bus")];
        Assert.InRange(misread.Count(p => p.RouteText != "bus") / (double)misread.Count, 0.2, 0.6);
        Assert.All(misread.Where(p => p.RouteText != "bus"), p => Assert.True(p.RouteConfidence < 0.81));
    }

    [Fact]
    public void A_camera_that_fails_says_so_and_sends_nothing()
    {
        CityRun run = Of(CameraFaults.None with { OutagesPerDay = 24 }, background: 1);
        List<StatusReport> statuses = [.. Told<StatusReport>(run).Where(s => s.Device.ToString() == "road")];
        List<(bool Online, long At)> changes = [.. statuses.Select(s => (s.Online, s.MeasuredAt!.Value.UnixMilliseconds))];

        Assert.True(changes.Count > 2);
        Assert.All(changes.Zip(changes.Skip(1)), c => Assert.NotEqual(c.First.Online, c.Second.Online));
        foreach (((bool Online, long At) first, (bool Online, long At) second) in changes.Zip(changes.Skip(1)).Where(c => !c.First.Online))
        {
            Assert.DoesNotContain(Told<TrafficCount>(run), c => c.Device.ToString() == "road" && c.To.UnixMilliseconds > first.At && c.To.UnixMilliseconds <= second.At);
            Assert.DoesNotContain(Told<PassageReport>(run), c => c.Device.ToString() == "road" && c.MeasuredAt.UnixMilliseconds > first.At + 60_000 && c.MeasuredAt.UnixMilliseconds < second.At);
        }

        Assert.DoesNotContain(Told<StatusReport>(Right).Where(s => s.Device.ToString() == "road"), s => !s.Online);
    }

    [Fact]
    public void A_zone_sees_those_who_wait_and_some_who_walk_through_and_of_a_crowd_too_few()
    {
        ILookup<long, TrueWaiting> truth = Right.Truth.Waitings.ToLookup(w => w.At.UnixMilliseconds);
        List<TrafficCount> looks = [.. Told<TrafficCount>(Right).Where(c => c.IsPresent)];
        Assert.True(looks.Count > 150);
        Assert.All(looks, l => Assert.InRange(l.Count - truth[l.To.UnixMilliseconds].Sum(w => w.Waiting), 0, 30));
        Assert.All(looks, l => Assert.Equal(("zone", "person", null), (l.Channel, l.Class, l.Direction)));
        Assert.Contains(truth, t => t.Sum(w => w.Waiting) > 3);

        double Seen(CityRun run) => Told<TrafficCount>(run).Where(c => c.IsPresent).Sum(c => (double)c.Count);
        CityRun crowded = Of(CameraFaults.None with { CrowdMissShare = 1, MissShare = 0.3 }, background: 0);
        Assert.True(Seen(crowded) < 0.75 * Seen(Right));
    }

    [Fact]
    public void Some_intervals_were_looked_at_for_a_part_of_the_time()
    {
        List<TrafficCount> counts = Told<TrafficCount>(Of(CameraFaults.None with { PartTimeShare = 0.3 }, 1));

        Assert.InRange(counts.Count(c => c.Uptime < 1) / (double)counts.Count, 0.2, 0.4);
        Assert.All(Told<TrafficCount>(Right), c => Assert.Equal(1, c.Uptime));
    }

    [Fact]
    public void Running_totals_rise_and_begin_anew()
    {
        CityRun run = Of(CameraFaults.None with { ResetsPerDay = 20 }, background: 1, totals: 1);
        List<TrafficCount> people = [.. Told<TrafficCount>(run).Where(c => c.Device.ToString() == "road" && c.Class == "car" && c.Direction == "a_to_b")];

        Assert.InRange(people.Zip(people.Skip(1)).Count(p => p.Second.Count < p.First.Count), 1, 10);
    }

    [Fact]
    public void The_streets_are_busier_in_the_rush_hour_than_at_night_and_a_bicycle_lane_has_bicycles()
    {
        CityRun night = Of(CameraFaults.None, 1, fromHour: 1);
        CityRun rush = Of(CameraFaults.None, 1, fromHour: 7);
        double Cars(CityRun run) => Told<TrafficCount>(run).Where(c => c.Class == "car").Sum(c => (double)c.Count);

        Assert.True(Cars(rush) > 5 * Cars(night));
        Assert.True(Told<TrafficCount>(rush).Where(c => c.Class == "bicycle").Sum(c => c.Count) > 5);
    }

    private static CityRun Of(CameraFaults faults, double background, double totals = 0, double fromHour = 8) => CityRun.Of(
        City,
        CityRun.FaultFree(fromHour) with { Cameras = faults, BackgroundTraffic = background, RunningTotalShare = totals },
        Hours,
        cameras: Cameras);

    private static List<T> Told<T>(CityRun run)
        where T : Observation
    {
        MessageDecoder decoder = new(new DecoderOptions());
        List<T> told = [];
        foreach (SimulatedMessage message in run.Messages)
        {
            DecodedMessage decoded = decoder.Decode(message.Topic, message.Payload, null, message.SendAt);
            Assert.Empty(decoded.Rejections);
            told.AddRange(decoded.Observations.OfType<T>().Where(o => Cameras.TryFind(o.Device, out _)));
        }

        return told;
    }

    /// <summary>A camera over the bus's street halfway between two stops, a pier of the boat with a gate and a line, and a bicycle lane.</summary>
    private static DeviceRegistry Read()
    {
        double lon = 100.40 + (5.5 * 450 / (111_000 * 0.971));
        double lat = 13.75 + 0.06 - (3.5 * 1200 / 111_000);
        string sheet = string.Create(CultureInfo.InvariantCulture, $$"""
            devices:
              - id: road
                name: Road
                at: [13.7003, {{lon}}]
                channels:
                  - id: line-1
                    line: [[13.6998, {{lon}}], [13.7008, {{lon}}]]
                    counts: [car, bus]
                    every: 1m
                    passages: [bus]
                    reads_routes: true
                    directions:
                      a_to_b: {bearing: 90, routes: [{route: R-bus, direction: 0}]}
                      b_to_a: {bearing: 270, routes: [{route: R-bus, direction: 1}]}
              - id: pier
                name: Pier
                at: [{{lat}}, 100.50]
                channels:
                  - id: gate
                    line: [[{{lat}}, 100.5001], [{{lat}}, 100.5003]]
                    counts: [person]
                    every: 1m
                    stop: R-boat-s4
                    directions:
                      in: {bearing: 0, means: boarding}
                      out: {bearing: 180, means: alighting}
                  - id: zone
                    zone: [[{{lat}}, 100.5001], [{{lat}}, 100.5003], [{{lat + 0.0002}}, 100.5003]]
                    counts: [person]
                    every: 1m
                    stop: R-boat-s4
                  - id: river
                    line: [[{{lat}}, 100.4995], [{{lat}}, 100.5009]]
                    counts: [boat]
                    passages: [boat]
                    every: 1m
                    directions:
                      a_to_b: {bearing: 180, routes: [{route: R-boat, direction: 0}]}
                      b_to_a: {bearing: 0, routes: [{route: R-boat, direction: 1}]}
              - id: lane
                name: Lane
                at: [13.702, 100.41]
                channels:
                  - id: line-1
                    line: [[13.702, 100.41], [13.7021, 100.41]]
                    counts: [bicycle]
                    every: 5m
                    directions:
                      a_to_b: {bearing: 90}
            """);
        SheetProblems problems = new();
        DeviceRegistry registry = DevicesSheet.Read("devices.yaml", sheet, City, problems);
        Assert.Empty(problems.InOrder());
        return registry;
    }
}
