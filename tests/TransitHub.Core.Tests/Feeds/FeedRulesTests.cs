using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;
using TripRelationship = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;
using StopRelationship = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>
/// What the canonical GTFS-Realtime validator refuses (its rule numbers in brackets), held over whole lives of a hub made
/// by chance.
/// </summary>
public sealed class FeedRulesTests
{
    private static readonly Schedule Network = FeedSchedules.Read();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(100, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_state_keeps_the_rules(int seed)
    {
        FeedSetEncoder encoder = new(new FeedOptions());
        SnapshotSuccession hub = new(Network, seed);
        Dictionary<(FeedKind, FeedCut), FeedBytes> before = [];
        for (int i = 0; i < 40; i++)
        {
            HubSnapshot snapshot = hub.Next(afterSeconds: i % 5 == 0 ? 0.3 : 1 + (i % 4 * 2));
            FeedSet feeds = encoder.Encode(snapshot, snapshot.CreatedAt);
            foreach (FeedCut cut in Enum.GetValues<FeedCut>())
            {
                FeedMessage positions = Check(feeds, FeedKind.VehiclePositions, cut, before);
                FeedMessage updates = Check(feeds, FeedKind.TripUpdates, cut, before);
                Check(feeds, FeedKind.Alerts, cut, before);
                CheckPositions(positions, cut);
                CheckUpdates(updates);
                CheckPairs(positions, updates);
            }
        }
    }

    private static FeedMessage Check(FeedSet feeds, FeedKind kind, FeedCut cut, Dictionary<(FeedKind, FeedCut), FeedBytes> before)
    {
        FeedBytes bytes = feeds.Get(kind, cut);
        if (before.TryGetValue((kind, cut), out FeedBytes? last) && !ReferenceEquals(last, bytes))
        {
            Assert.True(bytes.HeaderTimestamp > last.HeaderTimestamp, "[E017, E018] other content under the same or an older timestamp");
        }

        before[(kind, cut)] = bytes;
        FeedMessage message = FeedMessage.Parser.ParseFrom(bytes.Protobuf.Bytes.Span);
        Assert.Equal("2.0", message.Header.GtfsRealtimeVersion); // [E038]
        Assert.True(message.Header.HasIncrementality, "[E049]");
        Assert.True(message.Header.HasTimestamp, "[E048]");
        Assert.Equal("2026-11-ก", message.Header.FeedVersion);
        Assert.Equal(message.Entity.Count, message.Entity.Select(entity => entity.Id).Distinct().Count()); // [E052]
        Assert.DoesNotContain(message.Entity, entity => entity.HasIsDeleted); // [E039]
        return message;
    }

    private static void CheckPositions(FeedMessage message, FeedCut cut)
    {
        foreach (FeedEntity entity in message.Entity)
        {
            VehiclePosition vehicle = entity.Vehicle;
            Assert.Null(entity.TripUpdate);
            Assert.Equal(entity.Id, vehicle.Vehicle.Id); // [W002]
            Assert.InRange(vehicle.Timestamp, 1ul, message.Header.Timestamp); // [W001, E012]
            Assert.InRange(vehicle.Position.Latitude, -90f, 90f); // [E026]
            Assert.InRange(vehicle.Position.Bearing, 0f, 360f); // [E027]
            Assert.True(vehicle.Trip is not null || cut == FeedCut.All, "the cut holds vehicles on trips only");
            if (vehicle.Trip is TripDescriptor trip)
            {
                int index = CheckTrip(trip);
                CheckStop(index, vehicle.CurrentStopSequence, vehicle.StopId);
            }
        }
    }

    private static void CheckUpdates(FeedMessage message)
    {
        foreach (FeedEntity entity in message.Entity)
        {
            TripUpdate update = entity.TripUpdate;
            Assert.Null(entity.Vehicle);
            if (update.Trip.ScheduleRelationship == TripRelationship.Canceled)
            {
                CheckCanceled(update, message.Header.Timestamp);
                continue;
            }

            Assert.NotEmpty(update.Vehicle.Id); // [W002]
            Assert.InRange(update.Timestamp, 1ul, message.Header.Timestamp); // [W001, E012]
            Assert.NotEmpty(update.StopTimeUpdate); // [E041]
            int index = CheckTrip(update.Trip);
            long last = 0;
            long sequence = -1;
            foreach (TripUpdate.Types.StopTimeUpdate stop in update.StopTimeUpdate)
            {
                Assert.True(stop.StopSequence > sequence, "[E002] stop_sequence in order");
                Assert.True(stop.Arrival.Time > last, "[E022] times rise strictly");
                Assert.True(stop.Departure.Time >= stop.Arrival.Time, "[E025] departure not before arrival");
                Assert.True(stop.HasScheduleRelationship, "[W009]");
                CheckStop(index, stop.StopSequence, stop.StopId);
                CheckEvents(update.Trip.ScheduleRelationship, stop);
                (sequence, last) = (stop.StopSequence, stop.Departure.Time);
            }
        }
    }

    /// <summary>A canceled trip has no stops and no vehicle, of which the rules on both make an exception.</summary>
    private static void CheckCanceled(TripUpdate update, ulong header)
    {
        CheckTrip(update.Trip);
        Assert.InRange(update.Timestamp, 1ul, header); // [W001, E012]
        Assert.Empty(update.StopTimeUpdate);
        Assert.Null(update.Vehicle);
    }

    private static void CheckEvents(TripRelationship trip, TripUpdate.Types.StopTimeUpdate stop)
    {
        bool byHeadway = trip == TripRelationship.Unscheduled;
        Assert.Equal(byHeadway ? StopRelationship.Unscheduled : StopRelationship.Scheduled, stop.ScheduleRelationship); // [E013]
        foreach (TripUpdate.Types.StopTimeEvent at in new[] { stop.Arrival, stop.Departure })
        {
            Assert.InRange(at.Time, 1_700_000_000, 1_900_000_000); // [E001]
            Assert.Equal(byHeadway, !at.HasDelay);
            Assert.True(at.HasUncertainty && at.Uncertainty >= 0, "uncertainty is stated");
        }
    }

    /// <summary>The trip's fields are the GTFS's; returns its index.</summary>
    private static int CheckTrip(TripDescriptor trip)
    {
        Assert.True(Network.Trips.TryFind(trip.TripId, out int index), "[E003]");
        Assert.True(trip.HasScheduleRelationship, "[W009]");
        Assert.Matches("^2026112[23]$", trip.StartDate); // [E021]
        Assert.Equal(Network.Routes.Id(Network.Trips.RouteIndex(index)), trip.RouteId); // [E004, E035]
        Assert.Equal(Network.Trips.DirectionId(index), trip.HasDirectionId ? (int)trip.DirectionId : -1); // [E024]
        ReadOnlySpan<FrequencyWindow> windows = Network.Trips.Frequencies(index);
        bool byHeadway = !windows.IsEmpty && !windows[0].ExactTimes;
        TripRelationship expected = byHeadway ? TripRelationship.Unscheduled : TripRelationship.Scheduled;
        Assert.True(trip.ScheduleRelationship == expected || (trip.ScheduleRelationship == TripRelationship.Canceled && !byHeadway), "[E013, E016]");
        if (!windows.IsEmpty)
        {
            Assert.True(ServiceTime.TryParse(trip.StartTime, out ServiceTime start), "[E006, E020]");
            Assert.True(byHeadway || (start.Seconds - windows[0].StartSeconds) % windows[0].HeadwaySeconds == 0, "[E019]");
        }
        else if (trip.HasStartTime)
        {
            Assert.Equal(ServiceTime.FromSeconds(Network.Trips.Arrivals(index)[0]).ToString(), trip.StartTime); // [E023]
        }

        return index;
    }

    private static void CheckStop(int trip, uint sequence, string stopId)
    {
        int position = Network.Trips.StopSequences(trip).IndexOf((int)sequence);
        Assert.True(position >= 0, "[E051] stop_sequence is the GTFS's");
        Assert.Equal(Network.Stops.Id(Network.Patterns.Stops(Network.Trips.PatternIndex(trip))[position]), stopId); // [E011, E045]
    }

    /// <summary>[E047] Both feeds name one vehicle for one run.</summary>
    private static void CheckPairs(FeedMessage positions, FeedMessage updates)
    {
        Dictionary<(string, string, string), string> predicted = updates.Entity.Select(entity => entity.TripUpdate)
            .Where(update => update.Vehicle is not null).ToDictionary(update => Run(update.Trip), update => update.Vehicle.Id);
        foreach (VehiclePosition vehicle in positions.Entity.Select(entity => entity.Vehicle).Where(vehicle => vehicle.Trip is not null))
        {
            Assert.Equal(vehicle.Vehicle.Id, predicted.GetValueOrDefault(Run(vehicle.Trip), vehicle.Vehicle.Id));
        }

        static (string, string, string) Run(TripDescriptor trip) => (trip.TripId, trip.StartDate, trip.StartTime);
    }
}
