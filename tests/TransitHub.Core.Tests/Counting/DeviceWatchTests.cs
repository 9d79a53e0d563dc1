using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Counting;

/// <summary>Which failures are noticed, and that healthy devices are left alone. Counts come every five minutes; the first two weeks are for learning.</summary>
public sealed class DeviceWatchTests
{
    private const int BinsPerDay = 288;
    private const int Learned = 14 * BinsPerDay;
    private readonly CountBook book = new();

    [Fact]
    public void Healthy_devices_are_trusted_and_blamed_for_nothing()
    {
        int blamed = 0;
        this.Run(0, Learned + (14 * BinsPerDay), 8, (_, _, usual) => usual, _ => blamed += this.Verdicts(8).Count(v => v.Faults.Length > 0));
        Assert.Equal(0, blamed);
        Assert.All(this.Verdicts(8), v => Assert.InRange(v.Trust, 0.6, 1));
        DeviceVerdict verdict = this.book.Watch.Find(Camera(0))!;
        Assert.InRange(verdict.Counted!.Value / verdict.Expected!.Value, 0.5, 1.7);
    }

    [Theory]
    [InlineData(0.0, DeviceFaultKind.Blind, 2)]
    [InlineData(2.0, DeviceFaultKind.Doubled, 60)]
    [InlineData(0.45, DeviceFaultKind.Low, 30)]
    public void A_device_that_counts_too_little_or_too_much_is_noticed(double share, DeviceFaultKind kind, int hours)
    {
        this.Run(0, Learned + 96, 6, (_, _, usual) => usual);
        this.Run(Learned + 96, Learned + 96 + (hours * 12), 6, (device, _, usual) => device == 0 ? share * usual : usual);
        Assert.Equal(kind, Assert.Single(this.book.Watch.Find(Camera(0))!.Faults).Kind);
        Assert.InRange(this.book.Watch.TrustOf(Camera(0)), 0, 0.6);
        Assert.All(Enumerable.Range(1, 5), i => Assert.Empty(this.book.Watch.Find(Camera(i))!.Faults));
    }

    [Fact]
    public void A_counter_that_sends_the_same_again_and_again_is_stuck()
    {
        this.Run(0, Learned + 96, 6, (_, _, usual) => usual);
        this.Run(Learned + 96, Learned + 96 + 60, 6, (device, _, usual) => device == 0 ? -7 : usual);
        Assert.Contains(DeviceFaultKind.Stuck, this.book.Watch.Find(Camera(0))!.Faults.Select(f => f.Kind));
        Assert.Equal(0, this.book.Watch.TrustOf(Camera(0)));
    }

    [Fact]
    public void A_holiday_on_which_all_count_less_is_no_failure()
    {
        this.Run(0, Learned, 8, (_, _, usual) => usual);
        this.Run(Learned, Learned + BinsPerDay, 8, (_, _, usual) => 0.35 * usual);
        Assert.All(this.Verdicts(8), v => Assert.Empty(v.Faults));
    }

    [Fact]
    public void What_is_repaired_is_trusted_again()
    {
        this.Run(0, Learned + 96, 6, (_, _, usual) => usual);
        this.Run(Learned + 96, Learned + 144, 6, (device, _, usual) => device == 0 ? 0 : usual);
        Assert.NotEmpty(this.book.Watch.Find(Camera(0))!.Faults);
        this.Run(Learned + 144, Learned + 240, 6, (_, _, usual) => usual);
        Assert.Empty(this.book.Watch.Find(Camera(0))!.Faults);
        Assert.InRange(this.book.Watch.TrustOf(Camera(0)), 0.6, 1);
    }

    [Fact]
    public void A_device_that_is_not_heard_or_says_that_it_is_offline_says_nothing()
    {
        this.Run(0, 24, 2, (_, _, usual) => usual);
        Assert.Equal((1, 1), (this.book.Watch.TrustOf(Camera(0)), this.book.Watch.TrustOf(Camera(1))));
        this.book.Take(Status(24 * 300, null, online: false, device: "camera-1"));
        Assert.Equal(0, this.book.Watch.TrustOf(Camera(1)));
        this.book.Take(Status((24 * 300) + 60, (24 * 300) + 60, online: true, device: "camera-1"));
        Assert.Equal(1, this.book.Watch.TrustOf(Camera(1)));
        this.book.Advance(Moment((24 * 300) + 3600));
        Assert.Equal(DeviceFaultKind.Silent, Assert.Single(this.book.Watch.Find(Camera(0))!.Faults).Kind);
        Assert.Equal(0, this.book.Watch.TrustOf(Camera(0)));
        Assert.Equal(1, this.book.Watch.TrustOf(Camera(9)));
    }

    [Theory]
    [InlineData(3300, 1)]
    [InlineData(7200, 0)]
    public void Who_tells_only_of_what_passes_may_be_quiet_for_longer(int seconds, double trust)
    {
        Timestamp at = Moment(300);
        this.book.Take(new PassageReport { Device = Camera(0), ReceivedAt = at, MeasuredAt = at, Channel = "line", Class = "bus" });
        this.book.Advance(at.AddSeconds(60));
        this.book.Advance(at.AddSeconds(seconds));
        Assert.Equal(trust, this.book.Watch.TrustOf(Camera(0)));
    }

    [Fact]
    public void A_clock_that_was_set_is_told_for_an_hour()
    {
        this.Run(0, 24, 1, (_, _, usual) => usual);
        this.book.Take(Made(0, 24, 5) with { ClockCorrectionMilliseconds = -20_000 });
        this.Run(25, 30, 1, (_, _, usual) => usual, correction: -20_000);
        Assert.Equal(DeviceFaultKind.ClockStep, Assert.Single(this.book.Watch.Find(Camera(0))!.Faults).Kind);
        Assert.Equal(0.5, this.book.Watch.TrustOf(Camera(0)));
        this.Run(30, 48, 1, (_, _, usual) => usual, correction: -20_000);
        Assert.Empty(this.book.Watch.Find(Camera(0))!.Faults);
    }

    [Fact]
    public void A_camera_that_counts_half_of_the_time_is_half_trusted()
    {
        this.Run(0, 24, 1, (_, _, usual) => usual, uptime: 0.5f);
        Assert.Equal(0.5, this.book.Watch.TrustOf(Camera(0)), 3);
        Assert.Equal(0.5, this.book.Watch.Find(Camera(0))!.Uptime!.Value, 3);
    }

    [Theory]
    [InlineData(0, DeviceFaultKind.Blind)]
    [InlineData(7, DeviceFaultKind.Stuck)]
    public void A_zone_that_sees_nobody_or_the_same_again_and_again_is_noticed(long seen, DeviceFaultKind kind)
    {
        Random random = new(3);
        for (int bin = 0; bin < Learned + 96 + 60; bin++)
        {
            double mean = 3 * Usual(bin);
            long healthy = new NegativeBinomial(mean, 0.3).Quantile(Math.Clamp(random.NextDouble(), 1e-6, 1 - 1e-6));
            this.book.Take(Present((300.0 * bin) + 299, bin < Learned + 96 ? healthy : seen) with { Device = Camera(0) });
            this.book.Advance(Moment((300.0 * (bin + 1)) + 1));
            if (bin == Learned + 95)
            {
                Assert.Empty(this.book.Watch.Find(Camera(0))!.Faults);
            }
        }

        Assert.Contains(kind, this.book.Watch.Find(Camera(0))!.Faults.Select(f => f.Kind));
        Assert.InRange(this.book.Watch.TrustOf(Camera(0)), 0, 0.3);
        Assert.Equal(0, this.book.Ledger.GrandTotal);
    }

    [Fact]
    public void What_was_learned_outlives_a_restart()
    {
        this.Run(0, Learned, 6, (_, _, usual) => usual);
        CountBook next = new();
        Assert.True(next.TryRestore(this.book.Encode()));
        Assert.Equal(this.book.Encode(), next.Encode());
        for (int bin = Learned; bin < Learned + 144; bin++)
        {
            for (int device = 0; device < 6; device++)
            {
                next.Take(Made(device, bin, device == 0 && bin >= Learned + 96 ? 0 : (long)Usual(bin)));
            }

            next.Advance(Moment((300.0 * bin) + 301));
        }

        Assert.Equal(DeviceFaultKind.Blind, next.Watch.Find(Camera(0))!.Faults[0].Kind);
    }

    [Fact]
    public void Two_runs_give_the_same_bytes()
    {
        DeviceWatchTests other = new();
        this.Run(0, 300, 3, (_, _, usual) => usual);
        other.Run(0, 300, 3, (_, _, usual) => usual);
        Assert.Equal(this.book.Encode(), other.book.Encode());
    }

    private static DeviceId Camera(int device) => DeviceId.Parse($"camera-{device}");

    /// <summary>Ten a bin by day and one by night.</summary>
    private static double Usual(int bin) => bin % BinsPerDay is > 72 and < 264 ? 10 : 1;

    private static TrafficCount Made(int device, int bin, long count, float? uptime = null) =>
        Count(300.0 * bin, 300.0 * (bin + 1), count) with { Device = Camera(device), Uptime = uptime };

    private IEnumerable<DeviceVerdict> Verdicts(int devices) =>
        Enumerable.Range(0, devices).Select(i => this.book.Watch.Find(Camera(i))).Where(v => v is not null).Select(v => v!);

    /// <summary>Counts drawn around what a test says they are; a negative one is sent as it is, without its sign, and a third of it each time.</summary>
    private void Run(
        int from, int to, int devices, Func<int, int, double, double> countOf, Action<int>? after = null, float? uptime = null, long correction = 0)
    {
        Random random = new(from + 1);
        for (int bin = from; bin < to; bin++)
        {
            for (int device = 0; device < devices; device++)
            {
                double mean = countOf(device, bin, Usual(bin) * (1 + (0.2 * device)));
                long count = mean < 0 ? (long)-mean
                    : mean == 0 ? 0 : new NegativeBinomial(mean, 0.05).Quantile(Math.Clamp(random.NextDouble(), 1e-6, 1 - 1e-6));
                this.book.Take(Made(device, bin, count, uptime) with { ClockCorrectionMilliseconds = correction });
            }

            Timestamp now = Moment((300.0 * (bin + 1)) + 1);
            this.book.Advance(now);
            after?.Invoke(bin);
        }
    }
}
