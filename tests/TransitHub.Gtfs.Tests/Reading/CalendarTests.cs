using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Reading;

public sealed class CalendarTests
{
    [Fact]
    public void Runs_on_weekdays_within_its_dates_and_follows_exceptions()
    {
        var services = FeedText.TwoStops()
            .With("calendar.txt", """
                service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
                S,1,1,1,1,1,0,0,20261102,20261129
                """)
            .With("calendar_dates.txt", """
                service_id,date,exception_type
                S,20261102,2
                S,20261107,1
                S,20261205,1
                """)
            .Read().Schedule.Services;

        Assert.Equal(
            "20261103 20261104 20261105 20261106 20261107 20261109",
            string.Join(' ', Days(20261101, 9).Where(day => services.IsActive(0, day))));
        Assert.Equal(ServiceDate.From(2026, 11, 3), services.FirstDateOf(0));
        Assert.Equal(ServiceDate.From(2026, 12, 5), services.LastDateOf(0));
        Assert.False(services.IsActive(0, ServiceDate.From(2026, 11, 30)));
    }

    [Fact]
    public void Runs_on_the_dates_of_a_feed_that_has_calendar_dates_alone()
    {
        var (schedule, notices) = FeedText.TwoStops()
            .Without("calendar.txt")
            .With("calendar_dates.txt", """
                service_id,date,exception_type
                S,20261124,1
                S,20261123,1
                """)
            .Read();

        Assert.False(notices.HasErrors, string.Join('\n', notices));
        Assert.Equal("20261123 20261124", string.Join(' ', Days(20261120, 10).Where(day => schedule.Services.IsActive(0, day))));
        Assert.Equal(ServiceDate.From(2026, 11, 23), schedule.Services.FirstDate);
        Assert.Equal(ServiceDate.From(2026, 11, 24), schedule.Services.LastDate);
    }

    [Fact]
    public void Never_runs_without_usable_dates()
    {
        var (schedule, notices) = FeedText.TwoStops()
            .With("calendar.txt", """
                service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
                S,1,1,1,1,1,1,1,20261301,20261231
                """)
            .Read();

        Assert.Null(schedule.Services.FirstDate);
        var notice = Assert.Single(notices, notice => notice.Code == "invalid_date");
        Assert.Equal(("calendar.txt", 2L, "start_date", "20261301"), (notice.File, notice.Line, notice.Field, notice.Value));
    }

    [Fact]
    public void Reads_headways_sorted_by_start()
    {
        var trips = FeedText.TwoStops()
            .With("frequencies.txt", """
                trip_id,start_time,end_time,headway_secs,exact_times
                T,09:00:00,25:00:00,600,0
                T,05:00:00,09:00:00,300,1
                T,10:00:00,09:00:00,300,1
                """)
            .Read().Schedule.Trips;

        Assert.Equal([new FrequencyWindow(18_000, 32_400, 300, true), new FrequencyWindow(32_400, 90_000, 600, false)], trips.Frequencies(0).ToArray());
    }

    private static IEnumerable<ServiceDate> Days(int first, int count)
    {
        var start = ServiceDate.From(first / 10_000, first / 100 % 100, first % 100);
        return Enumerable.Range(0, count).Select(start.AddDays);
    }
}
