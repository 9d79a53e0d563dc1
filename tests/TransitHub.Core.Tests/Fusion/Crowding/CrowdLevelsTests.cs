using TransitHub.Core.Fusion.Crowding;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>How full a place is told to be.</summary>
public sealed class CrowdLevelsTests
{
    private readonly CrowdLevels levels = new(new CrowdingOptions());

    [Theory]
    [InlineData(4, CrowdingLevel.Empty)]
    [InlineData(5, CrowdingLevel.Light)]
    [InlineData(30, CrowdingLevel.Busy)]
    [InlineData(60, CrowdingLevel.Crowded)]
    [InlineData(90, CrowdingLevel.Full)]
    [InlineData(300, CrowdingLevel.Full)]
    public void The_cuts_are_shares_of_the_capacity(int waiting, CrowdingLevel level)
    {
        Assert.Equal(level, this.levels.Of(waiting, 100));
        Assert.Equal(level, this.levels.Tell(waiting + 0.4, 0.1, 100, CrowdingLevel.Unknown));
    }

    [Fact]
    public void A_level_stays_until_another_is_clearly_likelier()
    {
        CrowdingLevel shown = this.levels.Tell(25, 3, 100, CrowdingLevel.Unknown);
        Assert.Equal(CrowdingLevel.Light, shown);
        Assert.Equal(CrowdingLevel.Light, this.levels.Tell(29.6, 3, 100, shown));
        Assert.Equal(CrowdingLevel.Busy, this.levels.Tell(29.6, 3, 100, CrowdingLevel.Busy));
        Assert.Equal(CrowdingLevel.Busy, this.levels.Tell(33, 3, 100, shown));
    }

    [Fact]
    public void Where_the_number_is_hardly_known_no_level_is_told() =>
        Assert.Equal(CrowdingLevel.Unknown, this.levels.Tell(50, 60, 100, CrowdingLevel.Unknown));

    [Fact]
    public void Without_a_capacity_no_level_is_told() =>
        Assert.Equal(CrowdingLevel.Unknown, this.levels.Tell(50, 1, double.NaN, CrowdingLevel.Unknown));

    [Fact]
    public void Wrong_settings_are_named()
    {
        CrowdingOptions wrong = new() { Cuts = [0.3, 0.2, 0.6, 0.9], MinProbability = 1, Hysteresis = -1, GateFactors = [1], ZoneFactors = [9, 9, 9, 9], RefreshSeconds = 0 };
        Assert.Equal(
            [nameof(wrong.Cuts), nameof(wrong.MinProbability), nameof(wrong.Hysteresis), nameof(wrong.GateFactors), nameof(wrong.ZoneFactors), nameof(wrong.RefreshSeconds)],
            wrong.Check().Select(w => w[..w.IndexOf(' ', StringComparison.Ordinal)]));
    }
}
