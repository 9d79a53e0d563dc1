using TransitHub.Core.Fusion.Links;

namespace TransitHub.Core.Tests.Fusion.Links;

public sealed class LinkTimesTests
{
    private static readonly DayTime Monday = new(0, 0);
    private static readonly DayTime Tuesday = new(86_400, 0);

    [Fact]
    public void Without_passages_the_timetable_is_expected() =>
        Assert.Equal(120, NewTimes(out _).Expect(0, 120, Monday, 0, 0, out _));

    [Fact]
    public void The_mean_of_unequal_passages_is_a_mean_of_seconds()
    {
        LinkTimes times = NewTimes(out _);
        for (int i = 0; i < 400; i++)
        {
            times.Learn(0, 120, i % 2 == 0 ? 80 : 160, Monday, i * 10);
        }

        Assert.InRange(times.Expect(0, 120, Monday, 4000, 0, out _), 115, 125);
    }

    [Fact]
    public void What_was_seen_in_one_hour_is_moved_to_another_by_what_is_usual_in_both()
    {
        LinkTimes times = NewTimes(out LinkHistory history);
        for (int i = 0; i < 20; i++)
        {
            history.Learn(0, Monday, 8.25 * 3600, 100);
            history.Learn(0, Monday, 8.75 * 3600, 200);
        }

        history.EndDay();
        double now = Tuesday.Start + (8.25 * 3600);
        for (int i = 0; i < 20; i++)
        {
            times.Learn(0, 120, 110, Tuesday, now);
        }

        double soon = times.Expect(0, 120, Tuesday, now, 0, out _);
        double later = times.Expect(0, 120, Tuesday, now, 1800, out _);

        Assert.InRange(soon, 105, 115);
        Assert.InRange(later, 190, 225);
    }

    [Fact]
    public void Days_that_become_known_while_it_runs_do_not_move_what_was_learned_before()
    {
        LinkTimes times = NewTimes(out LinkHistory history);
        for (int i = 0; i < 20; i++)
        {
            times.Learn(0, 120, 120, Monday, 8.25 * 3600);
        }

        history.EndDay();
        times.Learn(0, 120, 120, Tuesday, Tuesday.Start + (8.25 * 3600));

        Assert.InRange(times.Expect(0, 120, Tuesday, Tuesday.Start + (8.25 * 3600), 0, out _), 119, 121);
    }

    [Fact]
    public void A_far_vehicle_of_another_hour_takes_as_much_longer_as_its_timetable_says()
    {
        LinkTimes times = NewTimes(out _);
        for (int i = 0; i < 50; i++)
        {
            times.Learn(0, 100, 130, Monday, 6 * 3600);
        }

        double now = 9 * 3600;
        double near = times.Expect(0, 160, Monday, now, 0, out _);
        double far = times.Expect(0, 160, Monday, now, 2400, out _);

        Assert.InRange(near, 129, 132);
        Assert.InRange(far, 155, 175);
    }

    private static LinkTimes NewTimes(out LinkHistory history)
    {
        history = new LinkHistory(new StreetScene().Trip("T", "08:00:00", [0, 1, 2]).Schedule.Links);
        return new LinkTimes(history);
    }
}
