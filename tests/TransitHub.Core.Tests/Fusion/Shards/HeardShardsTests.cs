using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>What another shard tells again after a takeover counts once.</summary>
public sealed class HeardShardsTests
{
    private readonly HeardShards heard = new();

    [Fact]
    public void What_is_told_again_is_not_new_and_shards_do_not_disturb_each_other()
    {
        Assert.True(this.heard.IsNew(Told(1, 5)));
        Assert.False(this.heard.IsNew(Told(1, 5)));
        Assert.False(this.heard.IsNew(Told(1, 4)));
        Assert.True(this.heard.IsNew(Told(2, 4)));
        Assert.True(this.heard.IsNew(Told(1, 9)));
        Assert.False(this.heard.IsNew(Told(2, 4)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1024)]
    public void A_shard_that_cannot_be_is_not_heard(int shard) => Assert.False(this.heard.IsNew(Told(shard, 1)));

    private static LinkTraversals Told(int shard, long state) => new()
    {
        Device = TimerTick.Hub, ReceivedAt = default, ScheduleVersion = "v", FromShard = shard, FromState = state, Traversals = [],
    };
}
