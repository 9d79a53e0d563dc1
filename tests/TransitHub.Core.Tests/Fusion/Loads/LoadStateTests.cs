using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Tests.Fusion.Loads;

public class LoadStateTests
{
    [Fact]
    public void Who_left_is_taken_away_and_who_boarded_is_added()
    {
        LoadState state = new LoadState(20, 4).Leave(5, 1, double.NaN, double.NaN).Board(8, 2, double.NaN, double.NaN, 80);
        Assert.Equal(23, state.Mean);
        Assert.Equal(7, state.Variance);
    }

    [Fact]
    public void Nobody_leaves_who_is_not_on_board() => Assert.Equal(0, new LoadState(3, 4).Leave(5, 1, double.NaN, double.NaN).Mean);

    [Fact]
    public void No_more_board_than_there_is_room_for() => Assert.Equal(81.6, new LoadState(70, 4).Board(30, 1, double.NaN, double.NaN, 80).Mean, 6);

    [Fact]
    public void Many_who_leave_where_few_usually_do_tell_of_a_full_vehicle()
    {
        // One in ten usually leaves here: ten who leave tell of a hundred on board, or of a few more than usual.
        LoadState state = new LoadState(50, 400).Leave(10, 1, 0.1, 0.0001);
        Assert.InRange(state.Mean, 55, 90);
        Assert.True(state.Variance < 400);
    }

    [Fact]
    public void A_stop_that_was_not_counted_is_not_a_stop_without_riders()
    {
        LoadState state = new LoadState(40, 4).Leave(double.NaN, double.NaN, 0.25, 0.001).Board(double.NaN, double.NaN, 6, 9, 80);
        Assert.Equal(36, state.Mean, 6);
        Assert.True(state.Variance > 4);
    }
}
