using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Tests.Fusion.Loads;

/// <summary>Those who boarded by the cameras of a platform, beside the doors' own count.</summary>
public sealed class PlatformBoardingTests
{
    private static readonly (double Riders, double Variance) NotCounted = (double.NaN, double.NaN);

    [Fact]
    public void What_the_doors_told_the_platform_is_taken_away_again()
    {
        // The platform knew 20 with a variance of 25, and learned of the doors' 30 with 9.
        double variance = 1 / ((1 / 25.0) + (1 / 9.0));
        double riders = variance * ((20 / 25.0) + (30 / 9.0));
        PlatformBoarding? alone = PlatformBoarding.Of(20, 25, NotCounted);
        PlatformBoarding? rid = PlatformBoarding.Of(riders, variance, (30, 9));
        Assert.Equal(alone!.Value.Riders, rid!.Value.Riders, 1e-9);
        Assert.Equal(alone.Value.Variance, rid.Value.Variance, 1e-9);
    }

    [Fact]
    public void A_platform_that_knows_only_what_the_doors_told_it_tells_nothing() =>
        Assert.Null(PlatformBoarding.Of(30, 8.99, (30, 9)));

    [Fact]
    public void Doors_and_platform_weigh_by_how_well_each_knows()
    {
        (double riders, double variance) = new PlatformBoarding(20, 16).With(30, 4);
        Assert.Equal(28, riders, 1e-9);
        Assert.Equal(3.2, variance, 1e-9);
        Assert.Equal((20, 16), new PlatformBoarding(20, 16).With(double.NaN, double.NaN));
    }

    [Fact]
    public void A_failing_camera_has_little_weight()
    {
        // Where nothing can be trusted the platform knows hardly anything, and that with a wide margin.
        (double riders, _) = PlatformBoarding.Of(0, 900, NotCounted)!.Value.With(30, 9);
        Assert.InRange(riders, 29.5, 30);
    }
}
