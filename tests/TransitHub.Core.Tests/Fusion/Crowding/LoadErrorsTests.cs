using TransitHub.Core.Fusion.Crowding;
using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>The usual load is corrected by the vehicles that count.</summary>
public sealed class LoadErrorsTests
{
    private static readonly LoadState Usual = new(30, 900);

    [Fact]
    public void Without_a_vehicle_the_usual_load_stays_and_is_no_surer() =>
        Assert.True(new LoadErrors().Correct(Usual, 100) is { Mean: 30, Variance: >= 900 });

    [Fact]
    public void Vehicles_that_are_fuller_and_near_each_other_move_it_and_make_it_surer()
    {
        LoadErrors errors = new();
        for (int i = 0; i < 40; i++)
        {
            errors.Learn(i % 2 == 0 ? 17 : 23);
        }

        LoadState corrected = errors.Correct(Usual, 100);
        Assert.InRange(corrected.Mean, 47, 50.5);
        Assert.InRange(corrected.Variance, 9, 160);
    }

    [Fact]
    public void It_is_never_more_than_there_is_room_for()
    {
        LoadErrors errors = new();
        for (int i = 0; i < 20; i++)
        {
            errors.Learn(60);
        }

        Assert.Equal(60, errors.Correct(Usual, 60).Mean);
    }
}
