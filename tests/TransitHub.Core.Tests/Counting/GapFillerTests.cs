using TransitHub.Core.Counting;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Counting;

/// <summary>What is said of hours that nobody counted.</summary>
public sealed class GapFillerTests
{
    [Fact]
    public void With_dispersion_one_it_is_the_geometric_distribution()
    {
        NegativeBinomial geometric = new(4, 1);
        for (int count = 0; count < 30; count++)
        {
            Assert.Equal(Math.Pow(0.8, count) * 0.2, Math.Exp(geometric.LogProbability(count)), 9);
            Assert.Equal(1 - Math.Pow(0.8, count + 1), geometric.Cumulative(count), 9);
        }

        Assert.Equal((0, 3, 10), (geometric.Quantile(0.1), geometric.Quantile(0.5), geometric.Quantile(0.9)));
        Assert.Equal(0, geometric.Cumulative(-1));
    }

    [Fact]
    public void Quantiles_of_large_and_of_tiny_means_are_found()
    {
        NegativeBinomial large = new(50_000, 0.0001);
        Assert.InRange(large.Quantile(0.1), 50_000 - (1.4 * large.Deviation), 50_000 - (1.2 * large.Deviation));
        Assert.InRange(large.Quantile(0.9), 50_000 + (1.2 * large.Deviation), 50_000 + (1.4 * large.Deviation));
        Assert.Equal(0, new NegativeBinomial(1e-6, 0.5).Quantile(0.9));
    }

    [Fact]
    public void An_hour_that_was_counted_whole_is_what_it_was()
    {
        CountedHour[] hours = Weeks(4, new Random(1));
        Assert.Equal(new FilledHour(hours[100].Count, hours[100].Count, hours[100].Count), new GapFiller(hours).Fill(100));
    }

    [Fact]
    public void Hidden_hours_lie_in_their_intervals_as_often_as_promised()
    {
        CountedHour[] truth = Weeks(10, new Random(7));
        CountedHour[] seen = [.. truth.Select((h, i) => i % 11 == 3 || i / 24 == 40 ? h with { Count = 0, Uptime = 0 } : h)];
        GapFiller filler = new(seen);
        (int held, int all) = (0, 0);
        for (int i = 0; i < truth.Length; i++)
        {
            if (seen[i].Uptime == 0)
            {
                FilledHour filled = filler.Fill(i)!.Value;
                held += truth[i].Count >= filled.Low && truth[i].Count <= filled.High ? 1 : 0;
                all++;
            }
        }

        Assert.InRange((double)held / all, 0.75, 0.95);
    }

    [Fact]
    public void A_gap_on_a_busy_day_is_filled_with_more_than_usual()
    {
        CountedHour[] hours = Weeks(6, new Random(3));
        int noon = (30 * 24) + 12;
        CountedHour[] busy = [.. hours.Select((h, i) => Math.Abs(i - noon) is > 0 and < 8 ? h with { Count = 2 * h.Count } : i == noon ? h with { Count = 0, Uptime = 0 } : h)];
        CountedHour[] plain = [.. hours.Select((h, i) => i == noon ? h with { Count = 0, Uptime = 0 } : h)];
        Assert.True(new GapFiller(busy).Fill(noon)!.Value.Estimate > 1.3 * new GapFiller(plain).Fill(noon)!.Value.Estimate);
    }

    [Fact]
    public void The_counted_part_of_an_hour_draws_the_rest_toward_it_and_narrows_it()
    {
        CountedHour[] hours = Weeks(6, new Random(3));
        int noon = (30 * 24) + 12;
        FilledHour none = Fill(0, 0);
        FilledHour half = Fill(hours[noon].Count, 0.5);
        Assert.True(half.Estimate > none.Estimate * 1.2);
        Assert.True(half.Low >= hours[noon].Count);
        FilledHour most = Fill(hours[noon].Count, 0.9);
        Assert.True(most.High - most.Low < none.High - none.Low);

        FilledHour Fill(double count, double uptime) =>
            new GapFiller([.. hours.Select((h, i) => i == noon ? h with { Count = count, Uptime = uptime } : h)]).Fill(noon)!.Value;
    }

    [Fact]
    public void Of_a_time_of_day_at_which_nothing_was_ever_counted_nothing_is_said()
    {
        CountedHour[] hours = [.. Weeks(6, new Random(3)).Select(h => h.HourOfWeek % 24 == 3 ? h with { Count = 0, Uptime = 0 } : h)];
        Assert.Null(new GapFiller(hours).Fill(3));
        Assert.NotNull(new GapFiller(hours).Fill(4));
    }

    [Fact]
    public void Hidden_hours_of_a_real_street_lie_in_their_intervals()
    {
        const string File = "counts/telraam-2022-spring.csv";
        Assert.SkipUnless(SharedData.Has(File), SharedData.SkipReason);
        CountedHour[] truth = [.. System.IO.File.ReadLines(SharedData.Path(File)).Skip(1).Select((line, i) =>
        {
            string[] fields = line.Split(',');
            double uptime = double.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture);

            // 1 March 2022 was a Tuesday; the figures are scaled up by the uptime.
            return new CountedHour((24 + i) % WeekHours, Math.Round(uptime * double.Parse(fields[5], System.Globalization.CultureInfo.InvariantCulture)), uptime);
        })];
        CountedHour[] seen = [.. truth.Select((h, i) => i % 10 == 4 ? h with { Count = 0, Uptime = 0 } : h)];
        GapFiller filler = new(seen);
        (int held, int all) = (0, 0);
        for (int i = 4; i < truth.Length; i += 10)
        {
            if (truth[i].Uptime > 0.05)
            {
                NegativeBinomial forecast = filler.Forecast(i, truth[i].Uptime)!.Value;
                held += truth[i].Count >= forecast.Quantile(0.1) && truth[i].Count <= forecast.Quantile(0.9) ? 1 : 0;
                all++;
            }
        }

        Assert.True(all > 100);
        Assert.InRange((double)held / all, 0.75, 0.95);
    }

    private const int WeekHours = 168;

    /// <summary>Weeks with a day and a quiet night, drawn with a rate that varies by a fifth.</summary>
    private static CountedHour[] Weeks(int weeks, Random random) =>
        [.. Enumerable.Range(0, weeks * WeekHours).Select(i =>
        {
            double usual = (i % 24 is > 6 and < 22 ? 60 : 6) * (i % WeekHours >= 120 ? 0.5 : 1);
            NegativeBinomial drawn = new(usual, 0.04);
            return new CountedHour(i % WeekHours, drawn.Quantile(Math.Max(1e-6, random.NextDouble())), 1);
        })];
}
