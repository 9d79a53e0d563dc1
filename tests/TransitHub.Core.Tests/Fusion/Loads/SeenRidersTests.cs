using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Tests.Fusion.Loads;

/// <summary>Riders on board of a vehicle without counters: ten usually board at each stop and a fifth leaves.</summary>
public sealed class SeenRidersTests
{
    [Fact]
    public void A_platform_with_twice_the_usual_riders_makes_the_stops_after_it_fuller_too()
    {
        double usual = After(stops: 6, seenAt: -1, riders: 0).Mean;
        double full = After(stops: 6, seenAt: 2, riders: 20).Mean;
        double stays = 10 * 0.8 * 0.8 * 0.8;
        Assert.True(full - usual > stays + 4, $"{full} against {usual}");
    }

    [Fact]
    public void Where_nobody_looked_is_not_where_nobody_boarded()
    {
        Assert.InRange(After(stops: 3, seenAt: -1, riders: 0).Mean, 24, 25);
        LoadState empty = After(stops: 3, seenAt: 2, riders: 0);
        Assert.InRange(empty.Mean, 0, 16);
        Assert.True(empty.Variance < After(stops: 3, seenAt: -1, riders: 0).Variance);
    }

    [Fact]
    public void There_are_never_more_on_board_than_fit_nor_fewer_than_none()
    {
        Assert.InRange(After(stops: 6, seenAt: 5, riders: 200).Mean, 60, 61.2);
        Assert.InRange(After(stops: 1, seenAt: 0, riders: 0).Mean, 0, 5);
    }

    [Fact]
    public void What_a_run_has_too_many_or_too_few_of_adds_up_over_its_stops()
    {
        // Each stop's own chance evens out, the run's does not.
        double variance = After(stops: 6, seenAt: -1, riders: 0).Variance;
        LoadState apart = new(0, 0.25);
        for (int stop = 0; stop < 6; stop++)
        {
            apart = (stop == 0 ? apart : apart.Leave(double.NaN, double.NaN, 0.2, 0.001)).Board(double.NaN, double.NaN, 10, 51, 60);
        }

        Assert.True(variance > 1.5 * apart.Variance);
    }

    private static LoadState After(int stops, int seenAt, double riders)
    {
        SeenRiders seen = new();
        for (int stop = 0; stop < stops; stop++)
        {
            if (stop > 0)
            {
                seen.Leave(0.2, 0.001);
            }

            seen.Board(10, 51, stop == seenAt ? new PlatformBoarding(riders, 4) : null, 60);
        }

        return seen.State;
    }
}
