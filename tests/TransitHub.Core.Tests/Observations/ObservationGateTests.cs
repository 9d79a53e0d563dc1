using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Observations;

public sealed class ObservationGateTests
{
    private static readonly GeoExtent City = new(13.5, 100.3, 14.0, 100.9);
    private readonly ObservationGate gate = new(new GateOptions(), City);

    [Fact]
    public void Accepts_a_vehicle_that_drives_and_reports()
    {
        for (int i = 0; i < 100; i++)
        {
            AvlReport report = Avl((10 * i) + 2, 10 * i, north: 120 * i);
            GateVerdict verdict = this.gate.Check(report);
            Assert.Equal(RejectionReason.None, verdict.Reason);
            Assert.Same(report, verdict.Accepted);
        }
    }

    [Fact]
    public void Refuses_places_outside_the_feeds_extent_and_its_margin()
    {
        Assert.Equal(RejectionReason.None, this.gate.Check(Avl(0, 0) with { Latitude = 14.17 }).Reason);
        Assert.Equal(RejectionReason.OutOfRange, this.gate.Check(Avl(0, 0) with { Latitude = 14.19 }).Reason);
        Assert.Equal(RejectionReason.OutOfRange, this.gate.Check(Avl(0, 0) with { Longitude = 101.2 }).Reason);
        Assert.Equal(RejectionReason.OutOfRange, this.gate.Check(Avl(0, 0) with { Latitude = double.NaN }).Reason);
        var strict = new ObservationGate(new GateOptions { MarginMeters = 0 }, City);
        Assert.Equal(RejectionReason.OutOfRange, strict.Check(Avl(0, 0) with { Latitude = 14.01 }).Reason);
    }

    [Fact]
    public void Without_a_schedule_only_the_world_and_null_island_bound_a_place()
    {
        foreach (GeoExtent? nowhere in new GeoExtent?[] { null, GeoExtent.None })
        {
            var open = new ObservationGate(new GateOptions(), nowhere);
            Assert.Equal(RejectionReason.None, open.Check(Avl(0, 0) with { Latitude = -36.8, Longitude = 174.7 }).Reason);
            Assert.Equal(RejectionReason.OutOfRange, open.Check(Avl(9, 9) with { Latitude = 91 }).Reason);
            Assert.Equal(RejectionReason.OutOfRange, open.Check(Avl(9, 9) with { Latitude = 0, Longitude = 0 }).Reason);
        }
    }

    [Fact]
    public void A_feed_at_the_antimeridian_takes_places_on_both_sides()
    {
        var fiji = new ObservationGate(new GateOptions(), new GeoExtent(-18, 177, -17, 179.95));
        Assert.Equal(RejectionReason.None, fiji.Check(Avl(0, 0) with { Latitude = -17.5, Longitude = -179.99 }).Reason);
        Assert.Equal(RejectionReason.OutOfRange, fiji.Check(Avl(9, 9) with { Latitude = -17.5, Longitude = -179 }).Reason);
    }

    [Fact]
    public void Refuses_a_report_older_than_the_last()
    {
        this.gate.Check(Avl(10, 8));
        GateVerdict verdict = this.gate.Check(Avl(11, 5, north: 10));
        Assert.Equal(RejectionReason.OutOfOrder, verdict.Reason);
        Assert.Equal("measured 3.0 s before the last one accepted", verdict.Detail);
        Assert.Equal(RejectionReason.OutOfOrder, this.gate.Check(Avl(12, 8, north: 10)).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Avl(13, 9, north: 10)).Reason);
    }

    [Fact]
    public void Devices_are_judged_each_by_its_own_past()
    {
        this.gate.Check(Avl(10, 10));
        Assert.Equal(RejectionReason.None, this.gate.Check(Avl(11, 5, north: 20_000, device: "bus-2")).Reason);
    }

    [Fact]
    public void Redelivery_under_QoS_1_is_refused_as_duplicate_report_by_report()
    {
        AvlReport[] inFlight = [.. Enumerable.Range(0, 16).Select(i => Avl(i + 1, i, north: 10 * i))];
        Assert.All(inFlight, r => Assert.Equal(RejectionReason.None, this.gate.Check(r).Reason));
        Assert.All(inFlight, r => Assert.Equal(
            RejectionReason.Duplicate, this.gate.Check(r with { ReceivedAt = Moment(20) }).Reason));
    }

    [Fact]
    public void Redelivery_after_a_restart_is_refused_as_duplicate_too()
    {
        AvlReport accepted = (AvlReport)this.gate.Check(Avl(10, 8)).Accepted!;
        var restarted = new ObservationGate(new GateOptions(), City);
        restarted.Restore(accepted);
        Assert.Equal(RejectionReason.Duplicate, restarted.Check(Avl(60, 8)).Reason);
        Assert.Equal(RejectionReason.OutOfOrder, restarted.Check(Avl(61, 7)).Reason);
        Assert.Equal(RejectionReason.ImpossibleSpeed, restarted.Check(Avl(62, 9, north: 5000)).Reason);
    }

    [Fact]
    public void Reports_past_midnight_go_on_in_order()
    {
        long midnight = 18 * 3600;
        for (int i = -3; i <= 3; i++)
        {
            Assert.Equal(RejectionReason.None, this.gate.Check(Avl(midnight + (20 * i) + 1, midnight + (20 * i), north: 100 * i)).Reason);
        }
    }

    [Fact]
    public void A_teleport_is_refused_and_the_return_accepted()
    {
        this.gate.Check(Avl(1, 0));
        GateVerdict jump = this.gate.Check(Avl(11, 10, north: 8000));
        Assert.Equal(RejectionReason.ImpossibleSpeed, jump.Reason);
        Assert.Equal("8000 m in 10.0 s; 1 of 3 fixes that agree", jump.Detail);
        Assert.Equal(RejectionReason.None, this.gate.Check(Avl(21, 20, north: 200)).Reason);
        Assert.Equal(RejectionReason.ImpossibleSpeed, this.gate.Check(Avl(31, 30, north: 9000)).Reason);
        Assert.Equal(RejectionReason.ImpossibleSpeed, this.gate.Check(Avl(41, 40, north: -9000)).Reason);
        Assert.Equal(RejectionReason.ImpossibleSpeed, this.gate.Check(Avl(51, 50, north: 9000)).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Avl(61, 60, north: 900)).Reason);
    }

    [Fact]
    public void After_a_wrong_first_fix_the_track_starts_anew_where_fixes_agree()
    {
        this.gate.Check(Avl(1, 0, north: 15_000));
        Assert.Equal(RejectionReason.ImpossibleSpeed, this.gate.Check(Avl(11, 10, north: 0)).Reason);
        Assert.Equal(RejectionReason.ImpossibleSpeed, this.gate.Check(Avl(21, 20, north: 100)).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Avl(31, 30, north: 200)).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Avl(41, 40, north: 300)).Reason);
    }

    [Fact]
    public void The_speed_and_its_slack_are_the_feeds_to_set()
    {
        AvlReport far = Avl(11, 10, north: 500);
        Assert.Equal(RejectionReason.ImpossibleSpeed, Second(new GateOptions()));
        Assert.Equal(RejectionReason.None, Second(new GateOptions { MaxSpeedMps = 60 }));
        Assert.Equal(RejectionReason.None, Second(new GateOptions { SpeedSlackMeters = 200 }));
        Assert.Equal(RejectionReason.None, Second(new GateOptions { RestartAfterFixes = 2 }, far with { MeasuredAt = Moment(9) }));

        RejectionReason Second(GateOptions options, AvlReport? between = null)
        {
            var own = new ObservationGate(options, City);
            own.Check(Avl(1, 0));
            if (between is not null)
            {
                own.Check(between);
            }

            return own.Check(far).Reason;
        }
    }

    [Fact]
    public void More_devices_than_the_bound_are_refused_until_others_fell_silent()
    {
        var small = new ObservationGate(new GateOptions { MaxDevices = 2, ForgetAfterSeconds = 600 }, City);
        small.Check(Avl(0, 0, device: "a"));
        small.Check(Avl(0, 0, device: "b"));
        Assert.Equal(RejectionReason.TooManyDevices, small.Check(Avl(1, 1, device: "c")).Reason);
        Assert.Equal(RejectionReason.None, small.Check(Avl(500, 500, device: "b")).Reason);
        Assert.Equal(RejectionReason.None, small.Check(Avl(700, 700, device: "c")).Reason);
        Assert.Equal(RejectionReason.TooManyDevices, small.Check(Status(701, 701, device: "d")).Reason);
    }

    [Fact]
    public void A_retained_status_that_comes_again_is_a_duplicate_and_a_last_will_is_not()
    {
        Assert.Equal(RejectionReason.None, this.gate.Check(Status(1, 0)).Reason);
        Assert.Equal(RejectionReason.Duplicate, this.gate.Check(Status(50, 0)).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Status(60, null, online: false)).Reason);
        Assert.Equal(RejectionReason.None, this.gate.Check(Status(70, null, online: false)).Reason);
    }

    [Fact]
    public void Says_which_settings_are_out_of_range()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ObservationGate(new GateOptions { MaxSpeedMps = 0, MaxDevices = 0 }, null));
        Assert.Contains("MaxSpeedMps must be 5 to 150 meters a second.", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxDevices must be 1 to 1000000.", error.Message, StringComparison.Ordinal);
    }
}
