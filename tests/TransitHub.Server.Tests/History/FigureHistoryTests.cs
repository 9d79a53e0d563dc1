using TransitHub.Core.Time;
using TransitHub.Server.History;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Tests.History;

public sealed class FigureHistoryTests
{
    private const string Accepted = "accepted";
    private const long Start = 1_795_395_300L;

    private readonly FigureHistory history = new();

    [Fact]
    public void Counts_what_came_in_each_minute_and_keeps_the_last_gauge_and_the_worst_age()
    {
        this.Look(0, 100, vehicles: 5, age: 1);
        this.Look(30, 130, vehicles: 6, age: 9);
        this.Look(55, 140, vehicles: 7, age: 2);
        this.Look(60, 150, vehicles: 8, age: 3);
        this.Look(120, 180, vehicles: 9, age: 4);

        FigureSeries series = this.history.Read(1, At(120));
        Assert.Equal(Start - 3480, series.From);
        Assert.Equal(60, series.Figures[Accepted].Length);
        Assert.Equal([null, 40, 10], series.Figures[Accepted][^3..]);
        Assert.Equal([null, 7, 8], series.Figures["vehicles"][^3..]);
        Assert.Equal([null, 9, 3], series.Figures["state_age_seconds"][^3..]);
    }

    [Fact]
    public void Leaves_steps_without_a_look_empty()
    {
        this.Look(0, 0);
        this.Look(10, 6);
        this.Look(300, 7);
        this.Look(360, 8);
        Assert.Equal([6, null, null, null, null, 1], this.history.Read(1, At(360)).Figures[Accepted][^6..]);
    }

    [Fact]
    public void A_counter_that_starts_again_counts_from_where_it_is_then()
    {
        this.Look(0, 1000);
        this.Look(30, 1010);
        this.Look(60, 500);
        this.Look(90, 507);
        Assert.Equal([10, 7], this.history.Read(1, At(120)).Figures[Accepted][^2..]);
    }

    [Fact]
    public void Tells_reasons_apart_and_counts_as_refused_what_did_not_reach_the_log()
    {
        this.Look(0, 0, reasons: [new("gate", "too_old", 4)]);
        this.Look(10, 0, reasons: [new("gate", "too_old", 6), new("match", "no_candidate", 3)]);
        this.Look(60, 0, reasons: [new("gate", "too_old", 6), new("match", "no_candidate", 3), new("access", "bad_credentials", 5)]);
        FigureSeries series = this.history.Read(1, At(120));
        Assert.Equal([2, 5], series.Figures["refused"][^2..]);
        Assert.Equal([2, 0], series.ByReason["too_old"][^2..]);
        Assert.Equal([3, 0], series.ByReason["no_candidate"][^2..]);
        Assert.Equal([0, 5], series.ByReason["bad_credentials"][^2..]);
        Assert.Null(series.ByReason["too_old"][0]);
        Assert.Equal(3, series.ByReason.Count);
    }

    [Fact]
    public void Forgets_what_is_older_than_two_days_and_keeps_its_size()
    {
        this.Look(0, 0);
        for (int minute = 1; minute <= 49 * 60; minute++)
        {
            this.Look(minute * 60, minute);
        }

        FigureSeries series = this.history.Read(1000, At(49 * 3600));
        Assert.Equal(48 * 60, series.Figures[Accepted].Length);
        int first = this.history.Encode().Length;

        // The ring has begun the step that is not over in the place of the oldest.
        Assert.Null(series.Figures[Accepted][0]);
        Assert.All(series.Figures[Accepted][1..], value => Assert.Equal(1, value));
        for (int minute = 0; minute <= 60; minute++)
        {
            this.Look((50 * 3600) + (minute * 60), minute);
        }

        Assert.Equal(first, this.history.Encode().Length);
    }

    [Fact]
    public void A_restart_leaves_a_gap()
    {
        this.Look(0, 0);
        this.Look(30, 5);
        FigureHistory next = new();
        Assert.True(next.TryRestore(this.history.Encode()));
        next.Take(At(180), Sample(2));
        next.Take(At(200), Sample(6));
        Assert.Equal([5, null, null, 4], next.Read(1, At(240)).Figures[Accepted][^4..]);
    }

    [Fact]
    public void Bytes_that_are_cut_off_are_none_and_leave_nothing()
    {
        this.Look(0, 0);
        this.Look(30, 5);
        byte[] bytes = this.history.Encode();
        FigureHistory next = new();
        Assert.False(next.TryRestore(bytes[..^9]));
        Assert.All(next.Read(1, At(60)).Figures[Accepted], Assert.Null);
    }

    [Fact]
    public void A_clock_set_back_a_little_goes_on_and_one_that_was_hours_ahead_begins_again()
    {
        this.Look(7200, 0);
        this.Look(7210, 3);
        this.Look(7000, 7);
        Assert.Equal(7, this.history.Read(1, At(7260)).Figures[Accepted][^1]);
        this.Look(0, 7);
        this.Look(10, 9);
        Assert.Equal(2, this.history.Read(1, At(60)).Figures[Accepted][^1]);
        Assert.All(this.history.Read(1, At(7260)).Figures[Accepted], Assert.Null);
    }

    private static Timestamp At(int seconds) => Timestamp.FromUnixSeconds(Start + seconds);

    private static FigureSample Sample(long accepted) => new(0, 0, accepted, 0, 0, []);

    private void Look(int seconds, long accepted, int vehicles = 0, double age = 0, IReadOnlyList<ReasonCount>? reasons = null) =>
        this.history.Take(At(seconds), new FigureSample(vehicles, 0, accepted, age, 0, reasons ?? []));
}
