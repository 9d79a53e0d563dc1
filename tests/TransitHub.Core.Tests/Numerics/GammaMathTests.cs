using TransitHub.Core.Numerics;

namespace TransitHub.Core.Tests.Numerics;

public sealed class GammaMathTests
{
    [Theory]
    [InlineData(1, 2.5)]
    [InlineData(1, 30)]
    [InlineData(1, 0.001)]
    public void With_shape_1_it_is_the_exponential_distribution(double shape, double x) =>
        Assert.Equal(Math.Exp(-x), GammaMath.Beyond(shape, x), 1e-12);

    [Theory]
    [InlineData(3, 2)]
    [InlineData(3, 8)]
    [InlineData(12, 12)]
    [InlineData(12, 25)]
    public void With_a_whole_shape_it_is_the_chance_of_fewer_events_than_that(int shape, double x)
    {
        double term = Math.Exp(-x);
        double sum = 0;
        for (int n = 0; n < shape; n++)
        {
            sum += term;
            term *= x / (n + 1);
        }

        Assert.Equal(sum, GammaMath.Beyond(shape, x), 1e-10);
    }

    [Theory]
    [InlineData(0.5, 1, 0.157299207050285)]
    [InlineData(2.5, 4, 0.156235628)]
    public void With_a_broken_shape_it_is_what_tables_say(double shape, double x, double beyond) =>
        Assert.Equal(beyond, GammaMath.Beyond(shape, x), 1e-6);

    [Theory]
    [InlineData(0.5)]
    [InlineData(4.3)]
    [InlineData(50)]
    public void The_exceeded_value_is_the_inverse(double shape)
    {
        foreach (double beyond in (double[])[0.9, 0.5, 0.1, 0.001])
        {
            Assert.Equal(beyond, GammaMath.Beyond(shape, GammaMath.Exceeded(shape, beyond)), 1e-9);
        }
    }
}
