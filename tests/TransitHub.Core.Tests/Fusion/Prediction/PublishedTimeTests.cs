using TransitHub.Core.Fusion;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Prediction;

/// <summary>Which time is published, and when it moves.</summary>
public sealed class PublishedTimeTests
{
    private static readonly int[] Stops = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    public void A_lower_published_quantile_promises_an_earlier_time_near_and_far(int stop)
    {
        long low = Published(new FusionOptions { PublishedQuantileNear = 0.1, PublishedQuantile = 0.1, PublishedQuantileFar = 0.1 });
        long high = Published(new FusionOptions { PublishedQuantileNear = 0.75, PublishedQuantile = 0.75, PublishedQuantileFar = 0.75 });

        Assert.True(low < high, $"{low} is not before {high}");

        long Published(FusionOptions options) => After(options, 500)[stop].Arrival;
    }

    [Fact]
    public void A_slightly_other_time_far_ahead_is_not_published()
    {
        (StopPrediction before, StopPrediction after) = LastStopOf(new FusionOptions());

        Assert.Equal(before.Arrival, after.Arrival);
        Assert.NotEqual(before.Arrival + before.Quantiles.P50, after.Arrival + after.Quantiles.P50);
    }

    [Fact]
    public void Every_change_is_published_where_nothing_is_held()
    {
        (StopPrediction before, StopPrediction after) = LastStopOf(new FusionOptions { SteadySeconds = 0, SteadyShare = 0 });

        Assert.NotEqual(before.Arrival, after.Arrival);
    }

    [Fact]
    public void The_share_of_the_time_ahead_holds_where_the_seconds_do_not()
    {
        (StopPrediction before, StopPrediction after) = LastStopOf(new FusionOptions { SteadySeconds = 0, SteadyShare = 0.03 });

        Assert.Equal(before.Arrival, after.Arrival);
    }

    [Fact]
    public void The_seconds_hold_where_the_share_does_not()
    {
        (StopPrediction before, StopPrediction after) = LastStopOf(new FusionOptions { SteadySeconds = 120, SteadyShare = 0 });

        Assert.Equal(before.Arrival, after.Arrival);
    }

    [Fact]
    public void Every_change_is_published_up_to_the_time_ahead_that_is_set()
    {
        (StopPrediction before, StopPrediction after) = LastStopOf(new FusionOptions { SteadyBeyondSeconds = 3600 });

        Assert.NotEqual(before.Arrival, after.Arrival);
    }

    [Theory]
    [InlineData(-1, 0.03, 180, "SteadySeconds must be 0 to 120 seconds.")]
    [InlineData(121, 0.03, 180, "SteadySeconds must be 0 to 120 seconds.")]
    [InlineData(10, 0.3, 180, "SteadyShare must be 0 to 0.25.")]
    [InlineData(10, double.NaN, 180, "SteadyShare must be 0 to 0.25.")]
    [InlineData(10, 0.03, 3601, "SteadyBeyondSeconds must be 0 to 3600 seconds.")]
    public void A_value_out_of_range_is_named(double seconds, double share, double beyond, string problem)
    {
        Assert.Equal([problem], new FusionOptions { SteadySeconds = seconds, SteadyShare = share, SteadyBeyondSeconds = beyond }.Check());
    }

    /// <summary>The last stop, half an hour ahead, before and after a report that is a few seconds behind the pace.</summary>
    private static (StopPrediction Before, StopPrediction After) LastStopOf(FusionOptions options)
    {
        StreetScene scene = Driven(options, 500);
        StopPrediction before = scene.TripOf("T", "08:01:00").Stops[^1];
        scene.Report("bus", "08:01:20", 625, "T");
        return (before, scene.TripOf("T", "08:01:20").Stops[^1]);
    }

    private static StopPrediction[] After(FusionOptions options, double meters) => [.. Driven(options, meters).TripOf("T", "08:01:00").Stops];

    private static StreetScene Driven(FusionOptions options, double meters)
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops);
        scene.Options = options;
        return scene.Drive("bus", "08:00:00", 0, "08:01:00", meters, "T");
    }
}
