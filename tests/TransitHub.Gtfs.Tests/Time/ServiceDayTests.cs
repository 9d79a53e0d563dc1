using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Time;

public sealed class ServiceDayTests
{
    [Theory]
    [InlineData("Asia/Bangkok", "20261123", "2026-11-23T00:00:00+07:00")]
    [InlineData("America/New_York", "20260308", "2026-03-07T23:00:00-05:00")]
    [InlineData("America/New_York", "20261101", "2026-11-01T01:00:00-04:00")]
    [InlineData("Pacific/Auckland", "20190813", "2019-08-13T00:00:00+12:00")]
    [InlineData("Africa/Cairo", "20260424", "2026-04-23T23:00:00+02:00")]
    public void Starts_twelve_hours_before_noon_also_when_the_clocks_change(string zone, string day, string expected)
    {
        var schedule = InZone(zone).Read().Schedule;
        Assert.True(ServiceDate.TryParse(day, out var date));

        var start = DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        Assert.Equal(start, schedule.ServiceDayStart(date));
        Assert.Equal(start, schedule.ServiceDayStart(date));
        Assert.Equal(start + 90_600, schedule.ToUnixSeconds(date, 90_600));
    }

    [Fact]
    public void Puts_a_time_past_midnight_on_the_next_calendar_day()
    {
        var schedule = FeedText.TwoStops()
            .With("stop_times.txt", """
                trip_id,arrival_time,departure_time,stop_id,stop_sequence
                T,23:58:00,23:58:00,A,1
                T,24:05:00,24:05:30,B,2
                """)
            .Read().Schedule;

        var arrival = schedule.ToUnixSeconds(ServiceDate.From(2026, 5, 1), schedule.Trips.Arrivals(0)[1]);

        Assert.Equal(new DateTimeOffset(2026, 5, 2, 0, 5, 0, TimeSpan.FromHours(7)), DateTimeOffset.FromUnixTimeSeconds(arrival));
    }

    [Fact]
    public void Uses_utc_and_notes_it_where_no_zone_of_that_name_exists()
    {
        var (schedule, notices) = InZone("Asia/Krung_Thep").Read();

        Assert.Equal("UTC", schedule.TimeZone.Id);
        Assert.Equal("Asia/Krung_Thep", Assert.Single(notices, notice => notice.Code == "invalid_timezone").Value);
    }

    private static FeedText InZone(string zone) => FeedText.TwoStops()
        .With("agency.txt", $"""
            agency_id,agency_name,agency_url,agency_timezone
            X,Example,https://example.org,{zone}
            """);
}
