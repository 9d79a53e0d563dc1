using NodaTime;
using TransitHub.Core.Counting;
using TransitHub.Core.Fusion.Crowding;
using TransitHub.Core.Observations;
using TransitHub.Core.Tests.Observations;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>Who came through a gate, as far as it was counted.</summary>
public sealed class GateTrackTests
{
    private static readonly double Start = Reports.Moment(0).UnixMilliseconds / 1000.0;

    private readonly UsualArrivals usual = new(new WeekClock(DateTimeZone.Utc));
    private readonly GateTrack gate;

    public GateTrackTests() => this.gate = new GateTrack("g", this.usual, [1, 1, 1, 1]);

    [Fact]
    public void A_count_is_spread_over_its_interval()
    {
        this.Take(Reports.Count(0, 60, 12));
        Assert.Equal(12, this.Between(0, 60).Riders, 1e-9);
        (double half, double variance) = this.Between(0, 30);
        Assert.Equal(6, half, 1e-9);
        Assert.True(variance >= 3);
    }

    [Fact]
    public void What_was_not_counted_is_what_is_usual_and_less_certain_and_not_zero()
    {
        for (int minute = 0; minute < 10; minute++)
        {
            this.Take(Reports.Count(60 * minute, 60 * (minute + 1), 6));
        }

        (double counted, double sure) = this.Between(540, 600);
        (double missing, double unsure) = this.Between(600, 660);
        Assert.Equal(6, counted, 1e-9);
        Assert.Equal(6, missing, 0.5);
        Assert.True(unsure > 2 * sure);
    }

    [Fact]
    public void Of_a_gate_that_never_counted_nothing_is_known()
    {
        (double riders, double variance) = this.Between(0, 600);
        Assert.Equal(0, riders);
        Assert.True(variance >= 900);
    }

    [Fact]
    public void The_same_moment_counts_once_however_it_comes()
    {
        Assert.True(this.Take(Reports.Count(0, 60, 12)));
        Assert.False(this.Take(Reports.Count(0, 60, 12)));
        Assert.True(this.Take(Reports.Count(30, 90, 12)));
        Assert.Equal(18, this.Between(0, 90).Riders, 1e-9);
    }

    [Fact]
    public void Running_totals_count_from_one_to_the_next_and_begin_anew()
    {
        Assert.False(this.Take(Reports.Total(0, 5000)));
        Assert.True(this.Take(Reports.Total(60, 5010)));
        Assert.True(this.Take(Reports.Total(120, 4)));
        Assert.False(this.Take(Reports.Total(90, 5012)));
        Assert.Equal(14, this.Between(0, 120).Riders, 1e-9);
    }

    [Fact]
    public void What_came_during_a_long_silence_of_a_running_total_came_nobody_knows_when()
    {
        this.Take(Reports.Total(0, 100));
        Assert.False(this.Take(Reports.Total(4000, 900)));
    }

    [Fact]
    public void A_device_that_looked_half_the_time_saw_half_and_is_less_sure()
    {
        this.Take(Reports.Count(0, 60, 6) with { Uptime = 0.5f });
        (double riders, double variance) = this.Between(0, 60);
        Assert.Equal(12, riders, 1e-9);
        Assert.True(variance > 6);
    }

    [Fact]
    public void A_failing_camera_counts_for_less_and_one_without_trust_for_nothing()
    {
        for (int minute = 0; minute < 20; minute++)
        {
            this.Take(Reports.Count(60 * minute, 60 * (minute + 1), 10));
        }

        Assert.True(this.gate.Take(Reports.Count(1200, 1260, 0), 0.5));
        Assert.True(this.gate.Take(Reports.Count(1260, 1320, 0), 0));
        Assert.Equal(5, this.Between(1200, 1260).Riders, 0.8);
        Assert.Equal(10, this.Between(1260, 1320).Riders, 1.5);
    }

    [Fact]
    public void More_than_usual_now_is_expected_to_last_and_to_fade()
    {
        for (int day = 1; day <= 4; day++)
        {
            this.usual.Learn(Start + 900 - (day * 86_400), 3600, 360, 1);
            this.usual.Learn(Start + 4500 - (day * 86_400), 3600, 360, 1);
        }

        for (int minute = 0; minute < 30; minute++)
        {
            this.Take(Reports.Count(60 * minute, 60 * (minute + 1), 12));
        }

        GatePresent now = this.gate.PresentAt(Start + 1800);
        Assert.InRange(now.Factor, 1.6, 2);
        Assert.True(this.gate.RateAt(Start + 1800, now) > this.gate.RateAt(Start + 3600, now));
    }

    private bool Take(TrafficCount count) => this.gate.Take(count, 1);

    private (double Riders, double Variance) Between(double from, double to) =>
        this.gate.Between(Start + from, Start + to, this.gate.PresentAt(Start + to));
}
