using TransitHub.Gtfs.Building;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class LineTravelTests
{
    private const string Bus = "lines/one.yaml";

    [Fact]
    public void Minutes_are_turned_round_for_the_way_back()
    {
        var line = new SheetTexts().Network().FindLine("bus-1")!;

        Assert.Equal([120, 180], line.Travel[0].RunSeconds(line.Directions[0]));
        Assert.Equal([180, 120], line.Travel[0].RunSeconds(line.Directions[1]));
    }

    [Fact]
    public void Of_two_entries_that_fit_the_more_specific_one_counts()
    {
        var line = With("""
            - {minutes: [2, 3]}
              - {between: [07:00, 09:00], minutes: [3, 4]}
              - {days: weekend, minutes: [4, 5]}
              - {direction: 1, minutes: [6, 5]}
            """).FindLine("bus-1")!;

        Assert.Equal(2, Minutes(line, "weekday", 0, 6));
        Assert.Equal(3, Minutes(line, "weekday", 0, 7));
        Assert.Equal(2, Minutes(line, "weekday", 0, 9));
        Assert.Equal(4, Minutes(line, "weekend", 0, 7));
        Assert.Equal(6, Minutes(line, "weekday", 1, 7));
        Assert.Equal([360, 300], line.FindTravel("weekday", 1, 0)!.RunSeconds(line.Directions[1]));
    }

    [Fact]
    public void Each_set_of_travel_times_has_a_template_trip()
    {
        var feed = BuiltFeed.Of(With("""
            - {minutes: [2, 3]}
              - {between: [07:00, 09:00], minutes: [3, 4]}
            """));

        Assert.Equal(
            ["bus-1.weekday.0.0530 05:30:00 07:06:00", "bus-1.weekday.0.0530 09:06:00 22:00:00", "bus-1.weekday.0.0706 07:06:00 09:06:00"],
            feed.Text["frequencies.txt"].Where(row => row["trip_id"].StartsWith("bus-1.weekday.0", StringComparison.Ordinal))
                .Select(row => $"{row["trip_id"]} {row["start_time"]} {row["end_time"]}"));
    }

    [Fact]
    public void A_headway_in_one_direction_only_leaves_the_other_to_its_departures()
    {
        var feed = BuiltFeed.Of(new SheetTexts().Replace(Bus,
            "  - {days: [weekday, weekend], between: [05:30, 22:00], every: 12m}",
            "  - {days: weekday, direction: 0, between: [05:30, 22:00], every: 12m}\n  - {days: weekday, direction: 1, departures: [06:00, 18:00:30]}"));

        Assert.Equal(
            ["bus-1.weekday.0.0530", "bus-1.weekday.1.0600", "bus-1.weekday.1.180030"],
            feed.Text.Column("trips.txt", "trip_id").Where(id => id.StartsWith("bus-1", StringComparison.Ordinal)));
        Assert.Equal(["1", "1", "1"], feed.Text["stop_times.txt"].Where(row => row["trip_id"] == "bus-1.weekday.1.0600").Select(row => row["timepoint"]));
    }

    private static LineNetwork With(string travel) => new SheetTexts().Replace(Bus, "- {minutes: [2, 3]}", travel).Network();

    private static double Minutes(LineSheet line, string day, int direction, int hour) =>
        line.FindTravel(day, direction, hour * 3600)!.Minutes[0];
}
