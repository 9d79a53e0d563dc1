using Google.Protobuf;
using TransitHub.Core.Alerting;
using TransitHub.Core.Conformance;
using TransitHub.Core.Detours;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;
using Relation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;

namespace TransitHub.Core.Tests.Detours;

/// <summary>What the feeds say of a detour: drawn and as modified trips for who knows these, as skipped stops and later times for everybody.</summary>
public sealed class DetourFeedTests
{
    private readonly FeedSetEncoder encoder = new(new FeedOptions());

    [Fact]
    public void It_is_drawn_modifies_trips_and_links_to_its_alert()
    {
        FeedMessage feed = this.Encode(Diverted()).Get(FeedKind.TripUpdates).Decode();
        FeedEntity modifications = Assert.Single(feed.Entity, e => e.TripModifications is not null);
        FeedEntity shape = Assert.Single(feed.Entity, e => e.Shape is not null);
        TripModifications all = modifications.TripModifications;
        Assert.Equal(["20261123"], all.ServiceDates);
        TripModifications.Types.SelectedTrips selected = Assert.Single(all.SelectedTrips);
        Assert.Equal(shape.Shape.ShapeId, selected.ShapeId);
        Assert.Contains("ten-3", selected.TripIds);
        Assert.DoesNotContain(selected.TripIds, t => t.StartsWith("twenty", StringComparison.Ordinal));
        TripModifications.Types.Modification one = Assert.Single(all.Modifications);
        Assert.Equal((40u, "d", 50u, "e"), (one.StartStopSelector.StopSequence, one.StartStopSelector.StopId, one.EndStopSelector.StopSequence, one.EndStopSelector.StopId));
        Assert.InRange(one.PropagatedModificationDelay, 50, 90);
        Assert.Empty(one.ReplacementStops);
        Assert.StartsWith("auto-detour-", one.ServiceAlertId, StringComparison.Ordinal);
        Assert.True(PolylineText.CountPoints(shape.Shape.EncodedPolyline) > 40);
    }

    [Fact]
    public void Runs_that_come_to_it_skip_its_stops_and_are_later_behind_it()
    {
        DetourScene scene = Diverted();
        TripSnapshot plain = scene.State.Trips.Single(t => scene.State.Schedule.Trips.Id(t.Trip.TripIndex) == "ten-3");
        FeedMessage feed = this.Encode(scene).Get(FeedKind.TripUpdates).Decode();
        TripUpdate run = feed.Entity.Single(e => e.TripUpdate?.Trip.TripId == "ten-3").TripUpdate;
        TripUpdate.Types.StopTimeUpdate[] left = [.. run.StopTimeUpdate.Where(s => s.ScheduleRelationship == Relation.Skipped)];
        Assert.Equal(["d", "e"], left.Select(s => s.StopId));
        Assert.All(left, s => Assert.True(s.Arrival is null && s.Departure is null));
        Assert.Equal(plain.Stops.Single(s => s.Position == 2).Arrival, Arrival(run, "c"));
        int extra = feed.Entity.Single(e => e.TripModifications is not null).TripModifications.Modifications[0].PropagatedModificationDelay;
        Assert.Equal(plain.Stops.Single(s => s.Position == 5).Arrival + extra, Arrival(run, "f"));
        Assert.Equal(plain.Stops.Single(s => s.Position == 9).Arrival + extra, Arrival(run, "j"));

        TripUpdate modified = feed.Entity.Single(e => e.TripUpdate?.Trip.ModifiedTrip?.AffectedTripId == "ten-3").TripUpdate;
        Assert.Equal(feed.Entity.Single(e => e.TripModifications is not null).Id, modified.Trip.ModifiedTrip.ModificationsId);
        Assert.Equal("20261123", modified.Trip.ModifiedTrip.StartDate);
        Assert.False(modified.Trip.HasTripId || modified.Trip.HasRouteId || modified.Trip.HasStartDate || modified.Trip.HasStartTime || modified.Trip.HasDirectionId);
        Assert.Equal([("c", 3u), ("f", 4u), ("g", 5u), ("j", 8u)], modified.StopTimeUpdate.Where(s => s.StopId is "c" or "f" or "g" or "j").Select(s => (s.StopId, s.StopSequence)));
        Assert.Equal(Arrival(run, "f"), Arrival(modified, "f"));

        // Against the timetable as it was modified it is as late behind the detour as the plain prediction was.
        Assert.Equal(run.StopTimeUpdate.Single(s => s.StopId == "f").Arrival.Delay - extra, modified.StopTimeUpdate.Single(s => s.StopId == "f").Arrival.Delay);
    }

    [Fact]
    public void Who_has_passed_it_is_left_as_it_was()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).To(27.5);
        Assert.Single(scene.Found);
        FeedMessage feed = this.Encode(scene).Get(FeedKind.TripUpdates).Decode();
        TripSnapshot passed = scene.State.Trips.Single(t => scene.State.Schedule.Trips.Id(t.Trip.TripIndex) == "ten-2");
        TripUpdate run = feed.Entity.Single(e => e.TripUpdate?.Trip.TripId == "ten-2").TripUpdate;
        Assert.True(passed.Stops[0].Position >= 5);
        Assert.Equal(passed.Stops[^1].Arrival, run.StopTimeUpdate[^1].Arrival.Time);
        Assert.DoesNotContain(run.StopTimeUpdate, s => s.ScheduleRelationship == Relation.Skipped);
    }

    [Fact]
    public void The_bytes_are_those_of_google_protobuf_and_break_no_rule_in_any_cut_while_it_comes_holds_and_goes()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).Drive(3, Way.Round).Drive(4, Way.Regular).Drive(5, Way.Regular)
            .Drive(3, Way.Round, "twenty").Drive(2, Way.Round, "often").Drive(3, Way.Round, "often").Drive(5, Way.Round, "often");
        RealtimeValidator validator = new(DetourScene.Network);
        RealtimeValidator googles = new(DetourScene.Network);
        int drawn = 0;
        for (double minute = 1; minute <= 60; minute += 0.5)
        {
            FeedSet set = this.Encode(scene.To(minute));
            foreach (FeedCut cut in Enum.GetValues<FeedCut>())
            {
                // The cut for Google has no vehicles off their line, and so no pairs to compare.
                FeedKind[] kinds = cut == FeedCut.All ? Enum.GetValues<FeedKind>() : [FeedKind.TripUpdates, FeedKind.Alerts];
                RealtimeFeed[] feeds = [.. kinds.Select(kind => RealtimeFeed.Decode(kind.ToString(), set.Get(kind, cut).Protobuf.Bytes))];
                Assert.All(feeds, f => Assert.True(f.Bytes.Span.SequenceEqual(f.Message!.ToByteArray())));
                RealtimeFindings findings = (cut == FeedCut.All ? validator : googles).Check(scene.Now * 1000, feeds);
                Assert.Empty(findings.Notices.Select(n => $"{minute} {cut} {n.Code} {n.Message}"));
                Assert.Empty(findings.Counts);
            }

            drawn += set.Get(FeedKind.TripUpdates).Decode().Entity.Count(e => e.Shape is not null);
        }

        Assert.True(drawn > 40, $"{drawn}");
    }

    [Fact]
    public void After_its_end_nothing_is_left_of_it()
    {
        DetourScene scene = Diverted().Drive(4, Way.Regular).Drive(5, Way.Regular).To(58);
        Assert.Empty(scene.Found);
        FeedSet set = this.Encode(scene);
        Assert.All(set.Get(FeedKind.TripUpdates).Decode().Entity, e =>
        {
            Assert.NotNull(e.TripUpdate);
            Assert.Null(e.TripUpdate.Trip.ModifiedTrip);
            Assert.DoesNotContain(e.TripUpdate.StopTimeUpdate, s => s.ScheduleRelationship == Relation.Skipped);
        });
        Assert.Empty(set.Get(FeedKind.Alerts).Decode().Entity);
    }

    [Fact]
    public void Googles_cut_and_a_setting_have_the_plain_form_alone()
    {
        DetourScene scene = Diverted();
        FeedSet off = new FeedSetEncoder(new FeedOptions { TripModifications = false }).Encode(scene.State, Told(scene), Timestamp.FromUnixSeconds(scene.Now));
        foreach (FeedMessage feed in new[] { this.Encode(scene).Get(FeedKind.TripUpdates, FeedCut.Google).Decode(), off.Get(FeedKind.TripUpdates).Decode() })
        {
            Assert.All(feed.Entity, e => Assert.True(e.TripUpdate is { Trip.ModifiedTrip: null }));
            Assert.Contains(feed.Entity, e => e.TripUpdate.StopTimeUpdate.Any(s => s.ScheduleRelationship == Relation.Skipped));
        }
    }

    [Fact]
    public void A_header_time_never_falls_when_the_cuts_part()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).Drive(3, Way.Regular).Drive(4, Way.Regular);
        ulong last = 0;
        for (double minute = 20; minute <= 50; minute += 0.2)
        {
            ulong header = this.Encode(scene.To(minute)).Get(FeedKind.TripUpdates, FeedCut.Google).Decode().Header.Timestamp;
            Assert.True(header >= last);
            last = header;
        }
    }

    [Fact]
    public void Nobody_has_to_wait_where_it_leaves_out_a_stop()
    {
        DetourScene scene = Diverted();
        int pattern = DetourScene.Network.Trips.PatternIndex(DetourScene.Network.Trip("ten-3"));
        Assert.Equal([(pattern, 3), (pattern, 4)], LeftOutStops.Of(DetourScene.Network, Told(scene).Detours).Order());
        Assert.Empty(LeftOutStops.Of(DetourScene.Network, []));
    }

    [Fact]
    public void Evidence_alone_changes_no_byte()
    {
        DetourScene scene = Diverted();
        RiderWord told = Told(scene);
        FeedSet first = this.encoder.Encode(scene.State, told, Timestamp.FromUnixSeconds(scene.Now));
        RiderWord renewed = told with { Detours = [.. told.Detours.Select(d => d with { Detour = d.Detour with { RunCount = 99 } })] };
        Assert.Same(first.Get(FeedKind.TripUpdates), this.encoder.Encode(scene.State, renewed, Timestamp.FromUnixSeconds(scene.Now + 2)).Get(FeedKind.TripUpdates));
    }

    [Fact]
    public void Two_detours_of_a_line_are_modifications_of_one_entity_and_their_time_adds_up()
    {
        DetourScene scene = Diverted();
        PublishedDetour first = Told(scene).Detours[0];
        double east = (1500 / DetourScene.Network.Geometries[0].MetersPerDegreeX) + 0.0;
        Detour second = first.Detour with
        {
            Key = "second", SkippedStopIds = ["g"], StopIds = ["f", "g", "h"], ExtraSeconds = 40,
            Path = [.. first.Detour.Path.Select((v, i) => i % 2 == 0 ? v : v + east)],
        };
        RiderWord told = new(Told(scene).Alerts, [first, new PublishedDetour(first.AlertId, second)]);
        FeedMessage feed = this.encoder.Encode(scene.State, told, Timestamp.FromUnixSeconds(scene.Now)).Get(FeedKind.TripUpdates).Decode();
        TripModifications all = Assert.Single(feed.Entity, e => e.TripModifications is not null).TripModifications;
        Assert.Equal([("d", "e"), ("g", "g")], all.Modifications.Select(m => (m.StartStopSelector.StopId, m.EndStopSelector.StopId)));
        TripSnapshot plain = scene.State.Trips.Single(t => scene.State.Schedule.Trips.Id(t.Trip.TripIndex) == "ten-3");
        TripUpdate run = feed.Entity.Single(e => e.TripUpdate?.Trip.TripId == "ten-3").TripUpdate;
        Assert.Equal(plain.Stops[^1].Arrival + first.Detour.ExtraSeconds + 40, run.StopTimeUpdate[^1].Arrival.Time);
        Assert.Equal(3, run.StopTimeUpdate.Count(s => s.ScheduleRelationship == Relation.Skipped));
    }

    /// <summary>Three went round, a fourth is on its way to it.</summary>
    private static DetourScene Diverted() => new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).Drive(3, Way.Round).To(31);

    private static RiderWord Told(DetourScene scene) => new AlertBoard(DetourScene.Options).Tell(AlertBook.Empty, scene.Watch.Episodes, [], scene.Now);

    private static long Arrival(TripUpdate run, string stop) => run.StopTimeUpdate.Single(s => s.StopId == stop).Arrival.Time;

    private FeedSet Encode(DetourScene scene) => this.encoder.Encode(scene.State, Told(scene), Timestamp.FromUnixSeconds(scene.Now));
}
