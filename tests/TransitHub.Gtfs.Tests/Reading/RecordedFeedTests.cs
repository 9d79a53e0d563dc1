using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Testing;

namespace TransitHub.Gtfs.Tests.Reading;

public sealed class RecordedFeedTests
{
    [Fact]
    public void Reads_a_whole_city()
    {
        const string Feed = "auckland-2019-08-13/gtfs.zip";
        Assert.SkipUnless(SharedData.Has(Feed), SharedData.SkipReason);

        var (schedule, notices) = ScheduleReader.Read(SharedData.Path(Feed), cancellationToken: TestContext.Current.CancellationToken);

        Assert.False(notices.HasErrors, string.Join('\n', notices));
        Assert.Equal(12_735, schedule.Trips.Count);
        Assert.Equal(5_968, schedule.Stops.Count);
        Assert.Equal(397_687, schedule.Trips.StopTimeCount);
        Assert.Equal(899, schedule.Routes.Count);
        Assert.Equal(901, schedule.Patterns.Count);
        Assert.Equal(1_565_611_200, schedule.ServiceDayStart(ServiceDate.From(2019, 8, 13)));
        Assert.True(schedule.Services.IsActive(schedule.Trips.ServiceIndex(0), ServiceDate.From(2019, 8, 13)));
        Assert.False(schedule.Services.IsActive(schedule.Trips.ServiceIndex(0), ServiceDate.From(2019, 8, 14)));
        ScheduleSoundness.Check(schedule);
        AssertStopsLieOnTheirShapes(schedule);
    }

    /// <summary>The shapes were drawn through the stops, so an offset that is right gives the stop's own place.</summary>
    private static void AssertStopsLieOnTheirShapes(Schedule schedule)
    {
        var (near, all) = (0, 0);
        for (var pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            var line = schedule.Geometries[schedule.Patterns.GeometryIndex(pattern)];
            var stops = schedule.Patterns.Stops(pattern);
            for (var at = 0; at < stops.Length; at++, all++)
            {
                var (latitude, longitude) = line.At(schedule.Patterns.StopOffsets(pattern)[at]);
                near += Geometry.Distance(latitude, longitude, schedule.Stops.Latitude(stops[at]), schedule.Stops.Longitude(stops[at])) < 15 ? 1 : 0;
            }
        }

        Assert.True(near > all * 0.999, $"{near} of {all} stops lie within 15 m of their place on the shape.");
    }

    [Theory]
    [InlineData("nyc-b63/gtfs.zip", 735)]
    [InlineData("wmata-2026-02-16/gtfs.zip", 462)]
    [InlineData("feeds/raba-gtfs.zip", 0)]
    [InlineData("feeds/unitrans-gtfs.zip", 0)]
    public void Reads_real_feeds_into_sound_tables(string feed, int trips)
    {
        Assert.SkipUnless(SharedData.Has(feed), SharedData.SkipReason);

        var (schedule, notices) = ScheduleReader.Read(SharedData.Path(feed), cancellationToken: TestContext.Current.CancellationToken);
        foreach (var (code, count) in notices.Totals)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{code} {count}: {notices.First(notice => notice.Code == code)}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{schedule.Stops.Count} stops, {schedule.Trips.Count} trips, {schedule.Patterns.Count} patterns, {schedule.Links.Count} links, {schedule.Geometries.Count} geometries");
        Assert.True(trips == 0 || schedule.Trips.Count == trips);
        ScheduleSoundness.Check(schedule);
    }
}
