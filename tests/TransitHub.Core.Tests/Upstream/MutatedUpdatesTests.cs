using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Upstream;

/// <summary>Real agencies' feeds, whole and damaged.</summary>
public sealed class MutatedUpdatesTests
{
    [Theory]
    [InlineData("raba", true)]
    [InlineData("unitrans", false)]
    public void A_real_feed_becomes_runs_whose_times_rise_and_each_update_is_accounted_for(string agency, bool isOfThisSchedule)
    {
        Assert.SkipUnless(SharedData.Has("feeds"), SharedData.SkipReason);
        (Schedule schedule, byte[] message) = Read(agency);
        HubSnapshot state = Pass(schedule, message, out RejectionLedger ledger);
        int updates = FeedMessage.Parser.ParseFrom(message).Entity.Count(e => e.TripUpdate is not null);

        Assert.Equal(isOfThisSchedule, state.Trips.Length > 0);
        Assert.All(state.Trips, AssertRises);
        long left = ledger.List().Where(r => r.Key is >= RejectionReason.UpdateMalformed).Sum(r => r.Value);
        Assert.Equal(updates, state.Trips.Length + state.Unseen.Length + left);
    }

    [Fact]
    public void Damaged_bytes_never_throw_and_what_comes_of_them_rises()
    {
        Assert.SkipUnless(SharedData.Has("feeds"), SharedData.SkipReason);
        foreach (string agency in new[] { "raba", "unitrans" })
        {
            (Schedule schedule, byte[] message) = Read(agency);
            var mutations = new ByteMutations(message, seed: 7);
            for (int i = 0; i < 1000; i++)
            {
                HubSnapshot state = Pass(schedule, mutations.Next(), out _);
                Assert.All(state.Trips, AssertRises);
            }
        }
    }

    private static (Schedule Schedule, byte[] Message) Read(string agency)
    {
        using FileStream gtfs = File.OpenRead(SharedData.Path($"feeds/{agency}-gtfs.zip"));
        return (ScheduleReader.Read(gtfs).Schedule, File.ReadAllBytes(SharedData.Path($"feeds/{agency}-trip-updates.pb")));
    }

    private static HubSnapshot Pass(Schedule schedule, byte[] message, out RejectionLedger ledger)
    {
        ledger = new RejectionLedger();
        var pipeline = new FusionPipeline(FeedId.Parse("feed"), schedule, new FusionOptions(), ledger);
        Timestamp now = Timestamp.FromUnixSeconds(HeaderOf(message));
        foreach (Observation observation in new UpstreamFeed(DeviceId.Parse("agency"), new UpstreamFeedOptions { TakesAlerts = true }).Read(message, now).Observations)
        {
            pipeline.Process(observation);
        }

        return pipeline.TakeSnapshot(now);
    }

    private static long HeaderOf(byte[] message)
    {
        try
        {
            return FeedMessage.Parser.ParseFrom(message).Header is { Timestamp: > 0 and < VehiclePositionDecoder.LastUnixSecond } header ? (long)header.Timestamp : 1_760_000_000;
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return 1_760_000_000;
        }
    }

    private static void AssertRises(TripSnapshot run)
    {
        long last = long.MinValue;
        foreach (StopPrediction stop in run.Stops)
        {
            Assert.True(stop.Arrival > last && stop.Departure >= stop.Arrival, $"{run.Trip}, place {stop.Position}");
            last = stop.Departure;
        }
    }
}
