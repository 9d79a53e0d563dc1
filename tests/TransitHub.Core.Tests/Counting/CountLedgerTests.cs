using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Counting;

/// <summary>What the account makes of counts that come late, twice, in other cuts, or not at all.</summary>
public sealed class CountLedgerTests
{
    private readonly CountLedger ledger = new();

    [Fact]
    public void An_interval_counts_once_however_often_it_comes()
    {
        Assert.Equal(14, this.ledger.Take(Count(0, 60, 14)));
        Assert.Equal(0, this.ledger.Take(Count(0, 60, 14)));
        Assert.Equal(0, this.ledger.Take(Count(0, 60, 99)));
        Assert.Equal(3, this.ledger.Take(Count(60, 120, 3)));
        Assert.Equal((17, 2L, 2L), (this.ledger.GrandTotal, this.Flow().Taken, this.Flow().Repeated));
    }

    [Fact]
    public void The_order_of_intervals_does_not_matter()
    {
        TrafficCount[] counts = [.. Enumerable.Range(0, 120).Select(m => Count(60 * m, 60 * m + 60, m % 7))];
        CountLedger other = new();
        foreach (int i in Enumerable.Range(0, 120).OrderBy(i => i * 37 % 120))
        {
            other.Take(counts[i]);
        }

        Array.ForEach(counts, c => this.ledger.Take(c));
        Assert.Equal(counts.Sum(c => c.Count), other.GrandTotal);
        Assert.Equal(this.Flow().Bins, other.Read(DeviceId.Parse("camera-1"), Moment(0))[0].Bins);
    }

    [Fact]
    public void An_interval_around_known_ones_tells_what_is_missing_between_them()
    {
        this.ledger.Take(Count(0, 60, 4));
        this.ledger.Take(Count(120, 180, 6));
        Assert.Equal(5, this.ledger.Take(Count(0, 300, 15)));
        Assert.Equal(0, this.ledger.Take(Count(60, 120, 3)));
        Assert.Equal(15, this.ledger.GrandTotal);
        Assert.Equal(300, Assert.Single(this.Flow().Bins).CoveredSeconds);
    }

    [Fact]
    public void Of_an_interval_that_overlaps_the_rest_has_its_share()
    {
        this.ledger.Take(Count(0, 300, 10));
        Assert.Equal(6, this.ledger.Take(Count(200, 500, 9)));
        Assert.Equal(16, this.ledger.GrandTotal);
    }

    [Fact]
    public void An_interval_inside_a_known_one_tells_nothing()
    {
        this.ledger.Take(Count(0, 300, 10));
        Assert.Equal(0, this.ledger.Take(Count(60, 120, 9)));
    }

    [Fact]
    public void What_nobody_counted_has_no_bin_and_none_counted_has_one()
    {
        this.ledger.Take(Count(0, 300, 0));
        this.ledger.Take(Count(900, 1200, 7));
        Assert.Equal([(0.0, 0), (900.0, 7)], this.Flow().Bins.Select(b => (b.Start.SecondsSince(Moment(0)), b.Count)));
    }

    [Fact]
    public void A_bin_says_how_long_the_device_was_counting_in_it()
    {
        this.ledger.Take(Count(0, 120, 7) with { Uptime = 0.5f });
        CountBin bin = Assert.Single(this.Flow().Bins);
        Assert.Equal((7, 120f, 60f), (bin.Count, bin.CoveredSeconds, bin.CountingSeconds));
    }

    [Fact]
    public void An_hour_is_spread_over_its_bins_in_whole_numbers_and_they_say_so()
    {
        this.ledger.Take(Count(0, 3600, 100));
        Assert.Equal(12, this.Flow().Bins.Length);
        Assert.Equal(100, this.Flow().Bins.Sum(b => b.Count));
        Assert.All(this.Flow().Bins, b => Assert.True(b.IsSpread && b.Count is 8 or 9));
    }

    [Fact]
    public void A_running_total_counts_from_the_first_that_was_heard()
    {
        Assert.Equal(0, this.ledger.Take(Total(60, 10_523)));
        Assert.Empty(this.Flow().Bins);
        Assert.Equal(17, this.ledger.Take(Total(120, 10_540)));
        Assert.Equal(0, this.ledger.Take(Total(120, 10_540)));
        Assert.Equal((17, 0L), (this.Flow().Total, this.Flow().Restarts));
    }

    [Fact]
    public void A_device_that_starts_anew_has_counted_what_it_says_since()
    {
        Array.ForEach([Total(60, 100), Total(120, 110), Total(180, 4), Total(240, 9)], t => this.ledger.Take(t));
        Assert.Equal((19, 1L), (this.Flow().Total, this.Flow().Restarts));
    }

    [Fact]
    public void The_last_total_before_a_new_start_counts_though_it_comes_after_it()
    {
        Array.ForEach([Total(60, 100), Total(180, 4)], t => this.ledger.Take(t));
        Assert.Equal(30, this.ledger.Take(Total(120, 130)));
        Assert.Equal(0, this.ledger.Take(Total(150, 2)));
        Assert.Equal(34, this.ledger.GrandTotal);
    }

    [Fact]
    public void A_late_total_without_a_new_start_tells_nothing()
    {
        Array.ForEach([Total(60, 100), Total(180, 140)], t => this.ledger.Take(t));
        Assert.Equal(0, this.ledger.Take(Total(120, 130)));
        Assert.Equal(40, this.ledger.GrandTotal);
    }

    [Fact]
    public void Late_totals_are_exact_in_whatever_order_they_come()
    {
        // 10, 11, anew 3, 12: the 11 adds nothing before the 3 is there, and one afterwards.
        Array.ForEach([Total(60, 10), Total(240, 12), Total(120, 11), Total(180, 3)], t => this.ledger.Take(t));
        Assert.Equal(1 + 3 + 9, this.ledger.GrandTotal);
    }

    [Fact]
    public void After_a_long_silence_with_a_new_start_only_the_end_is_taken_as_counted()
    {
        Array.ForEach([Total(0, 100), Total(7200, 30)], t => this.ledger.Take(t));
        Assert.Equal(30, this.Flow().Total);
        Assert.Equal(900, this.Flow().Bins.Sum(b => b.CoveredSeconds));
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_make_new_counts_look_known()
    {
        this.ledger.Take(Count(3600, 3660, 5) with { ClockCorrectionMilliseconds = -3_600_000 });
        this.ledger.Take(Count(3660, 3720, 5) with { ClockCorrectionMilliseconds = -3_600_000 });
        for (int minute = 2; minute < 90; minute++)
        {
            this.ledger.Take(Count(60 * minute, 60 * minute + 60, 1));
        }

        Assert.Equal(98, this.ledger.GrandTotal);
        Assert.Equal(0, this.ledger.Take(Count(3660, 3720, 5) with { ClockCorrectionMilliseconds = -3_600_000 }));
    }

    [Fact]
    public void What_is_kept_over_a_restart_goes_on_where_it_was()
    {
        CountBook book = new();
        CountBook next = new();
        TrafficCount[] before = [Count(0, 60, 4), Count(120, 180, 6), Total(60, 100), Total(180, 3), Count(0, 60, 1, direction: null)];
        Array.ForEach(before, book.Take);
        Assert.True(next.TryRestore(book.Encode()));
        Assert.Equal(book.Encode(), next.Encode());

        // The log gives the last of them again.
        Array.ForEach(before, next.Take);
        next.Take(Total(120, 130));
        next.Take(Count(60, 120, 5));
        Assert.Equal(4 + 6 + 33 + 1 + 5, next.Ledger.GrandTotal);
        Assert.Equal(Moment(180), book.Through);
    }

    [Fact]
    public void Bytes_of_another_form_are_refused()
    {
        Assert.False(new CountBook().TryRestore([1, 2, 3]));
        Assert.False(new CountBook().TryRestore(new byte[64]));
        byte[] cut = new CountBook().Encode();
        Assert.False(new CountBook().TryRestore(cut[..^2]));
    }

    [Fact]
    public void Channels_of_a_device_and_bins_of_a_channel_are_bounded()
    {
        for (int i = 0; i < DeviceCounts.MaxChannels + 10; i++)
        {
            this.ledger.Take(Count(0, 60, 1, channel: $"c{i}"));
        }

        for (int hour = 0; hour < 24 * 20; hour++)
        {
            this.ledger.Take(Count(hour * 3600.0, (hour + 1) * 3600.0, 12, channel: "c0"));
        }

        IReadOnlyList<ChannelFlow> flows = this.ledger.Read(DeviceId.Parse("camera-1"), Moment(0));
        Assert.Equal(DeviceCounts.MaxChannels, flows.Count);
        Assert.InRange(flows[0].Bins.Length, 28 * 12, 31 * 12);
    }

    private ChannelFlow Flow() => Assert.Single(this.ledger.Read(DeviceId.Parse("camera-1"), Moment(-1)));
}
