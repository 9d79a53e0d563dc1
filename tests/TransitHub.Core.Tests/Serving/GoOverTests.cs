using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Serving;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Fusion.Shards;

namespace TransitHub.Core.Tests.Serving;

/// <summary>A feed's shards go over to another static feed one after another, and who follows the feed sees one change.</summary>
public sealed class GoOverTests
{
    [Fact]
    public async Task Shards_that_go_over_one_after_another_are_one_step_once_the_last_one_has()
    {
        await using var scene = new ServingScene(1);
        scene.Found = new FoundSchedule(scene.Next, IsComing: false);
        FeedSequencer sequencer = await scene.TakeOverAsync();
        FeedReplica replica = scene.NewReplica();
        HubSnapshot before = await TellAllAsync(scene, sequencer);
        await FollowAsync(replica);

        scene.GoOver(0);
        await scene.TellAsync(0);
        await scene.TellAsync(0);
        Assert.Null(await sequencer.StepAsync(ServingScene.Cancel));
        await scene.TellAsync(1);
        HubSnapshot between = (await sequencer.StepAsync(ServingScene.Cancel))!;
        Assert.Same(scene.Schedule, between.Schedule);
        Assert.Null(sequencer.Lagging);
        Assert.Equal(before.Sequence + 1, between.Sequence);
        scene.GoOver(1);
        scene.GoOver(2);
        await scene.TellAsync(2);
        Assert.Null(await sequencer.StepAsync(ServingScene.Cancel));
        await scene.TellAsync(1);
        HubSnapshot after = (await sequencer.StepAsync(ServingScene.Cancel))!;

        Assert.Equal((between.Sequence + 1, scene.Next), (after.Sequence, after.Schedule));
        Assert.Same(scene.Next, sequencer.Schedule);
        MergedState direct = new(MadeUpShard.Feed, scene.Next);
        ShardTold[] ofNext = [.. scene.All.Where(t => t.Changes.IsOf(scene.Next)).OrderBy(t => t.Shard)];
        SameState.Assert(direct.Apply(after.Sequence, ofNext), after);
        List<FeedStates> followed = await FollowAsync(replica);
        Assert.Equal([false, true], followed.Select(f => f.IsRestart));
        SameState.Assert(after, Assert.Single(followed[1].States));
        Assert.Same(scene.Next, followed[1].States[0].Schedule);
    }

    [Fact]
    public async Task Who_does_not_have_the_static_feed_yet_follows_no_further_and_then_goes_on()
    {
        await using var scene = new ServingScene(2);
        scene.Found = new FoundSchedule(scene.Next, IsComing: false);
        FeedSequencer sequencer = await scene.TakeOverAsync();
        HubSnapshot before = await TellAllAsync(scene, sequencer);
        FeedReplica replica = scene.NewReplica();
        await FollowAsync(replica);
        HubSnapshot after = await GoOverAsync(scene, sequencer);
        await sequencer.SaveAsync(ServingScene.Cancel);

        scene.Found = new FoundSchedule(null, IsComing: true);
        FeedReplica late = scene.NewReplica();
        Assert.Empty(await FollowAsync(replica));
        Assert.Empty(await FollowAsync(late));
        Assert.Equal((scene.Next.Version, before.Sequence), (replica.WaitsFor, replica.Current.Sequence));
        Assert.Equal((scene.Next.Version, string.Empty), (late.WaitsFor, late.Epoch));
        await Assert.ThrowsAsync<IOException>(() => scene.TakeOverAsync());

        scene.Found = new FoundSchedule(scene.Next, IsComing: false);
        await FollowAsync(replica);
        await FollowAsync(late);
        SameState.Assert(after, replica.Current);
        SameState.Assert(after, late.Current);
        Assert.Equal((null, null), (replica.WaitsFor, late.WaitsFor));
        Assert.Equal(after.Sequence, (await scene.TakeOverAsync()).Current.Sequence);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_encoder_is_stopped_between_the_states_have_no_gap_and_none_is_of_both_static_feeds(int seed)
    {
        var chance = new Random(seed);
        await using var scene = new ServingScene(seed);
        scene.Found = new FoundSchedule(scene.Next, IsComing: false);
        FeedSequencer sequencer = await scene.TakeOverAsync();
        string epoch = sequencer.Epoch;
        FeedReplica early = scene.NewReplica();
        List<HubSnapshot> seen = [];
        Queue<int> toGo = new([2, 0, 1]);
        for (int round = 0; round < 120; round++)
        {
            if (round % 20 == 19 && toGo.TryDequeue(out int shard))
            {
                scene.GoOver(shard);
            }

            await scene.TellAsync(chance.Next(ServingScene.Shards));
            await sequencer.StepAsync(ServingScene.Cancel);
            if (chance.Next(4) == 0)
            {
                await sequencer.SaveAsync(ServingScene.Cancel);
            }

            if (chance.Next(4) == 0)
            {
                sequencer = await scene.TakeOverAsync();
            }

            seen.AddRange((await FollowAsync(early)).SelectMany(f => f.States));
        }

        FeedReplica late = scene.NewReplica();
        await FollowAsync(late);
        SameState.Assert(early.Current, late.Current);
        Assert.Equal((epoch, epoch), (early.Epoch, late.Epoch));
        Assert.Equal(Enumerable.Range(0, seen.Count).Select(i => seen[0].Sequence + i), seen.Select(s => s.Sequence));
        Assert.Equal([scene.Schedule, scene.Next], seen.Select(s => s.Schedule).Distinct());
        Assert.True(seen.FindIndex(s => s.Schedule == scene.Next) > seen.FindLastIndex(s => s.Schedule == scene.Schedule));
    }

    private static async Task<HubSnapshot> TellAllAsync(ServingScene scene, FeedSequencer sequencer)
    {
        for (int shard = 0; shard < ServingScene.Shards; shard++)
        {
            await scene.TellAsync(shard);
        }

        return (await sequencer.StepAsync(ServingScene.Cancel))!;
    }

    private static async Task<HubSnapshot> GoOverAsync(ServingScene scene, FeedSequencer sequencer)
    {
        for (int shard = 0; shard < ServingScene.Shards; shard++)
        {
            scene.GoOver(shard);
        }

        HubSnapshot after = await TellAllAsync(scene, sequencer);
        Assert.Same(scene.Next, after.Schedule);
        return after;
    }

    private static async Task<List<FeedStates>> FollowAsync(FeedReplica replica)
    {
        List<FeedStates> all = [];
        FeedStates found;
        while ((found = await replica.FollowAsync(ServingScene.Cancel)).States.Count > 0)
        {
            all.Add(found);
        }

        return all;
    }
}
