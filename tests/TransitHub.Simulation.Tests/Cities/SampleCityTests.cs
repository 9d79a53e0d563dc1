using NodaTime;
using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Cities;

namespace TransitHub.Simulation.Tests.Cities;

public sealed class SampleCityTests
{
    /// <summary>A Monday without a holiday, a Sunday, and a holiday on a weekday.</summary>
    public static TheoryData<int, int, int> Days => new() { { 2026, 11, 23 }, { 2026, 11, 29 }, { 2026, 12, 10 } };

    private static readonly SampleCity City = SampleCity.Load();

    [Fact]
    public void Its_sheets_have_no_problem_and_its_feed_no_notice()
    {
        Assert.Empty(LineNetwork.Read(SampleCity.Sheets).Problems.InOrder());
        Assert.Empty(Notices(City));
    }

    [Fact]
    public void Has_the_lines_that_Bangkok_is_known_for()
    {
        Assert.True(City.Network.Lines.Length >= 18);
        string[] known =
        [
            "express-orange", "express-yellow", "express-green", "express-local", "saen-saep-nida", "saen-saep-golden-mount",
            "phadung-krung-kasem", "bus-1", "bus-3-35", "bus-1-14e", "bus-1-33", "bts-sukhumvit", "bts-silom", "mrt-blue", "airport-rail-link",
        ];
        Assert.All(known, id => Assert.NotNull(City.Network.FindLine(id)));
        Assert.True(City.Network.Lines.Count(line => line.Id.StartsWith("ferry-", StringComparison.Ordinal)) >= 6);
        Assert.Equal(City.Network.Lines.Length, City.Schedule.Routes.Count);
    }

    [Fact]
    public void Its_cameras_have_no_problem_and_see_every_route_they_name()
    {
        SheetProblems problems = new();
        DeviceRegistry cameras = DevicesSheet.Read("devices.yaml", City.Devices, City.Schedule, problems);
        Assert.Empty(problems.InOrder());
        Assert.Equal(City.Cameras.All.Select(d => d.Id), cameras.All.Select(d => d.Id));
        Assert.Equal(12, cameras.All.Length);
        Assert.Equal("th", cameras.Language);
        Assert.All(cameras.All, device => Assert.False(string.IsNullOrEmpty(device.Name.In("en")), device.Id.ToString()));
        Assert.All(
            cameras.All.SelectMany(d => d.Channels).SelectMany(c => c.Directions).SelectMany(d => d.Routes), route => Assert.NotEmpty(route.Crossings));
    }

    [Fact]
    public void Says_everything_in_Thai_and_English()
    {
        Assert.Equal("th", City.Network.Feed.Language);
        Assert.All(City.Network.Stops, stop => Assert.False(string.IsNullOrEmpty(stop.Name.In("en")), stop.Id));
        Assert.All(City.Network.Lines, line => Assert.All(line.Directions, direction => Assert.False(string.IsNullOrEmpty(direction.To.In("en")), line.Id)));
    }

    [Fact]
    public void Says_that_it_is_simulated() =>
        Assert.Contains("simulated", City.Network.Feed.Publisher.In("en"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Days))]
    public void At_least_14_lines_and_60_vehicles_are_under_way_in_the_morning_and_in_the_afternoon(int year, int month, int day)
    {
        foreach (int hour in (int[])[8, 14])
        {
            var running = Running(City.Schedule, ServiceDate.From(year, month, day), hour * 3600);
            Assert.True(running.Count >= 14, $"{running.Count} lines at {hour}:00");
            Assert.True(running.Values.Sum() >= 60, $"{running.Values.Sum()} vehicles at {hour}:00");
        }
    }

    [Fact]
    public void The_rush_hour_takes_250_to_450_vehicles() =>
        Assert.InRange(Running(City.Schedule, ServiceDate.From(2026, 11, 23), (8 * 3600) + 1800).Values.Sum(), 250, 450);

    [Fact]
    public void The_Blue_line_calls_at_Tha_Phra_twice_without_going_back()
    {
        LineDirection there = City.Network.FindLine("mrt-blue")!.Directions[0];
        LineStop[] calls = [.. there.Stops.Where(call => call.Stop.Id == "mrt-bl01")];
        Assert.Equal(2, calls.Length);
        Assert.InRange(calls[1].OffsetMeters - calls[0].OffsetMeters, 38_000, 41_000);
    }

    [Fact]
    public void The_same_sheets_give_the_same_bytes() =>
        Assert.True(SampleCity.Load().Gtfs.Span.SequenceEqual(City.Gtfs.Span));

    [Fact]
    public void Another_time_zone_moves_the_hours_and_changes_the_version()
    {
        SampleCity moved = SampleCity.Load(new SampleCityOptions { TimeZone = "Etc/GMT+5" });
        Assert.Equal(DateTimeZoneProviders.Tzdb["Etc/GMT+5"], moved.Schedule.TimeZone);
        Assert.NotEqual(City.Schedule.Version, moved.Schedule.Version);
        ServiceDate date = ServiceDate.From(2026, 11, 23);
        Assert.Equal(12 * 3600, moved.Schedule.ServiceDayStart(date) - City.Schedule.ServiceDayStart(date));
    }

    [Fact]
    public void Refuses_a_time_zone_that_does_not_exist_and_copies_that_cannot_be()
    {
        Assert.Throws<ArgumentException>(() => SampleCity.Load(new SampleCityOptions { TimeZone = "Bangkok" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleCity.Load(new SampleCityOptions { Copies = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleCity.Load(new SampleCityOptions { Copies = SampleCity.MaxCopies + 1 }));
    }

    [Fact]
    public void Copies_lie_beside_each_other_and_run_alike()
    {
        SampleCity three = SampleCity.Load(new SampleCityOptions { Copies = 3 });
        ServiceDate date = ServiceDate.From(2026, 11, 23);
        var (one, all) = (Running(City.Schedule, date, 8 * 3600), Running(three.Schedule, date, 8 * 3600));
        Assert.Equal(3 * City.Schedule.Stops.Count, three.Schedule.Stops.Count);
        Assert.Equal(3 * one.Values.Sum(), all.Values.Sum());
        Assert.Equal(one["mrt-blue"], all["mrt-blue~3"]);
        Assert.Empty(Notices(three));
        Assert.NotEqual(City.Schedule.Version, three.Schedule.Version);
        Assert.True(three.Network.Stops.Where(stop => stop.Id.EndsWith("~2", StringComparison.Ordinal)).Max(stop => stop.Place.Lon)
            < City.Network.Stops.Min(stop => stop.Place.Lon));
    }

    private static NoticeList Notices(SampleCity city) =>
        ScheduleReader.Read(new MemoryStream(city.Gtfs.ToArray()), cancellationToken: TestContext.Current.CancellationToken).Notices;

    /// <summary>Vehicles on their way at a service time by route, on the day alone.</summary>
    private static Dictionary<string, int> Running(Schedule schedule, ServiceDate date, int seconds)
    {
        var running = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int trip = 0; trip < schedule.Trips.Count; trip++)
        {
            if (!schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date))
            {
                continue;
            }

            int duration = schedule.Trips.EndSeconds(trip) - schedule.Trips.StartSeconds(trip);
            string route = schedule.Routes.Id(schedule.Trips.RouteIndex(trip));
            foreach (FrequencyWindow window in schedule.Trips.Frequencies(trip))
            {
                for (int start = window.StartSeconds; start < window.EndSeconds; start += window.HeadwaySeconds)
                {
                    if (start <= seconds && seconds <= start + duration)
                    {
                        running[route] = running.GetValueOrDefault(route) + 1;
                    }
                }
            }
        }

        return running;
    }
}
