using System.Text;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Mqtt.Decoding;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

/// <summary>What devices do wrong, each fault by itself against the truth.</summary>
public sealed class DeviceTests
{
    private const double Hours = 2;
    private static readonly Schedule City = TestNetwork.Whole();
    private static readonly CityRun Right = Of(DeviceFaults.None);

    [Fact]
    public void Devices_without_faults_report_every_position_at_once_and_right()
    {
        List<(SimulatedMessage Sent, AvlReport Report)> reports = Reports(Right);
        var truth = Right.Truth.Positions.ToDictionary(p => (p.VehicleId, p.At.UnixMilliseconds));

        Assert.Equal(truth.Count, reports.Count);
        foreach ((SimulatedMessage sent, AvlReport report) in reports)
        {
            TruePosition true_ = truth[(report.Device.ToString(), report.MeasuredAt.UnixMilliseconds)];
            Assert.Equal(report.MeasuredAt, sent.SendAt);
            Assert.True(Geometry.Distance(report.Latitude, report.Longitude, true_.Latitude, true_.Longitude) < 0.2);
            Assert.True(true_.TripId is null || report.TripId == true_.TripId);
        }
    }

    [Fact]
    public void Every_report_is_made_at_its_lines_interval()
    {
        foreach (var device in Right.Truth.Positions.GroupBy(p => p.VehicleId))
        {
            double interval = device.Key.Contains("boat", StringComparison.Ordinal) || device.Key.Contains("ferry", StringComparison.Ordinal) ? 20 : 15;
            Assert.All(device.Zip(device.Skip(1)), p => Assert.True(p.Second.At.SecondsSince(p.First.At) == interval || p.Second.At.SecondsSince(p.First.At) > 60));
        }

        CityRun quick = CityRun.Of(City, CityRun.FaultFree(8) with { ReportIntervalSeconds = 5 }, 0.5);
        Assert.InRange(quick.Messages.Count, 2.8 * Right.Messages.Count / Hours / 2, 3.6 * Right.Messages.Count / Hours / 2);
    }

    [Fact]
    public void Positions_err_a_little_and_now_and_then_a_lot()
    {
        double[] errors = Errors(Of(DeviceFaults.None with { NoiseMeters = 5 }));

        Assert.InRange(errors[errors.Length / 2], 2, 7);
        Assert.InRange(errors.Count(e => e > 25) / (double)errors.Length, 0.0005, 0.03);
    }

    [Fact]
    public void Reflections_hold_streets_devices_to_one_side_and_no_boats()
    {
        CityRun run = Of(DeviceFaults.None with { CanyonShare = 0.1 });
        double[] streets = Errors(run, "bus");

        Assert.InRange(streets.Count(e => e > 14) / (double)streets.Length, 0.05, 0.15);
        Assert.DoesNotContain(Errors(run, "boat"), e => e > 1);
    }

    [Fact]
    public void Reports_are_lost_and_devices_fall_silent()
    {
        CityRun lost = Of(DeviceFaults.None with { LostShare = 0.1 });
        Assert.InRange(1 - ((double)Reports(lost).Count / lost.Truth.Positions.Count), 0.08, 0.12);
        CityRun silent = Of(DeviceFaults.None with { GapsPerHour = 2 });
        Assert.InRange(1 - ((double)Reports(silent).Count / silent.Truth.Positions.Count), 0.05, 0.13);
        Assert.Contains(
            Reports(silent).GroupBy(r => r.Report.Device).SelectMany(d => d.Zip(d.Skip(1))), p => p.Second.Report.MeasuredAt.SecondsSince(p.First.Report.MeasuredAt) is > 100 and < 400);
    }

    [Fact]
    public void Duplicates_are_the_same_byte_by_byte()
    {
        CityRun run = Of(DeviceFaults.None with { DuplicateShare = 0.1 });
        int twice = run.Messages.Where(m => !m.Retain).GroupBy(m => m.Topic + Encoding.UTF8.GetString(m.Payload)).Count(g => g.Count() == 2);

        Assert.InRange((double)twice / run.Truth.Positions.Count, 0.08, 0.12);
        Assert.Equal(run.Truth.Positions.Count + twice, Reports(run).Count);
    }

    [Fact]
    public void Late_reports_are_overtaken()
    {
        CityRun run = Of(DeviceFaults.None with { LateShare = 0.1 });
        List<(SimulatedMessage Sent, AvlReport Report)> late = [.. Reports(run).Where(r => r.Sent.SendAt.SecondsSince(r.Report.MeasuredAt) > 4)];

        Assert.InRange((double)late.Count / run.Truth.Positions.Count, 0.08, 0.12);
        Assert.All(late, r => Assert.InRange(r.Sent.SendAt.SecondsSince(r.Report.MeasuredAt), 5, 90));
        Assert.Contains(
            Reports(run).GroupBy(r => r.Report.Device).SelectMany(d => d.Zip(d.Skip(1))), p => p.Second.Report.MeasuredAt < p.First.Report.MeasuredAt);
    }

    [Fact]
    public void Some_clocks_are_off_by_the_same_all_day()
    {
        List<double>[] offsets = ClockOffsets(Of(DeviceFaults.None with { WrongClockShare = 0.3 }));
        Assert.InRange(offsets.Count(o => Math.Abs(o[0]) >= 5) / (double)offsets.Length, 0.15, 0.45);
        Assert.All(offsets, o => Assert.Equal(o[0], o[^1], 0.01));
        Assert.All(offsets, o => Assert.InRange(Math.Abs(o[0]), 0, 3600));

        List<double>[] years = ClockOffsets(Of(DeviceFaults.None with { YearsOffShare = 0.3 }));
        Assert.Contains(years, o => Math.Abs(o[0]) > 300 * 86_400.0);
        Assert.Contains(years, o => o[0] == 0);
    }

    [Fact]
    public void Clocks_drift()
    {
        List<double>[] offsets = ClockOffsets(Of(DeviceFaults.None with { DriftPpm = 500 }));

        Assert.Contains(offsets, o => Math.Abs(o[^1] - o[0]) > 1);
    }

    [Fact]
    public void Nothing_gets_through_in_a_dead_spot_and_some_devices_send_it_later()
    {
        CityRun run = Of(DeviceFaults.None with { DeadSpotShare = 0.15 });
        List<(SimulatedMessage Sent, AvlReport Report)> reports = Reports(run);
        int lost = run.Truth.Positions.Count - reports.Count;
        int kept = reports.Count(r => r.Sent.SendAt.SecondsSince(r.Report.MeasuredAt) > 5);

        Assert.InRange((double)(lost + kept) / run.Truth.Positions.Count, 0.02, 0.3);
        Assert.True(lost > 0 && kept > lost);
        Assert.All(reports.GroupBy(r => r.Report.Device), d => Assert.All(d.Zip(d.Skip(1)), p => Assert.True(p.First.Report.MeasuredAt <= p.Second.Report.MeasuredAt)));
    }

    [Fact]
    public void Drivers_sign_on_late_wrongly_or_not_off()
    {
        Dictionary<string, double> right = SignOnErrors(Right);
        Assert.All(right.Values, v => Assert.True(v < 0.005));
        Assert.InRange(SignOnErrors(Of(DeviceFaults.None with { LateSignOnShare = 0.5 }))["none"], 0.05, 0.3);
        Assert.InRange(SignOnErrors(Of(DeviceFaults.None with { WrongSignOnShare = 0.5 }))["other"], 0.05, 0.3);
        Assert.InRange(SignOnErrors(Of(DeviceFaults.None with { ForgottenSignOffShare = 0.5 }))["after"], 0.2, 0.8);
    }

    [Theory]
    [InlineData(SignOnHabit.Route)]
    [InlineData(SignOnHabit.Sign)]
    [InlineData(SignOnHabit.Nothing)]
    public void A_device_says_of_its_run_what_its_line_is_used_to(SignOnHabit habit)
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(8), 0.2, traits: t => t.WithAll(l => l with { SignOn = habit }));

        foreach ((_, AvlReport report) in Reports(run))
        {
            Assert.Null(report.TripId);
            Assert.True(habit == SignOnHabit.Route || report.RouteId is null);
            Assert.Equal(habit == SignOnHabit.Sign, report.SignText is not null);
        }

        Assert.Equal(habit == SignOnHabit.Route, Reports(run).Exists(r => r.Report.RouteId == "R-bus" && r.Report.DirectionId == 1));
        Assert.Equal(habit == SignOnHabit.Sign, Reports(run).Exists(r => r.Report.SignText == "bus In R-bus"));
    }

    [Fact]
    public void Occupancy_follows_the_riders_on_board()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(8), 0.5, traits: t => t.WithAll(l => l with { OccupancyShare = 1 }));
        var loads = run.Truth.Positions.ToDictionary(p => (p.VehicleId, p.At.UnixMilliseconds), p => p.Load);
        SimulatedTraits traits = SimulatedTraits.ByMode(City);

        foreach ((_, AvlReport report) in Reports(run))
        {
            int load = loads[(report.Device.ToString(), report.MeasuredAt.UnixMilliseconds)];
            LineTraits line = traits.Get(report.Device.ToString()[4..^4]);
            Assert.True(load >= 0.1 * line.Seats || report.OccupancyStatus == 0);
            Assert.True(load < 0.95 * line.Capacity || report.OccupancyStatus == 5);
        }

        Assert.DoesNotContain(Reports(Right), r => r.Report.OccupancyStatus is not null && r.Report.Device.ToString().Contains("boat", StringComparison.Ordinal));
    }

    [Fact]
    public void Devices_say_when_they_go_on_and_off()
    {
        MessageDecoder decoder = new(new DecoderOptions());
        CityRun run = CityRun.Of(City, CityRun.FaultFree(23), 4);
        var statuses = run.Messages.Where(m => m.Retain)
            .Select(m => (StatusReport)decoder.Decode(m.Topic, m.Payload, null, m.SendAt).Observations.Single())
            .GroupBy(s => s.Device).ToList();

        Assert.Equal(run.Truth.Positions.Select(p => p.VehicleId).Distinct().Count(), statuses.Count);
        Assert.All(statuses, s => Assert.True(s.First().Online));
        Assert.All(statuses, s => Assert.False(s.Last().Online));
        Assert.Equal(0, run.Counts.Reporting);
    }

    private static CityRun Of(DeviceFaults faults) => CityRun.Of(
        City, CityRun.FaultFree(8) with { Devices = faults }, Hours, traits: t => t.WithAll(l => l with { SignOn = SignOnHabit.Trip }));

    private static List<(SimulatedMessage Sent, AvlReport Report)> Reports(CityRun run)
    {
        MessageDecoder decoder = new(new DecoderOptions());
        return [.. run.Messages.SelectMany(m => decoder.Decode(m.Topic, m.Payload, null, m.SendAt).Observations.OfType<AvlReport>().Select(r => (m, r)))];
    }

    private static double[] Errors(CityRun run, string line = "")
    {
        var truth = run.Truth.Positions.ToDictionary(p => (p.VehicleId, p.At.UnixMilliseconds));
        return [.. Reports(run).Where(r => r.Report.Device.ToString().Contains(line, StringComparison.Ordinal)).Select(r =>
        {
            TruePosition at = truth[(r.Report.Device.ToString(), r.Report.MeasuredAt.UnixMilliseconds)];
            return Geometry.Distance(r.Report.Latitude, r.Report.Longitude, at.Latitude, at.Longitude);
        }).Order()];
    }

    /// <summary>By device, seconds that its clock shows too much: with no other fault a report is sent when it was measured.</summary>
    private static List<double>[] ClockOffsets(CityRun run) =>
        [.. Reports(run).GroupBy(r => r.Report.Device).Select(d => d.Select(r => r.Report.MeasuredAt.SecondsSince(r.Sent.SendAt)).ToList())];

    /// <summary>Shares of positions on a run that name none or another one, and of those on no run that name one which is over.</summary>
    private static Dictionary<string, double> SignOnErrors(CityRun run)
    {
        var truth = run.Truth.Positions.ToDictionary(p => (p.VehicleId, p.At.UnixMilliseconds));
        var ended = run.Truth.Runs.Where(r => r.Outcome == RunOutcome.Completed).Select(r => (r.VehicleId, r.TripId, r.StartTime.Seconds, r.At)).ToLookup(r => (r.VehicleId, r.TripId, r.Seconds), r => r.At);
        int onRun = 0, none = 0, other = 0, atRest = 0, after = 0;
        foreach ((_, AvlReport report) in Reports(run))
        {
            TruePosition at = truth[(report.Device.ToString(), report.MeasuredAt.UnixMilliseconds)];
            if (at.TripId is not null)
            {
                onRun++;
                none += report.TripId is null ? 1 : 0;
                other += report.TripId is not null && report.TripId != at.TripId ? 1 : 0;
            }
            else if (report.TripId is not null || !report.Device.ToString().Contains("ferry", StringComparison.Ordinal))
            {
                atRest++;
                int start = report.StartTime?.Seconds ?? -1;
                after += report.TripId is { } trip && ended[(at.VehicleId, trip, start)].Any(e => e < at.At) ? 1 : 0;
            }
        }

        return new() { ["none"] = (double)none / onRun, ["other"] = (double)other / onRun, ["after"] = (double)after / Math.Max(1, atRest) };
    }
}
