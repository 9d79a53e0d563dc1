using Google.Protobuf;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Upstream;

/// <summary>What other agencies told is part of a shard's state: who takes it over goes on with it.</summary>
public sealed class UpstreamStateTests
{
    private readonly StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3]);
    private long sequence;

    [Fact]
    public void A_machine_that_is_restored_tells_what_one_tells_that_was_never_disturbed()
    {
        ShardMachine whole = this.NewMachine();
        FeedEntity added = UpdateText.Entity("X1", "#1,S0 arr 08:20:00; #2,S2 arr 08:24:00", "x");
        (added.TripUpdate.Trip.RouteId, added.TripUpdate.Trip.ScheduleRelationship) = ("R", TripDescriptor.Types.ScheduleRelationship.New);
        LoggedRecord[] before =
        [
            this.Told("08:01:00", ToldAlert.Entity("a", "route R", "trip T").WithPeriods((1_772_400_000, 1_772_500_000))),
            this.Told("08:01:00", added),
            this.Told("08:01:00", UpdateText.Entity("T", "S1 arr +60", "t")),
            this.Record(TimerTick.At(StreetScene.At("08:01:01"))),
            this.Told("08:01:02", ToldAlert.Entity("b", "stop S1")),
        ];
        Assert.Equal([1], before.Select(r => whole.Take(r)?.State.UpstreamAlerts.Length).OfType<int>());
        byte[] saved = whole.Save();
        ShardMachine restored = this.NewMachine();
        Assert.Null(restored.TryRestore(saved));
        Assert.Equal(saved, restored.Save());

        LoggedRecord[] after =
        [
            this.Told("08:01:10", new FeedEntity { Id = "a", IsDeleted = true }),
            this.Told("08:01:11", ToldAlert.Entity("b", "stop S1")),
            this.Record(TimerTick.At(StreetScene.At("08:02:00"))),
            this.Told("08:02:10", new FeedEntity { Id = string.Empty, IsDeleted = true }),
            this.Record(TimerTick.At(StreetScene.At("08:03:00"))),
        ];
        ShardOutput[] one = [.. after.Select(whole.Take).OfType<ShardOutput>()];
        ShardOutput[] other = [.. after.Select(restored.Take).OfType<ShardOutput>()];
        Assert.Equal([(1, 1, 1), (0, 0, 0)], one.Select(o => (o.State.UpstreamAlerts.Length, o.State.ExtraRuns.Length, o.State.Trips.Length)));
        Assert.Equal(one.Select(Bytes), other.Select(Bytes));
        Assert.Equal(whole.Save(), restored.Save());
        Assert.Equal("agency:b", ChangesForm.ByNames.Decode(ChangesForm.ByNames.Encode(ShardChanges.Of(one[0].State, null))).UpstreamAlerts!.Single().Id);
    }

    private static string Bytes(ShardOutput output) => Convert.ToHexString(ChangesForm.ByNames.Encode(ShardChanges.Of(output.State, null)));

    private ShardMachine NewMachine() => new(new ShardSetup(ShardId.From(FeedId.Parse("street"), 0), 1, this.scene.Schedule, new FeedRuntimeOptions()));

    private LoggedRecord Told(string time, FeedEntity entity) => this.Record(new UpstreamEntity
    {
        Device = DeviceId.Parse("agency"), ReceivedAt = StreetScene.At(time), MeasuredAt = StreetScene.At(time), Entity = entity.ToByteArray(),
    });

    private LoggedRecord Record(Observation observation) => new(++this.sequence, observation);
}
