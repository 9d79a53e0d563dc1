using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Observations;

/// <summary>What the gate takes from counters and cameras.</summary>
public sealed class CountingGateTests
{
    private readonly ObservationGate gate = new(new GateOptions(), null);

    [Fact]
    public void Accepts_intervals_of_all_channels_classes_and_directions()
    {
        for (int minute = 0; minute < 100; minute++)
        {
            double from = 60 * minute;
            this.Accept(Count(from, from + 60, minute));
            this.Accept(Count(from, from + 60, 0, direction: "out"));
            this.Accept(Count(from, from + 60, 3, direction: null));
            this.Accept(Count(from, from + 60, 3, @class: "tuk-tuk"));
            this.Accept(Count(from, from + 60, 3, channel: "gate-2"));
        }
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(60, 59)]
    [InlineData(0, 3601)]
    public void Refuses_an_interval_that_cannot_be(double from, double to) =>
        this.Refuse(RejectionReason.ImplausibleInterval, Count(from, to, 1));

    [Fact]
    public void A_zone_tells_who_is_present_and_a_line_who_crossed()
    {
        var known = new ObservationGate(new GateOptions(), null, Fusion.Crowding.Pier.Devices(capacity: 100).IsZone);
        Assert.Equal(RejectionReason.None, known.Check(Present(0, 7)).Reason);
        Assert.Equal(RejectionReason.None, known.Check(Count(0, 60, 1)).Reason);
        GateVerdict line = known.Check(Present(60, 7) with { Channel = "gate-1" });
        Assert.Equal(RejectionReason.WrongForm, line.Reason);
        Assert.Contains("'gate-1' is a counting line", line.Detail, StringComparison.Ordinal);
        GateVerdict zone = known.Check(Count(60, 120, 1, channel: "zone-1", direction: null));
        Assert.Equal(RejectionReason.WrongForm, zone.Reason);
        Assert.Contains("'zone-1' is a zone", zone.Detail, StringComparison.Ordinal);
        this.Refuse(RejectionReason.WrongForm, Present(0, 7) with { Direction = "in" });
    }

    [Fact]
    public void A_channel_that_the_devices_file_does_not_know_may_send_either_form()
    {
        this.Accept(Present(0, 7));
        this.Accept(Count(0, 60, 1, channel: "zone-1", direction: null));
    }

    [Fact]
    public void The_longest_interval_is_the_feeds_to_set()
    {
        var strict = new ObservationGate(new GateOptions { MaxIntervalSeconds = 60 }, null);
        Assert.Equal(RejectionReason.None, strict.Check(Count(0, 60, 1)).Reason);
        Assert.Equal(RejectionReason.ImplausibleInterval, strict.Check(Count(60, 121, 1)).Reason);
    }

    [Fact]
    public void An_interval_of_a_channel_class_and_direction_counts_once()
    {
        this.Accept(Count(0, 60, 14));
        this.Refuse(RejectionReason.Duplicate, Count(0, 60, 14) with { ReceivedAt = Moment(300) });
        this.Refuse(RejectionReason.Duplicate, Count(0, 60, 15));
        this.Accept(Count(0, 60, 14, direction: "out"));
        this.Accept(Count(0, 60, 14, @class: "bicycle"));
        this.Accept(Count(0, 60, 14, channel: "gate-2"));
        this.Accept(Count(60, 120, 14));
    }

    [Fact]
    public void Intervals_that_were_kept_over_a_gap_are_taken_late_and_in_any_order()
    {
        this.Accept(Count(2400, 2460, 1));
        for (double from = 2340; from >= 0; from -= 60)
        {
            this.Accept(Count(from, from + 60, 2) with { ReceivedAt = Moment(2461) });
        }

        this.Refuse(RejectionReason.TooOld, Count(-1000, -940, 1) with { ReceivedAt = Moment(2461) });
    }

    [Fact]
    public void How_old_a_count_may_be_is_the_feeds_to_set()
    {
        TrafficCount old = Count(0, 60, 1) with { ReceivedAt = Moment(4000) };
        Assert.Equal(RejectionReason.TooOld, new ObservationGate(new GateOptions(), null).Check(old).Reason);
        Assert.Equal(RejectionReason.None, new ObservationGate(new GateOptions { MaxCountAgeSeconds = 7200 }, null).Check(old).Reason);
    }

    [Fact]
    public void Nothing_is_counted_after_it_arrives()
    {
        this.Refuse(RejectionReason.FromTheFuture, Count(0, 60, 1) with { ReceivedAt = Moment(20) });
        TrafficCount ahead = this.Accept(Count(60, 120, 1) with { ReceivedAt = Moment(115) });
        Assert.Equal(Moment(115), ahead.CorrectedTo);
        Assert.Equal(Moment(55), ahead.CorrectedFrom);
        Assert.Equal(Moment(120), ahead.To);
    }

    [Fact]
    public void A_counter_whose_clock_is_hours_off_is_corrected_after_some_intervals()
    {
        const double ahead = 7 * 3600;
        for (int minute = 0; minute < 2; minute++)
        {
            this.Refuse(RejectionReason.FromTheFuture, Count(ahead + (60 * minute), ahead + (60 * minute) + 60, 1) with { ReceivedAt = Moment((60 * minute) + 61) });
        }

        TrafficCount third = this.Accept(Count(ahead + 120, ahead + 180, 1) with { ReceivedAt = Moment(181) });

        // How long the way took cannot be told from the clock's error.
        Assert.Equal(Moment(181), third.CorrectedTo);
        Assert.Equal(Moment(ahead + 180), third.To);
    }

    [Fact]
    public void Counts_and_passages_of_one_wrong_clock_are_learned_each_from_its_own_kind()
    {
        // Half an hour behind: that old may a count be, and no passage.
        const double behind = -1800;
        RejectionReason[] passages = new RejectionReason[4];
        for (int minute = 0; minute < 4; minute++)
        {
            double now = 60 * minute;
            this.Accept(Count(now - 60 + behind, now + behind, 1) with { ReceivedAt = Moment(now) });
            passages[minute] = this.gate.Check(Passage(now + behind, $"e{minute}") with { ReceivedAt = Moment(now + 1) }).Reason;
        }

        Assert.Equal([RejectionReason.TooOld, RejectionReason.TooOld, RejectionReason.None, RejectionReason.None], passages);
    }

    [Fact]
    public void A_running_total_that_falls_is_a_new_start_and_a_late_one_has_its_place_before_it()
    {
        this.Accept(Total(60, 10_523));
        this.Accept(Total(120, 10_540));
        this.Refuse(RejectionReason.OutOfOrder, Total(50, 10_500) with { ReceivedAt = Moment(121) });
        this.Accept(Total(180, 4));
        this.Accept(Total(150, 10_550) with { ReceivedAt = Moment(181) });
        this.Refuse(RejectionReason.OutOfOrder, Total(180, 5));
        this.Refuse(RejectionReason.Duplicate, Total(180, 4));
        this.Accept(Total(240, 4));
    }

    [Fact]
    public void Totals_that_arrive_together_from_a_clock_slightly_ahead_are_taken_in_order()
    {
        this.Accept(Total(10, 1) with { ReceivedAt = Moment(8) });
        this.Accept(Total(11, 2) with { ReceivedAt = Moment(8) });
        this.Accept(Total(12, 3) with { ReceivedAt = Moment(8) });
    }

    [Fact]
    public void A_passage_counts_once_by_its_id_and_without_one_by_all_it_says()
    {
        this.Accept(Passage(0, "c198-1"));
        this.Refuse(RejectionReason.Duplicate, Passage(0, "c198-1") with { ReceivedAt = Moment(500) });
        this.Refuse(RejectionReason.Duplicate, Passage(5, "c198-1"));
        this.Accept(Passage(0, "c198-2"));
        this.Accept(Passage(0, null));
        this.Refuse(RejectionReason.Duplicate, Passage(0, null));
        this.Accept(Passage(0, null) with { Direction = "b_to_a" });
        this.Accept(Passage(0, null) with { MeasuredAt = Moment(0.001) });
    }

    [Fact]
    public void Passages_are_remembered_up_to_a_bound()
    {
        for (int i = 0; i < 1025; i++)
        {
            this.Accept(Passage(i / 10.0, $"e{i}"));
        }

        this.Refuse(RejectionReason.Duplicate, Passage(103, "e1"));
        this.Accept(Passage(103, "e0"));
    }

    [Fact]
    public void A_late_passage_is_still_a_passage()
    {
        this.Accept(Passage(100, "e1"));
        this.Accept(Passage(50, "e2") with { ReceivedAt = Moment(110) });
        this.Refuse(RejectionReason.TooOld, Passage(0, "e3") with { ReceivedAt = Moment(1000) });
        this.Refuse(RejectionReason.FromTheFuture, Passage(0, "e4") with { ReceivedAt = Moment(-100) });
    }

    [Fact]
    public void Riders_at_a_door_count_once()
    {
        this.Accept(Load(0, 31));
        this.Refuse(RejectionReason.Duplicate, Load(0, 31) with { ReceivedAt = Moment(9) });
        this.Refuse(RejectionReason.Duplicate, Load(0, 30));
        this.Accept(Load(0, 31, door: "1"));
        this.Accept(Load(0, 31, door: "1") with { Class = "child" });
        this.Accept(Load(20, 31));
        this.Refuse(RejectionReason.TooOld, Load(21, 31) with { ReceivedAt = Moment(2000) });
    }

    [Fact]
    public void More_channels_than_the_bound_are_refused_until_others_fell_silent()
    {
        var small = new ObservationGate(new GateOptions { MaxChannelsPerDevice = 2, ForgetAfterSeconds = 600 }, null);
        Assert.Equal(RejectionReason.None, small.Check(Count(0, 60, 1)).Reason);
        Assert.Equal(RejectionReason.None, small.Check(Count(0, 60, 1, direction: "out")).Reason);
        GateVerdict third = small.Check(Count(0, 60, 1, @class: "x1"));
        Assert.Equal(RejectionReason.TooManyChannels, third.Reason);
        Assert.Contains("'x1'", third.Detail, StringComparison.Ordinal);
        Assert.Equal(RejectionReason.None, small.Check(Count(60, 120, 1)).Reason);
        Assert.Equal(RejectionReason.None, small.Check(Count(600, 661, 1, @class: "x1")).Reason);
        Assert.Equal(RejectionReason.None, small.Check(Count(0, 60, 1, @class: "x1") with { Device = DeviceId.Parse("camera-2") }).Reason);
    }

    [Fact]
    public void More_devices_than_the_bound_are_refused_of_every_kind()
    {
        var small = new ObservationGate(new GateOptions { MaxDevices = 1 }, null);
        small.Check(Avl(0, 0));
        Assert.Equal(RejectionReason.TooManyDevices, small.Check(Count(0, 60, 1)).Reason);
        Assert.Equal(RejectionReason.TooManyDevices, small.Check(Passage(0, "e")).Reason);
        Assert.Equal(RejectionReason.None, small.Check(Load(70, 1)).Reason);
    }

    [Fact]
    public void A_counter_is_not_forgotten_as_one_that_never_said_anything()
    {
        var small = new ObservationGate(new GateOptions { MaxDevices = 1, MaxAgeSeconds = 60, ForgetAfterSeconds = 86_400 }, null);
        small.Check(Count(0, 60, 1));
        Assert.Equal(RejectionReason.TooManyDevices, small.Check(Avl(500, 500)).Reason);
    }

    [Fact]
    public void A_restarted_gate_knows_what_was_accepted()
    {
        var restarted = new ObservationGate(new GateOptions(), null);
        foreach (Observation accepted in new Observation[] { Count(0, 60, 14), Total(60, 100), Passage(50, "e1"), Load(50, 31) })
        {
            restarted.Restore(this.gate.Check(accepted).Accepted!);
        }

        Assert.Equal(RejectionReason.Duplicate, restarted.Check(Count(0, 60, 14)).Reason);
        Assert.Equal(RejectionReason.OutOfOrder, restarted.Check(Total(59, 99) with { ReceivedAt = Moment(61) }).Reason);
        Assert.Equal(RejectionReason.Duplicate, restarted.Check(Passage(50, "e1")).Reason);
        Assert.Equal(RejectionReason.Duplicate, restarted.Check(Load(50, 31)).Reason);
        Assert.Equal(RejectionReason.None, restarted.Check(Count(60, 120, 14)).Reason);
    }

    private T Accept<T>(T observation)
        where T : Observation
    {
        GateVerdict verdict = this.gate.Check(observation);
        Assert.Equal((RejectionReason.None, string.Empty), (verdict.Reason, verdict.Detail));
        return Assert.IsType<T>(verdict.Accepted);
    }

    private void Refuse(RejectionReason reason, Observation observation)
    {
        GateVerdict verdict = this.gate.Check(observation);
        Assert.Equal(reason, verdict.Reason);
        Assert.NotEmpty(verdict.Detail);
        Assert.Null(verdict.Accepted);
    }
}
