using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Counting;

/// <summary>Gaps of a camera that counts some 60 an hour by day and 12 by night are filled from what was learned of it in two weeks.</summary>
public sealed class FlowFillerTests
{
    private const int LearnedDays = 14;

    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_772_409_600L);
    private static readonly DeviceId Camera = DeviceId.Parse("gate");
    private static readonly Timestamp LastDay = Start.AddSeconds(86_400.0 * LearnedDays);

    [Fact]
    public void Only_hours_that_were_not_counted_whole_are_filled_and_by_day_with_more_than_by_night()
    {
        CountBook book = Counted(hour => hour is 2 or 12 ? 0 : 1);

        IReadOnlyList<FilledFlow> filled = book.Fill(Camera, LastDay, 24, Exact);

        Assert.Equal([2, 12], filled.Select(f => (int)(f.Start.SecondsSince(LastDay) / 3600)));
        Assert.All(filled, f => Assert.Equal(0, f.Uptime));
        Assert.InRange(filled[0].Whole.Estimate, 8, 16);
        Assert.InRange(filled[1].Whole.Estimate, 50, 70);
        Assert.All(filled, f => Assert.True(f.Whole.Low < f.Whole.Estimate && f.Whole.Estimate < f.Whole.High));
    }

    [Fact]
    public void The_less_of_an_hour_is_missing_the_narrower_is_what_it_came_to()
    {
        FilledHour half = Assert.Single(Counted(hour => hour == 12 ? 0.5 : 1).Fill(Camera, LastDay, 24, Exact)).Whole;
        FilledHour all = Assert.Single(Counted(hour => hour == 12 ? 0 : 1).Fill(Camera, LastDay, 24, Exact)).Whole;

        Assert.True(half.High - half.Low < all.High - all.Low);
        Assert.InRange(half.Estimate, 45, 75);
    }

    [Fact]
    public void The_counted_part_is_taken_for_what_it_is_told_as()
    {
        CountBook book = Counted(hour => hour == 12 ? 0.5 : 1);

        Assert.True(Assert.Single(book.Fill(Camera, LastDay, 24, static (_, _) => 1000)).Whole.Estimate > 1000);
    }

    [Fact]
    public void Of_a_device_that_is_hardly_known_nothing_is_filled()
    {
        CountBook book = new();
        Take(book, Start, 10, 1);
        book.Advance(Start.AddSeconds(7200));

        Assert.Empty(book.Fill(Camera, Start, 24, Exact));
        Assert.Empty(book.Fill(DeviceId.Parse("other"), Start, 24, Exact));
    }

    [Fact]
    public void A_day_with_half_the_usual_counts_is_filled_with_less()
    {
        CountBook usual = Counted(hour => hour == 12 ? 0 : 1);
        CountBook quiet = Counted(hour => hour == 12 ? 0 : 1, level: 0.5);

        Assert.True(
            Assert.Single(quiet.Fill(Camera, LastDay, 24, Exact)).Whole.Estimate < 0.75 * Assert.Single(usual.Fill(Camera, LastDay, 24, Exact)).Whole.Estimate);
    }

    private static double Exact(ChannelKey key, IReadOnlyList<CountBin> bins) => bins.Sum(b => b.Count);

    private static CountBook Counted(Func<int, double> uptimeOnLastDay, double level = 1)
    {
        CountBook book = new();
        Random random = new(3);
        for (int hour = 0; hour < (LearnedDays + 1) * 24; hour++)
        {
            bool isLast = hour >= LearnedDays * 24;
            double uptime = isLast ? uptimeOnLastDay(hour % 24) : 1;
            Timestamp from = Start.AddSeconds(3600.0 * hour);
            for (int bin = 0; bin < 12 && uptime > 0; bin++)
            {
                double mean = (hour % 24 is >= 6 and < 22 ? 5 : 1) * uptime * (isLast ? level : 1);
                int count = Enumerable.Range(0, 20).Count(_ => random.NextDouble() < mean / 20);
                Take(book, from.AddSeconds(300 * bin), count, uptime);
            }

            book.Advance(from.AddSeconds(3600 + 130));
        }

        return book;
    }

    private static void Take(CountBook book, Timestamp from, int count, double uptime) => book.Take(new TrafficCount
    {
        Device = Camera,
        ReceivedAt = from.AddSeconds(300),
        Channel = "line-1",
        Class = "person",
        From = from,
        To = from.AddSeconds(300),
        Count = count,
        Uptime = (float)uptime,
    });
}
