using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Tests.Fusion.Loads;

public class CountBiasTests
{
    private static readonly double[] Factors = [1, 1.2, 1.4, 1.6];

    [Fact]
    public void Counts_are_raised_the_more_the_fuller_the_vehicle_is()
    {
        CountBias bias = new(Factors);
        Assert.Equal(1, bias.Alighting(0, 80), 9);
        Assert.Equal(1.3, bias.Alighting(40, 80), 9);
        Assert.Equal(1.6, bias.Alighting(80, 80), 9);
    }

    [Fact]
    public void Who_is_not_seen_fills_the_vehicle_too()
    {
        // 40 were counted into an empty vehicle of 80 places: that is half full as counted, and more as it is.
        double factor = new CountBias(Factors).Boarding(40, 0, 80);
        Assert.Equal(CountBands.FactorAt(Factors, 40 * factor, 80), factor, 1);
        Assert.True(factor > 1.45);
    }

    [Fact]
    public void A_counter_that_sees_too_few_leave_is_set_right_by_its_own_runs()
    {
        CountBias bias = new([1, 1, 1, 1]);
        for (int run = 0; run < 100; run++)
        {
            bias.Learn(100 * bias.Boarding(0, 0, 80), 80 * bias.Alighting(0, 80));
        }

        Assert.Equal(1.25, bias.Alighting(0, 80) / bias.Boarding(0, 0, 80), 1);
    }

    [Fact]
    public void A_run_that_lost_half_of_its_riders_teaches_nothing()
    {
        CountBias bias = new(Factors);
        bias.Learn(100, 30);
        Assert.Equal(0, bias.Runs);
        Assert.Equal(1, bias.Alighting(0, 80), 9);
    }
}
