using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Tests.Time;

public sealed class ServiceDateTests
{
    [Theory]
    [InlineData("20261123", true)]
    [InlineData("20240229", true)]
    [InlineData("20260229", false)]
    [InlineData("20261301", false)]
    [InlineData("00000101", false)]
    [InlineData("2026-1-1", false)]
    [InlineData("2026112", false)]
    [InlineData("202611230", false)]
    [InlineData("2026١١23", false)]
    [InlineData("", false)]
    public void Reads_days_that_exist_and_nothing_else(string text, bool expected)
    {
        Assert.Equal(expected, ServiceDate.TryParse(text, out var date));
        Assert.Equal(expected ? text : "00010101", date.ToString());
        Assert.Equal(expected, ServiceDate.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _));
    }

    [Fact]
    public void Counts_and_orders_days()
    {
        var date = ServiceDate.From(2026, 11, 23);

        Assert.Equal(DayOfWeek.Monday, date.DayOfWeek);
        Assert.Equal(DayOfWeek.Sunday, date.AddDays(-1).DayOfWeek);
        Assert.Equal("20261201", date.AddDays(8).ToString());
        Assert.True(date < date.AddDays(1) && date >= date.AddDays(-1) && date.CompareTo(date) == 0);
        Assert.Equal(date, ServiceDate.FromDayNumber(date.DayNumber));
    }

    [Theory]
    [InlineData("00:00:00", 0)]
    [InlineData("8:05:09", 29_109)]
    [InlineData("25:10:00", 90_600)]
    [InlineData("123:00:01", 442_801)]
    public void Reads_times_of_a_service_day(string text, int seconds)
    {
        Assert.True(ServiceTime.TryParse(text, out var time));
        Assert.Equal(seconds, time.Seconds);
        Assert.Equal(text.PadLeft(8, '0'), time.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8:5:9")]
    [InlineData("08:60:00")]
    [InlineData("08:00:60")]
    [InlineData("-8:00:00")]
    [InlineData("0x:00:00")]
    [InlineData("08:00")]
    [InlineData("1234:00:00")]
    [InlineData("08:00:00 ")]
    public void Refuses_what_is_no_time(string text) => Assert.False(ServiceTime.TryParse(text, out _));
}
