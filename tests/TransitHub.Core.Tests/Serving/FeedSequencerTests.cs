using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Tests.Fusion.Shards;

namespace TransitHub.Core.Tests.Serving;

public sealed class FeedSequencerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Over_takeovers_every_replica_has_the_same_state_under_each_sequence_and_none_is_missing_or_twice(int seed)
    {
        var chance = new Random(seed);
        await using var scene = new ServingScene(seed);
        FeedSequencer sequencer = await scene.TakeOverAsync();
        string epoch = sequencer.Epoch;
        FeedReplica early = scene.NewReplica();
        FeedReplica late = scene.NewReplica();
        Dictionary<long, HubSnapshot> made = [];
        for (int round = 0; round < 200; round++)
        {
            await scene.TellAsync(chance.Next(ServingScene.Shards), whole: chance.Next(50) == 0);
            if (chance.Next(3) == 0 && await sequencer.StepAsync(ServingScene.Cancel) is { } state)
            {
                made.Add(state.Sequence, state);
            }

            if (chance.Next(20) == 0)
            {
                await sequencer.SaveAsync(ServingScene.Cancel);
            }

            if (chance.Next(20) == 0)
            {
                FeedSequencer former = sequencer;
                sequencer = await scene.TakeOverAsync();
                await scene.TellAsync(0);
                await Assert.ThrowsAsync<LeaseLostException>(() => former.StepAsync(ServingScene.Cancel));
            }

            if (chance.Next(30) == 0)
            {
                late = scene.NewReplica();
            }

            await FollowAsync(early, made);
            await FollowAsync(late, made);
        }

        while (await sequencer.StepAsync(ServingScene.Cancel) is { } state)
        {
            made.Add(state.Sequence, state);
        }

        await FollowAsync(early, made);
        await FollowAsync(late, made);
        Assert.Equal((epoch, epoch, epoch), (sequencer.Epoch, early.Epoch, late.Epoch));
        Assert.Equal(Enumerable.Range(1, made.Count).Select(i => (long)i), made.Keys.Order());
        MergedState direct = new(MadeUpShard.Feed, scene.Schedule);
        SameState.Assert(direct.Apply(made.Count, scene.All), early.Current);
        SameState.Assert(early.Current, late.Current);
    }

    [Fact]
    public async Task Who_is_behind_what_was_trimmed_begins_with_the_whole_state()
    {
        await using var scene = new ServingScene(1);
        FeedSequencer sequencer = await scene.TakeOverAsync(resumable: 3);
        FeedReplica replica = scene.NewReplica();
        await StepAsync(scene, sequencer);
        Assert.True((await replica.FollowAsync(ServingScene.Cancel)).IsRestart);
        Assert.False((await replica.FollowAsync(ServingScene.Cancel)).IsRestart);
        Assert.Equal(1, replica.Current.Sequence);
        for (int i = 0; i < 9; i++)
        {
            await StepAsync(scene, sequencer);
        }

        await sequencer.SaveAsync(ServingScene.Cancel);
        FeedReplica near = scene.NewReplica();
        await near.FollowAsync(ServingScene.Cancel);
        await StepAsync(scene, sequencer);
        FeedStates found = await replica.FollowAsync(ServingScene.Cancel);
        Assert.True(found.IsRestart);
        Assert.Equal(10, found.States.Single().Sequence);
        Assert.Equal([11], (await replica.FollowAsync(ServingScene.Cancel)).States.Select(s => s.Sequence));
        Assert.False((await near.FollowAsync(ServingScene.Cancel)).IsRestart);
        SameState.Assert(sequencer.Current, replica.Current);
        SameState.Assert(sequencer.Current, near.Current);
    }

    [Fact]
    public async Task Where_a_shards_changes_are_gone_its_next_whole_is_waited_for()
    {
        await using var scene = new ServingScene(2);
        LeaseName stream = LeaseName.OfShard(ShardId.From(MadeUpShard.Feed, 0));
        for (int i = 0; i < 5; i++)
        {
            await scene.TellAsync(0);
        }

        await scene.Storage.Changes.TrimAsync(stream, 4, ServingScene.Cancel);
        FeedSequencer sequencer = await scene.TakeOverAsync();
        Assert.Null(await sequencer.StepAsync(ServingScene.Cancel));
        await scene.TellAsync(0);
        Assert.Null(await sequencer.StepAsync(ServingScene.Cancel));
        await scene.TellAsync(0, whole: true);
        await scene.TellAsync(0);
        HubSnapshot state = (await sequencer.StepAsync(ServingScene.Cancel))!;
        MergedState direct = new(MadeUpShard.Feed, scene.Schedule);
        SameState.Assert(direct.Apply(1, scene.All), state);
    }

    [Fact]
    public async Task Where_the_stream_was_lost_a_new_epoch_begins()
    {
        await using var scene = new ServingScene(3);
        FeedSequencer sequencer = await scene.TakeOverAsync();
        await StepAsync(scene, sequencer);
        await sequencer.SaveAsync(ServingScene.Cancel);
        string before = sequencer.Epoch;

        // The embedded form's streams end with the process; the whole state does not.
        scene.Reopen();
        sequencer = await scene.TakeOverAsync();
        Assert.NotEqual(before, sequencer.Epoch);
        FeedReplica replica = scene.NewReplica();
        await replica.FollowAsync(ServingScene.Cancel);
        Assert.Equal(sequencer.Epoch, replica.Epoch);
        Assert.Empty(replica.Current.Vehicles);
    }

    private static async Task StepAsync(ServingScene scene, FeedSequencer sequencer)
    {
        await scene.TellAsync(0);
        Assert.NotNull(await sequencer.StepAsync(ServingScene.Cancel));
    }

    /// <summary>Follows as far as there is anything, and sees that each state is the one that was made.</summary>
    private static async Task FollowAsync(FeedReplica replica, Dictionary<long, HubSnapshot> made)
    {
        FeedStates found;
        while ((found = await replica.FollowAsync(ServingScene.Cancel)).States.Count > 0)
        {
            for (int i = 0; i < found.States.Count; i++)
            {
                HubSnapshot state = found.States[i];
                if (!made.TryGetValue(state.Sequence, out HubSnapshot? expected))
                {
                    Assert.Equal(0, state.Sequence);
                    continue;
                }

                SameState.Assert(expected, state);
                if (i > 0 || !found.IsRestart)
                {
                    SameState.Assert(expected.Changes, state.Changes);
                }
            }
        }
    }
}
