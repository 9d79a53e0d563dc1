using TransitHub.Core.Fusion.Crowding;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>Intervals become as wide as they must be.</summary>
public sealed class IntervalScaleTests
{
    [Theory]
    [InlineData(2, 1.8, 3)]
    [InlineData(40, 0.5, 0.8)]
    public void Four_in_five_come_to_lie_within(double half, double least, double most)
    {
        // What comes is spread evenly over 0 to 20 around 10: an interval of 2 to 18 would hold four in five.
        IntervalScale scale = new();
        Random random = new(7);
        double now = 0;
        for (int i = 0; i < 3000; i++, now += 120)
        {
            scale.Learn(now, 20 * random.NextDouble(), 0.1);
            double factor = scale.Factors[0];
            scale.Probe(now, [.. Enumerable.Repeat(new IntervalScale.Probed(0, 10, 10, double.NaN, 10 - (factor * half), 10 + (factor * half)), IntervalScale.Steps)]);
        }

        Assert.InRange(scale.Factors[0], least, most);
    }

    [Fact]
    public void Of_what_is_played_through_and_what_is_usual_the_one_that_is_nearer_counts_more()
    {
        IntervalScale scale = new();
        Assert.True(scale.ShareOf(0) > 0.8);
        for (double now = 0; now < 60_000; now += 120)
        {
            scale.Learn(now, 20, 0.1);
            scale.Probe(now, [.. Enumerable.Repeat(new IntervalScale.Probed(0, 40, 40, 22, 0, 60), IntervalScale.Steps)]);
        }

        Assert.InRange(scale.ShareOf(0), 0, 0.05);
        Assert.InRange(scale.RatioOf(0), 0.5, 0.6);
    }

    [Fact]
    public void A_present_that_is_hardly_known_teaches_nothing()
    {
        IntervalScale scale = new();
        scale.Probe(1000, new IntervalScale.Probed[6]);
        scale.Learn(1300, 500, 50);
        Assert.Equal(1, scale.Factors[0]);
    }

    [Fact]
    public void What_errs_the_same_way_but_more_counts_for_next_to_nothing()
    {
        // Both are too low when the other is, what is played through twice as much: weighing them cannot mend that.
        IntervalScale scale = new();
        Random random = new(5);
        for (double now = 0; now < 120_000; now += 120)
        {
            double off = (20 * random.NextDouble()) - 10;
            scale.Learn(now, 50, 0.1);
            scale.Probe(now, [.. Enumerable.Repeat(new IntervalScale.Probed(0, 50 + (2 * off), 50 + (2 * off), 50 + off, 0, 100), IntervalScale.Steps)]);
        }

        Assert.InRange(scale.ShareOf(2), 0, 0.05);
    }

    [Fact]
    public void A_day_that_is_busier_than_usual_raises_the_usual_number()
    {
        IntervalScale scale = new();
        Assert.Equal(1, scale.TodayOf(0));
        for (double now = 0; now < 30_000; now += 120)
        {
            scale.Learn(now, 60, 0.1);
            scale.Probe(now, [.. Enumerable.Repeat(new IntervalScale.Probed(0, 60, 60, 40, 0, 100), IntervalScale.Steps)]);
        }

        Assert.InRange(scale.TodayOf(0), 1.4, 1.5);
    }

    [Fact]
    public void Where_the_present_is_not_known_well_intervals_stay_wider()
    {
        Assert.True(Settled(8) > 1.3 * Settled(0.1));

        static double Settled(double deviation)
        {
            // The estimate always lies in the middle; the truth may not.
            IntervalScale scale = new();
            double now = 0;
            for (int i = 0; i < 2000; i++, now += 120)
            {
                scale.Learn(now, 30, deviation);
                double half = 10 * scale.Factors[0];
                scale.Probe(now, [.. Enumerable.Repeat(new IntervalScale.Probed(0, 30, 30, double.NaN, 30 - half, 30 + half), IntervalScale.Steps)]);
            }

            return scale.Factors[0];
        }
    }
}
