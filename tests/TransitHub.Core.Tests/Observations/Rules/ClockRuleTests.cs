using TransitHub.Core.Observations;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Observations.Rules;

/// <summary>What clocks do in the field.</summary>
public sealed class ClockRuleTests
{
    private const double WeekRollover = -1024 * 7 * 86_400.0;
    private readonly ObservationGate gate = new(new GateOptions(), null);

    [Theory]
    [InlineData(WeekRollover)]
    [InlineData(-Start)]
    [InlineData(7 * 3600)]
    [InlineData(-3600)]
    [InlineData(50)]
    [InlineData(3e9)]
    public void A_clock_off_by_a_constant_is_understood_within_three_reports(double error)
    {
        Assert.NotEqual(RejectionReason.None, this.gate.Check(Avl(1, error)).Reason);
        Assert.NotEqual(RejectionReason.None, this.gate.Check(Avl(11.5, error + 10)).Reason);
        for (int i = 2; i < 50; i++)
        {
            double received = (10 * i) + 1 + (0.5 * (i % 3));
            GateVerdict verdict = this.gate.Check(Avl(received, error + (10 * i), north: 50 * i));
            AvlReport accepted = Assert.IsType<AvlReport>(verdict.Accepted);
            Assert.InRange(accepted.CorrectedAt.SecondsSince(Moment(10 * i)), 0.9, 2.1);
            Assert.True(accepted.CorrectedAt <= accepted.ReceivedAt);
            Assert.Equal(Moment(error + (10 * i)), accepted.MeasuredAt);
        }
    }

    [Fact]
    public void A_report_a_second_needs_ten_seconds()
    {
        int accepted = Enumerable.Range(0, 20).Count(i => this.gate.Check(Avl(i, i - 1e8)).Reason == RejectionReason.None);
        Assert.Equal(10, accepted);
    }

    [Fact]
    public void A_backlog_sent_at_once_is_old_and_no_wrong_clock()
    {
        this.gate.Check(Avl(1, 0));
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(RejectionReason.TooOld, this.gate.Check(Avl(3600 + (0.05 * i), 10 + (10 * i), north: i)).Reason);
        }

        AvlReport live = Assert.IsType<AvlReport>(this.gate.Check(Avl(3605, 3604)).Accepted);
        Assert.Equal(0, live.ClockCorrectionMilliseconds);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(60)]
    public void A_backlog_that_drains_faster_than_time_is_no_wrong_clock(double times)
    {
        this.gate.Check(Avl(1, 0));
        for (double measured = 10, received = 7200; measured < received - 900; measured += 5, received += 5 / times)
        {
            Assert.Equal(RejectionReason.TooOld, this.gate.Check(Avl(received, measured)).Reason);
        }
    }

    [Fact]
    public void A_backlog_after_a_short_dead_spot_is_taken_whole_with_its_own_times()
    {
        this.gate.Check(Avl(1, 0));
        for (int i = 1; i <= 80; i++)
        {
            AvlReport accepted = Assert.IsType<AvlReport>(this.gate.Check(Avl(810 + (0.02 * i), 10 * i, north: 100 * i)).Accepted);
            Assert.Equal(accepted.MeasuredAt, accepted.CorrectedAt);
        }
    }

    [Fact]
    public void A_clock_that_jumps_is_learned_again()
    {
        double[] errors = [0, 86_400, WeekRollover, 0];
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            GateVerdict verdict = this.gate.Check(Avl((10 * i) + 1, (10 * i) + errors[i / 100]));
            refused += verdict.Reason == RejectionReason.None ? 0 : 1;
            if (verdict.Accepted is AvlReport accepted)
            {
                Assert.InRange(accepted.CorrectedAt.SecondsSince(Moment(10 * i)), -0.1, 1.1);
            }
        }

        Assert.Equal(6, refused);
    }

    [Fact]
    public void A_clock_a_little_ahead_is_set_back_and_nothing_is_measured_after_it_arrives()
    {
        for (int i = 0; i < 50; i++)
        {
            double delay = i % 5;
            AvlReport accepted = Assert.IsType<AvlReport>(this.gate.Check(Avl((10 * i) + delay, (10 * i) + 20)).Accepted);
            Assert.True(accepted.CorrectedAt <= accepted.ReceivedAt);
            Assert.InRange(accepted.CorrectedAt.SecondsSince(Moment(10 * i)), 0, 1);
        }
    }

    [Fact]
    public void A_wrong_clock_keeps_its_correction_through_a_dead_spot()
    {
        for (int i = 0; i < 10; i++)
        {
            this.gate.Check(Avl((10 * i) + 1, (10 * i) - 1e8));
        }

        for (int i = 10; i < 70; i++)
        {
            AvlReport kept = Assert.IsType<AvlReport>(this.gate.Check(Avl(702 + (0.01 * i), (10 * i) - 1e8)).Accepted);
            Assert.InRange(kept.CorrectedAt.SecondsSince(Moment(10 * i)), 0, 2.5);
        }
    }

    [Fact]
    public void A_clock_that_stands_still_is_never_believed()
    {
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(RejectionReason.TooOld, this.gate.Check(Avl(10 * i, -5000, north: i)).Reason));
    }

    [Fact]
    public void Jittery_polling_of_a_wrong_clock_is_still_understood()
    {
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 40; i++)
        {
            refused += this.gate.Check(Avl((30 * i) + random.Next(0, 29), (30 * i) + 1e7)).Reason == RejectionReason.None ? 0 : 1;
        }

        Assert.InRange(refused, 2, 4);
    }

    [Fact]
    public void Times_that_no_clock_can_show_are_refused()
    {
        Assert.Equal(RejectionReason.FromTheFuture, this.gate.Check(Avl(0, 0) with { MeasuredAt = new(long.MaxValue) }).Reason);
        Assert.Equal(RejectionReason.TooOld, this.gate.Check(Avl(1, 0) with { MeasuredAt = new(long.MinValue) }).Reason);
    }

    [Fact]
    public void The_bounds_of_age_and_of_learning_are_options()
    {
        Assert.Equal(RejectionReason.TooOld, First(new GateOptions(), -1000));
        Assert.Equal(RejectionReason.None, First(new GateOptions { MaxAgeSeconds = 1100 }, -1000));
        Assert.Equal(RejectionReason.FromTheFuture, First(new GateOptions(), 31));
        Assert.Equal(RejectionReason.None, First(new GateOptions { MaxAheadSeconds = 40 }, 31));
        Assert.Equal(1, Refused(new GateOptions { ClockReports = 2 }));
        Assert.Equal(4, Refused(new GateOptions { ClockReports = 5 }));
        Assert.Equal(6, Refused(new GateOptions { ClockSpanSeconds = 60 }));
        Assert.Equal(10, Refused(new GateOptions { ClockJitterSeconds = 1 }));

        static RejectionReason First(GateOptions options, double measured) =>
            new ObservationGate(options, null).Check(Avl(0, measured)).Reason;

        static int Refused(GateOptions options)
        {
            var own = new ObservationGate(options, null);
            return Enumerable.Range(0, 10).Count(i => own.Check(Avl((10 * i) + (2 * (i % 2)), (10 * i) + 5000)).Reason != RejectionReason.None);
        }
    }
}
