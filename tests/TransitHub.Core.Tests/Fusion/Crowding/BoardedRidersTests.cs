using TransitHub.Core.Fusion.Crowding;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>Those who boarded, as the platform sees it: who waited before, less who waits after.</summary>
public sealed class BoardedRidersTests
{
    private readonly WaitingState state = new(2);
    private readonly BoardedRiders boarded = new(100, 2);

    [Fact]
    public void Nobody_is_lost_between_those_who_boarded_and_those_who_still_wait()
    {
        // Forty came, it is not known for which line: who is seen to be left has not boarded.
        this.state.Arrive([0.5, 0.5], 40, 0.01);
        this.state.Depart(0, double.PositiveInfinity, 0, this.boarded);
        Assert.Equal(20, this.boarded.Mean, 1e-6);
        double uncertain = this.boarded.Variance;
        this.state.See(26, 0.1, 0);
        Assert.Equal(14, this.boarded.Mean, 1.0);
        Assert.Equal(40, this.boarded.Mean + this.state.Total, 1.0);
        Assert.True(this.boarded.Variance < uncertain / 4);
    }

    [Fact]
    public void No_more_board_than_there_is_room_for()
    {
        this.state.Suppose(0, 50, 25);
        this.state.Depart(0, 20, 4, this.boarded);
        Assert.InRange(this.boarded.Mean, 18, 20.5);
        Assert.InRange(this.boarded.Variance, 3, 6);

        // More are left than it should have left: it took fewer.
        double before = this.boarded.Mean;
        this.state.See(45, 1, 0);
        Assert.InRange(this.boarded.Mean, before - 8, before - 1);
    }

    [Fact]
    public void What_is_seen_long_after_a_departure_tells_nothing_of_it()
    {
        this.state.Arrive([0.5, 0.5], 40, 0.01);
        this.state.Depart(0, double.PositiveInfinity, 0, this.boarded);
        this.state.EndWatch(100);
        this.state.See(20, 4, 0);
        double kept = this.boarded.Mean;
        this.state.EndWatch(101);
        this.state.See(30, 0.1, 0);
        Assert.Equal(kept, this.boarded.Mean);
    }

    [Fact]
    public void A_vehicle_that_follows_takes_its_own_riders_and_not_those_of_the_one_before()
    {
        this.state.Arrive([0.5, 0.5], 40, 0.01);
        this.state.Depart(0, double.PositiveInfinity, 0, this.boarded);
        BoardedRiders other = new(160, 2);
        this.state.Depart(1, double.PositiveInfinity, 0, other);
        Assert.Equal(40, this.boarded.Mean + other.Mean, 0.5);
    }
}
