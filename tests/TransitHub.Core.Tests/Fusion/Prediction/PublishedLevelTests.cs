using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Core.Tests.Fusion.Prediction;

public sealed class PublishedLevelTests
{
    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(120, 0.4)]
    [InlineData(270, 0.3)]
    [InlineData(420, 0.2)]
    [InlineData(700, 0.2)]
    [InlineData(1000, 0.35)]
    [InlineData(1300, 0.5)]
    [InlineData(3600, 0.5)]
    public void The_level_changes_evenly_from_near_to_far(double ahead, double level) =>
        Assert.Equal(level, new PublishedLevel(0.4, 0.2, 0.5).At(ahead), 9);
}
