using TransitHub.Core.Counting;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;

namespace TransitHub.Server.Tests.Counts;

/// <summary>Estimates say no more of a few people than counts do.</summary>
public sealed class PublicEstimateTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_772_409_600L);

    [Theory]
    [InlineData(23.4, 17, 31, 25L, 15L, 35L)]
    [InlineData(5.2, 3, 9, 5L, 0L, 10L)]
    [InlineData(100, 100, 100, 100L, 100L, 100L)]
    public void An_estimate_and_its_bounds_are_told_in_steps_of_the_fewest_told(double mean, double low, double high, long? estimate, long? least, long most)
    {
        PublicEstimate told = Of("person", mean, low, high);

        Assert.Equal((estimate, least, most, null), (told.Estimate, told.Low, told.High, told.FewerThan));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2.4)]
    public void A_small_one_is_not_told_and_none_is_not_told_from_a_few(double mean)
    {
        PublicEstimate told = Of("person", mean, 0, 4);

        Assert.Equal((null, null, 5L, 5), (told.Estimate, told.Low, told.High, told.FewerThan));
    }

    [Fact]
    public void Vehicles_of_public_transport_are_told_each()
    {
        PublicEstimate told = Of("bus", 2.4, 1, 4);

        Assert.Equal((2L, 1L, 4L, null), (told.Estimate, told.Low, told.High, told.FewerThan));
    }

    private static PublicEstimate Of(string kind, double mean, double low, double high) =>
        PublicEstimate.Of(new FilledFlow(new("line-1", kind, "in"), Start, new FilledHour(mean, low, high), 0.4), 5);
}
