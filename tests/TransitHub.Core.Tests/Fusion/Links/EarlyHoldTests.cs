using TransitHub.Core.Fusion.Links;

namespace TransitHub.Core.Tests.Fusion.Links;

public sealed class EarlyHoldTests
{
    [Fact]
    public void Knowing_nothing_it_adds_nothing() => Assert.Equal(0, new EarlyHold(2).Expect(0, -120));

    [Fact]
    public void Where_drivers_wait_for_the_timetable_an_early_one_is_expected_to_wait()
    {
        EarlyHold hold = Taught(1);

        Assert.InRange(hold.Expect(0, -120), 100, 120);
        Assert.Equal(0, hold.Expect(0, 120));
    }

    [Fact]
    public void A_link_of_which_nothing_is_known_leans_on_the_others()
    {
        Assert.InRange(Taught(1).Expect(1, -120), 60, 120);
        Assert.InRange(Taught(0).Expect(1, -120), 0, 1);
    }

    private static EarlyHold Taught(double share)
    {
        EarlyHold hold = new(2);
        for (int i = 0; i < 500; i++)
        {
            double delay = -200 + i % 11 * 30;
            hold.Learn(0, delay, share * Math.Max(0, -delay));
        }

        return hold;
    }
}
