using TransitHub.Core.Fusion.Crowding;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>Those who wait: who came, less who boarded.</summary>
public sealed class WaitingStateTests
{
    private readonly WaitingState state = new(2);

    [Fact]
    public void Who_boards_is_who_waited_before_less_who_waits_after()
    {
        this.state.Arrive([0.75, 0.25], 40, 4);
        Assert.Equal((30, 10), (this.state.Of(0), this.state.Of(1)));
        Assert.Equal(4, this.state.TotalVariance, 6);
        (double boarded, _) = this.state.Depart(0, 20, 0.01);
        Assert.Equal(20, boarded, 0.2);
        Assert.Equal(20, this.state.Total, 1.0);
        this.state.Arrive([0.75, 0.25], 8, 1);
        (double more, _) = this.state.Depart(0, double.PositiveInfinity, 0);
        Assert.Equal(16, more, 1.0);
        Assert.Equal(12, this.state.Of(1), 1e-9);
    }

    [Fact]
    public void A_vehicle_with_room_takes_all_of_its_line_and_none_of_another()
    {
        this.state.Arrive([0.5, 0.5], 20, 9);
        this.state.Depart(1, 60, 100);
        Assert.Equal(10, this.state.Of(0), 1e-9);
        Assert.InRange(this.state.Of(1), 0, 0.5);
        Assert.InRange(this.state.VarianceOf(1), 0, 1);
    }

    [Fact]
    public void A_zone_corrects_the_line_that_is_least_certain_most()
    {
        this.state.Suppose(0, 20, 100);
        this.state.Suppose(1, 20, 1);
        this.state.See(60, 4, 0);
        Assert.InRange(this.state.Of(0), 36, 40);
        Assert.InRange(this.state.Of(1), 20, 21);
    }

    [Fact]
    public void What_a_zone_misses_each_time_stays_uncertain_however_often_it_looks()
    {
        this.state.Arrive([0.5, 0.5], 40, 200);
        for (int i = 0; i < 100; i++)
        {
            this.state.See(50, 25, 16);
        }

        Assert.Equal(50, this.state.Total, 1.0);
        Assert.True(this.state.TotalVariance >= 15.9);
    }

    [Fact]
    public void Who_was_left_behind_gives_up_in_time_and_who_has_just_come_does_not()
    {
        this.state.Arrive([1, 0], 40, 1);
        this.state.Wait(3600);
        Assert.Equal(40, this.state.Total, 1e-9);
        this.state.Depart(0, 10, 0.01);
        this.state.Wait(3600);
        Assert.InRange(this.state.Total, 0.5, 5);
    }

    [Fact]
    public void Doors_that_counted_tell_of_those_who_waited()
    {
        this.state.Suppose(0, 10, 100);
        this.state.Boarded(0, 30, 4);
        Assert.InRange(this.state.Of(0), 28, 30);
        Assert.InRange(this.state.VarianceOf(0), 1, 5);
    }
}
