using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Truth;

public sealed class OrderOfStopsTests
{
    private const double N = double.NaN;

    [Fact]
    public void Leaves_times_in_order_as_they_are()
    {
        double[] times = [1, 1, N, 2, 5];
        Assert.Equal(0, OrderOfStops.Clean(times));
        Assert.Equal([1, 1, N, 2, 5], times);
    }

    [Fact]
    public void Leaves_out_one_that_is_too_late_and_not_all_behind_it()
    {
        double[] times = [900, 1, 2, N, 3, 4];
        Assert.Equal(1, OrderOfStops.Clean(times));
        Assert.Equal([N, 1, 2, N, 3, 4], times);
    }

    [Fact]
    public void Leaves_out_one_that_is_too_early()
    {
        double[] times = [10, 11, 1, 12];
        Assert.Equal(1, OrderOfStops.Clean(times));
        Assert.Equal([10, 11, N, 12], times);
    }
}
