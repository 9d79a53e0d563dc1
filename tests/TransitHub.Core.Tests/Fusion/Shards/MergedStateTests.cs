using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Shards;

public sealed class MergedStateTests
{
    private static readonly Timestamp Early = Timestamp.FromUnixSeconds(1_772_400_000);
    private readonly Schedule schedule = NewSchedule();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_one_shard_it_is_that_shards_state(int seed)
    {
        var shard = new MadeUpShard(0, this.schedule, seed);
        MergedState merged = this.NewMerged();
        for (int i = 1; i <= 200; i++)
        {
            HubSnapshot state = merged.Apply(i, [shard.Next(whole: i % 50 == 7)]);
            SameState.Assert(shard.State, state);
            if (i % 50 != 7)
            {
                SameState.Assert(shard.State.Changes, state.Changes);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_whole_and_what_was_told_after_it_give_what_all_that_was_told_gives(int seed)
    {
        var chance = new Random(seed);
        MadeUpShard[] shards = [.. Enumerable.Range(0, 3).Select(i => new MadeUpShard(i, this.schedule, (seed * 10) + i))];
        MergedState all = this.NewMerged();
        MergedState late = this.NewMerged();
        for (int i = 1; i <= 300; i++)
        {
            ShardTold[] told = [.. shards.Where(_ => chance.Next(3) > 0).Select(s => s.Next(whole: chance.Next(40) == 0))];
            HubSnapshot expected = all.Apply(i, told);
            if (chance.Next(30) == 0)
            {
                late = this.NewMerged();
                SameState.Assert(expected, late.Apply(i, all.Save()));
            }
            else
            {
                HubSnapshot state = late.Apply(i, told);
                SameState.Assert(expected, state);
                SameState.Assert(expected.Changes, state.Changes);
            }

            Assert.Equal(all.Shards.Select(all.PlaceOf), late.Shards.Select(late.PlaceOf));
        }
    }

    [Fact]
    public void Of_a_run_that_two_shards_have_the_one_that_is_on_it_now_counts_and_then_the_newer()
    {
        TripSnapshot later = MadeUpShard.Served(1, Early.AddSeconds(9), isCurrent: false);
        TripSnapshot present = MadeUpShard.Served(1, Early);
        TripSnapshot newer = MadeUpShard.Served(1, Early.AddSeconds(1));
        MergedState merged = this.NewMerged();
        Assert.Same(later, merged.Apply(1, [this.Told(0, 1, trips: [later])]).Trips.Single());
        Assert.Same(present, merged.Apply(2, [this.Told(1, 1, trips: [present])]).Trips.Single());
        Assert.Same(newer, merged.Apply(3, [this.Told(2, 1, trips: [newer])]).Trips.Single());
        HubSnapshot gone = merged.Apply(4, [this.Told(2, 2)]);
        Assert.Same(present, gone.Trips.Single());
        Assert.Same(present, gone.Changes.Trips.Single());
        Assert.Empty(gone.Changes.RemovedTrips);
    }

    [Fact]
    public void A_run_is_in_doubt_while_none_that_knows_its_line_believes_in_it_and_as_little_as_any_doubts()
    {
        MergedState merged = this.NewMerged();

        // The other shard has no vehicle of this line and says nothing.
        Assert.Equal(RunState.Canceled, merged.Apply(1, [this.Told(0, 1, [MadeUpShard.Doubt(1, RunState.Canceled)]), this.Told(1, 1)]).Unseen.Single().State);
        Assert.Equal(RunState.Suspect, merged.Apply(2, [this.Told(1, 2, [MadeUpShard.Doubt(1, RunState.Suspect)])]).Unseen.Single().State);

        // It serves another run of the line and does not doubt this one.
        HubSnapshot believed = merged.Apply(3, [this.Told(1, 3, trips: [MadeUpShard.Served(2, Early)])]);
        Assert.Empty(believed.Unseen);
        Assert.Equal([MadeUpShard.Trip(1)], believed.Changes.RemovedUnseen);

        // It serves this very run.
        Assert.Empty(merged.Apply(4, [this.Told(1, 4, trips: [MadeUpShard.Served(1, Early)])]).Unseen);
        Assert.Single(merged.Apply(5, [this.Told(1, 5)]).Unseen);
    }

    [Fact]
    public void What_is_told_of_another_static_feed_does_not_count_until_the_shard_tells_of_this_one()
    {
        MergedState merged = this.NewMerged();
        merged.Apply(1, [this.Told(0, 1, trips: [MadeUpShard.Served(1, Early)]), this.Told(1, 1, trips: [MadeUpShard.Served(2, Early)])]);
        Assert.Empty(merged.OnOtherVersions);
        ShardChanges other = new() { CreatedAt = Early, ScheduleVersion = "other" };
        Assert.Equal(MadeUpShard.Trip(2), Assert.Single(merged.Apply(2, [new ShardTold(0, 2, other)]).Trips).Trip);
        Assert.Equal([(0, "other")], merged.OnOtherVersions);
        Assert.Equal(2, merged.PlaceOf(0));
        ShardTold next = new(0, 3, other with { ScheduleVersion = this.schedule.Version });
        Assert.False(merged.CanTake(next));
        Assert.Throws<ArgumentException>(() => merged.Apply(3, [next]));
        Assert.Equal(2, merged.Apply(3, [this.Told(0, 3, trips: [MadeUpShard.Served(1, Early)])]).Trips.Length);
        Assert.Empty(merged.OnOtherVersions);
    }

    [Fact]
    public void What_does_not_follow_is_refused()
    {
        MergedState merged = this.NewMerged();
        ShardTold part = this.Told(0, 5);
        part = part with { Changes = part.Changes with { IsWhole = false } };
        Assert.False(merged.CanTake(part));
        merged.Apply(1, [this.Told(0, 4)]);
        Assert.True(merged.CanTake(part));
        Assert.False(merged.CanTake(part with { Number = 6 }));
    }

    private static Schedule NewSchedule()
    {
        var street = new StreetScene();
        for (int i = 0; i < 8; i++)
        {
            street.Trip($"T{i}", $"08:0{i}:00", [0, 1, 2, 3]);
        }

        return street.Schedule;
    }

    private MergedState NewMerged() => new(MadeUpShard.Feed, this.schedule);

    private ShardTold Told(int shard, long number, UnseenRun[]? unseen = null, TripSnapshot[]? trips = null) => new(shard, number, new ShardChanges
    {
        CreatedAt = Early,
        ScheduleVersion = this.schedule.Version,
        IsWhole = true,
        Unseen = new(unseen ?? [], []),
        Trips = new(trips ?? [], []),
    });
}
