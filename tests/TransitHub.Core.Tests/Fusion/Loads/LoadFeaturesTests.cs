using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Tests.Fusion.Loads;

public class LoadFeaturesTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    [InlineData(1e12)]
    [InlineData(-1e12)]
    public void Are_finite_and_bounded_whatever_is_known(double value)
    {
        float[] row = new float[LoadFeatures.Count];
        LoadFeatures.Write(Outlook() with { UsualHere = value, UsualThere = value, LeaderHere = value, LeaderThere = value, GapRatio = value, DelaySeconds = value, Room = value }, row);

        Assert.All(row, v => Assert.InRange(v, -LoadFeatures.Bound, LoadFeatures.Bound));
    }

    [Fact]
    public void Tell_what_is_known_from_what_is_not()
    {
        float[] row = new float[LoadFeatures.Count];
        LoadFeatures.Write(Outlook(), row);
        Assert.Equal((0f, 0f, 0f), (row[At("is_leader_known")], row[At("leader_excess")], row[At("is_gap_known")]));

        LoadFeatures.Write(Outlook() with { LeaderThere = 40, GapRatio = 2 }, row);
        Assert.Equal((1f, 1f), (row[At("is_leader_known")], row[At("is_gap_known")]));
        Assert.Equal((40 - 20) / Math.Sqrt(25), row[At("leader_excess")], 5);
        Assert.Equal(Math.Log(2), row[At("gap_ratio")], 5);
    }

    [Fact]
    public void Writing_a_row_allocates_nothing()
    {
        float[] row = new float[LoadFeatures.Count];
        LoadOutlook outlook = Outlook();
        LoadFeatures.Write(outlook, row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            LoadFeatures.Write(outlook, row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_vehicle_ahead_is_the_last_that_left_and_not_one_of_long_ago()
    {
        LeaderLoads leaders = new(3);
        Assert.Equal(double.NaN, leaders.Note(1, 1000, 20));
        Assert.Equal(double.NaN, leaders.Note(1, 1600, 30));
        Assert.Equal(2, leaders.Note(1, 2800, 70), 6);
        leaders.Correct(1, 1600, 5);
        Assert.Equal(70, leaders.At(1, 2900));
        leaders.Correct(1, 2800, 75);
        Assert.Equal(75, leaders.At(1, 2900));
        Assert.Equal(double.NaN, leaders.At(1, 2800 + 6000));
        Assert.Equal(double.NaN, leaders.At(2, 2900));
    }

    [Fact]
    public void A_model_has_the_word_only_where_it_was_nearer_often_enough()
    {
        LoadBlend blend = new();
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(i >= 106, blend.IsModelBetter(1));
            blend.Learn(1, 2, 1);
            blend.Learn(5, 1, 2);
        }

        Assert.False(blend.IsModelBetter(5));
        Assert.False(blend.IsModelBetter(20));
    }

    private static int At(string name) => LoadFeatures.Names.IndexOf(name);

    private static LoadOutlook Outlook() => new()
    {
        StopsAhead = 2, MinutesAhead = 4, Load = 30, UsualHere = 20, UsualThere = 20, Formula = 25, FormulaDeviation = 5, PlaceShare = 0.5, Hours = 8, IsWeekend = false,
    };
}
