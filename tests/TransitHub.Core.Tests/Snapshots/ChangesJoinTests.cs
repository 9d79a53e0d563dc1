using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Snapshots;

public sealed class ChangesJoinTests
{
    [Fact]
    public void Of_several_states_the_newest_of_each_stop_remains()
    {
        SnapshotChanges joined = ChangesJoin.Join([Step([At(1, 5), At(2, 5)], []), Step([At(1, 6)], [2]), Step([At(3, 1)], [4])]);
        Assert.Equal([(1, 6.0), (3, 1.0)], joined.Crowding.Select(c => (c.Stop, c.Waiting.Mean)));
        Assert.Equal([2, 4], joined.RemovedCrowding);
        Assert.Equal(4, joined.Count);
    }

    private static SnapshotChanges Step(ImmutableArray<StopCrowding> crowding, ImmutableArray<int> removed) =>
        SnapshotChanges.None with { Crowding = crowding, RemovedCrowding = removed };

    private static StopCrowding At(int stop, double waiting) => new()
    {
        Stop = stop,
        MeasuredAt = Timestamp.FromUnixSeconds(1_763_871_000),
        Waiting = new PeopleEstimate(waiting, waiting, waiting),
        Level = CrowdingLevel.Light,
        Trend = CrowdingTrend.Steady,
    };
}
