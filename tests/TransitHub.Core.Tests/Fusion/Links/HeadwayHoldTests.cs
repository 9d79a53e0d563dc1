using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Links;

namespace TransitHub.Core.Tests.Fusion.Links;

public sealed class HeadwayHoldTests
{
    private const double Start = 1_772_413_200;
    private const double Usual = 600;

    private readonly StreetScene scene = new StreetScene().Trip("A", "08:00:00", [0, 1, 2]).Trip("B", "08:10:00", [3, 4, 5]);

    [Fact]
    public void Knowing_nothing_it_adds_nothing() => Assert.Equal(0, new HeadwayHold(this.scene.Schedule).Expect(this.Run("A"), 0, Start));

    [Fact]
    public void Who_comes_long_after_the_last_vehicle_is_expected_to_take_longer()
    {
        (HeadwayHold hold, double last) = this.Taught(secondsPerGap: 40);

        Assert.InRange(hold.Expect(this.Run("A", gap: 2 * Usual), 0, last + (2 * Usual)), 20, 40);
        Assert.InRange(hold.Expect(this.Run("A", gap: Usual / 4), 0, last + (Usual / 4)), -40, -10);
    }

    [Fact]
    public void Where_gaps_make_no_difference_none_is_expected()
    {
        (HeadwayHold hold, double last) = this.Taught(secondsPerGap: 0);

        Assert.InRange(hold.Expect(this.Run("A", gap: 2 * Usual), 0, last + (2 * Usual)), -1, 1);
    }

    [Fact]
    public void A_vehicle_ahead_that_is_still_to_come_there_counts()
    {
        (HeadwayHold hold, double last) = this.Taught(secondsPerGap: 40);

        // Nobody was there for an hour, but the one ahead is one usual gap ahead.
        Assert.InRange(hold.Expect(this.Run("A", gap: Usual), 0, last + 3600), -3, 3);
    }

    [Fact]
    public void Before_its_first_gap_was_measured_nothing_is_said()
    {
        (HeadwayHold hold, double last) = this.Taught(secondsPerGap: 40);

        Assert.Equal(0, hold.Expect(this.Run("A"), 0, last + (2 * Usual)));
    }

    [Fact]
    public void A_link_of_which_only_a_gap_is_known_leans_on_the_others()
    {
        (HeadwayHold hold, _) = this.Taught(secondsPerGap: 40);
        RunTrack other = this.Run("B");
        hold.Learn(other, 0, Start, 0);
        hold.Learn(other, 0, Start + Usual, 0);

        Assert.InRange(hold.Expect(this.Run("B", gap: 2 * Usual), 0, Start + (3 * Usual)), 15, 40);
    }

    [Fact]
    public void A_passage_that_comes_out_of_order_teaches_nothing()
    {
        (HeadwayHold hold, double last) = this.Taught(secondsPerGap: 40);
        RunTrack late = this.Run("A");
        hold.Learn(late, 0, last - 900, 500);

        Assert.True(double.IsNaN(late.GapAhead));
    }

    private RunTrack Run(string trip, double gap = double.NaN) => new(this.scene.Schedule, this.scene.InstanceOf(trip)) { GapAhead = gap };

    /// <summary>Two hundred passages of one link, half and one and a half usual gaps apart by turns.</summary>
    private (HeadwayHold Hold, double Last) Taught(double secondsPerGap)
    {
        HeadwayHold hold = new(this.scene.Schedule);
        double at = Start;
        for (int i = 0; i < 200; i++)
        {
            double longer = i % 2 == 0 ? 0.5 : -0.5;
            at += Usual * (1 + longer);
            hold.Learn(this.Run("A"), 0, at, secondsPerGap * longer);
        }

        return (hold, at);
    }
}
