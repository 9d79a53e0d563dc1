using TransitHub.Core.Fusion.Links;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Links;

public sealed class LinkHistoryTests
{
    private static readonly DayTime Monday = new(0, 0);
    private static readonly DayTime Tuesday = new(86_400, 0);
    private static readonly DayTime Sunday = new(6 * 86_400, 2);

    [Fact]
    public void A_day_becomes_history_when_the_next_one_begins()
    {
        LinkHistory history = new(Links());
        history.Learn(0, Monday, 8 * 3600, 100);

        Assert.Equal(0, history.Usual(0, Monday, 8 * 3600));

        history.Learn(0, Tuesday, Tuesday.Start + (8 * 3600), 500);

        Assert.Equal(100, history.Usual(0, Tuesday, Tuesday.Start + (8 * 3600)), 3);
    }

    [Fact]
    public void Times_of_day_are_told_apart_and_change_evenly_between_them()
    {
        LinkHistory history = RushHour();

        double rush = history.Usual(0, Tuesday, Tuesday.Start + (8.25 * 3600));
        double between = history.Usual(0, Tuesday, Tuesday.Start + (8.5 * 3600));
        double calm = history.Usual(0, Tuesday, Tuesday.Start + (8.75 * 3600));

        Assert.InRange(rush, 190, 200);
        Assert.InRange(calm, 100, 110);
        Assert.InRange(between, 140, 160);
    }

    [Fact]
    public void A_half_hour_without_passages_and_a_kind_of_day_that_was_never_seen_have_the_mean_of_all()
    {
        LinkHistory history = RushHour();

        Assert.Equal(150, history.Usual(0, Tuesday, Tuesday.Start + (20 * 3600)), 1);
        Assert.Equal(150, history.Usual(0, Sunday, Sunday.Start + (8.25 * 3600)), 1);
    }

    [Fact]
    public void Hours_after_midnight_count_as_the_small_hours()
    {
        Assert.Equal(2.5, Monday.HalfHours(25.25 * 3600), 6);
        Assert.Equal(46, Monday.HalfHours(-3600), 6);
    }

    [Fact]
    public void History_survives_as_bytes_with_the_present_day_still_present()
    {
        LinkHistory history = RushHour();
        history.Learn(0, Tuesday, Tuesday.Start + (8.25 * 3600), 900);

        LinkHistory restored = new(Links());
        int taken = LinkHistoryCodec.Decode(LinkHistoryCodec.Encode(history), restored);

        Assert.Equal(1, taken);
        Assert.Equal(history.Usual(0, Tuesday, Tuesday.Start + 30_000), restored.Usual(0, Tuesday, Tuesday.Start + 30_000));
        restored.EndDay();
        Assert.True(restored.Usual(0, Tuesday, Tuesday.Start + (8.25 * 3600)) > 200);
    }

    [Fact]
    public void Links_that_a_new_version_lacks_are_passed_over_and_the_others_find_their_new_place()
    {
        LinkHistory history = RushHour();
        history.Learn(1, Monday, 3600, 70);
        history.EndDay();
        LinkHistory restored = new(Links([3, 2, 0, 1]));

        Assert.Equal(1, LinkHistoryCodec.Decode(LinkHistoryCodec.Encode(history), restored));
        Assert.Equal([0, 0, 150], Enumerable.Range(0, 3).Select(link => Math.Round(restored.Usual(link, Tuesday, Tuesday.Start))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(40)]
    public void Damaged_bytes_are_not_taken(int place)
    {
        byte[] bytes = LinkHistoryCodec.Encode(RushHour());
        bytes[place] ^= 1;
        LinkHistory restored = new(Links());

        Assert.Equal(-1, LinkHistoryCodec.Decode(bytes, restored));
        Assert.Equal(0, restored[0].Weight);
    }

    [Fact]
    public void Cut_bytes_are_not_taken()
    {
        byte[] bytes = LinkHistoryCodec.Encode(RushHour());
        for (int length = 0; length < bytes.Length; length += 7)
        {
            Assert.Equal(-1, LinkHistoryCodec.Decode(bytes.AsSpan(0, length), new LinkHistory(Links())));
        }
    }

    private static LinkHistory RushHour()
    {
        LinkHistory history = new(Links());
        for (int i = 0; i < 20; i++)
        {
            history.Learn(0, Monday, 8.25 * 3600, 200);
            history.Learn(0, Monday, 8.75 * 3600, 100);
        }

        history.EndDay();
        return history;
    }

    private static LinkTable Links(int[]? stops = null) => new StreetScene().Trip("T", "08:00:00", stops ?? [0, 1, 2, 3]).Schedule.Links;
}
