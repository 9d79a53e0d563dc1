using TransitHub.Core.Upstream;

namespace TransitHub.Core.Tests.Upstream;

public sealed class RisingTimesTests
{
    [Fact]
    public void Times_that_rise_stay() => Assert.Equal([10, 20, 20, 31], Mend([10, 20, 20, 31], [0, 1, 0, 1], expected: false));

    [Fact]
    public void A_wild_time_does_not_move_those_far_from_it() => Assert.Equal([100, 299, 300, 400, 500], Mend([100, 9000, 300, 400, 500], [0, 1, 1, 1, 1], expected: true));

    [Fact]
    public void Equal_times_at_two_stops_come_a_second_apart() => Assert.Equal([99, 100, 101], Mend([100, 100, 100], [0, 1, 1], expected: true));

    [Fact]
    public void Any_times_rise_by_their_gaps_afterwards_and_none_leaves_the_range_by_more_than_the_gaps()
    {
        var chance = new Random(20261128);
        for (int round = 0; round < 2000; round++)
        {
            int count = chance.Next(0, 40);
            long[] times = [.. Enumerable.Range(0, count).Select(_ => 1_760_000_000 + chance.NextInt64(-5000, 5000))];
            int[] gaps = [.. Enumerable.Range(0, count).Select(_ => chance.Next(0, 4))];
            long[] mended = [.. times];
            RisingTimes.Mend(mended, gaps);

            for (int i = 1; i < count; i++)
            {
                Assert.True(mended[i] - mended[i - 1] >= gaps[i], $"round {round}, {i}");
            }

            Assert.All(mended, t => Assert.InRange(t, times.Min() - gaps.Sum(), times.Max() + gaps.Sum()));
            Assert.False(RisingTimes.Mend(mended, gaps));
        }
    }

    private static long[] Mend(long[] times, int[] gaps, bool expected)
    {
        long[] mended = [.. times];
        Assert.Equal(expected, RisingTimes.Mend(mended, gaps));
        return mended;
    }
}
