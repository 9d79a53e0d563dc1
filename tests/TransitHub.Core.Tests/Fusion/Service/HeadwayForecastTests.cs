using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Fusion.Service;

/// <summary>When the next vehicle of a line by headway leaves.</summary>
public sealed class HeadwayForecastTests
{
    private static readonly int[] Stops = [0, 1, 2, 3, 4];

    [Fact]
    public void The_wait_left_shrinks_as_time_passes_but_never_ends_before_now()
    {
        HeadwayForecast forecast = Forecast(mean: 600, shape: 4);
        double before = double.MaxValue;
        for (int waited = 0; waited <= 900; waited += 60)
        {
            DepartureQuantiles next = forecast.Next(waited, 1)[0];
            Assert.True(next.P10 > waited && next.P10 < next.P50 && next.P50 < next.P90);
            Assert.True(next.P50 - waited < before);
            before = next.P50 - waited;
        }
    }

    [Fact]
    public void Vehicles_by_pure_chance_are_waited_for_as_long_however_long_one_has_waited()
    {
        HeadwayForecast forecast = Forecast(mean: 600, shape: 1);

        Assert.Equal(600 * Math.Log(2), forecast.Next(0, 1)[0].P50, 0.01);
        Assert.Equal(900 + (600 * Math.Log(2)), forecast.Next(900, 1)[0].P50, 0.01);
    }

    [Fact]
    public void Later_departures_follow_by_about_the_headway()
    {
        IReadOnlyList<DepartureQuantiles> next = Forecast(mean: 600, shape: 9).Next(0, 3);

        Assert.Equal([600, 1200, 1800], next.Select(d => Math.Round(d.P50 / 100) * 100));
    }

    [Fact]
    public void Nothing_is_said_when_nobody_left_for_very_long() => Assert.Empty(Forecast(mean: 600, shape: 9).Next(1800, 3));

    [Fact]
    public void Without_a_gap_seen_the_timetables_headway_stands()
    {
        PatternDepartures departures = new();
        departures.Add(0, DeviceId.Parse("a"), planned: 600, ride: 300);

        Assert.Equal((600.0, 0), (departures.Posterior().Mean, departures.Posterior().Gaps));
    }

    [Fact]
    public void Gaps_seen_win_over_the_timetable_and_regular_ones_make_it_surer()
    {
        (double mean, double shape, int gaps) = After(10, gap: 900);
        Assert.Equal(10, gaps);
        Assert.InRange(mean, 750, 900);
        Assert.True(shape > After(1, gap: 900).Shape);

        static (double Mean, double Shape, int Gaps) After(int count, double gap)
        {
            PatternDepartures departures = new();
            for (int i = 0; i <= count; i++)
            {
                departures.Add(i * gap, DeviceId.Parse($"v{i}"), planned: 600, ride: 300);
            }

            return departures.Posterior();
        }
    }

    [Fact]
    public void One_vehicle_leaves_once_and_a_late_word_finds_its_place()
    {
        PatternDepartures departures = new();
        Assert.True(departures.Add(1000, DeviceId.Parse("a"), 600, 300));
        Assert.False(departures.Add(1100, DeviceId.Parse("a"), 600, 300));
        Assert.True(departures.Add(400, DeviceId.Parse("b"), 600, 300));

        Assert.Equal((1000, 1), (departures.Last, departures.Posterior().Gaps));
    }

    [Fact]
    public void Departures_are_seen_on_the_street_and_the_next_is_foretold()
    {
        StreetScene scene = new StreetScene().Trip("H", "06:00:00", Stops).EverySeconds("H", "06:00:00", "22:00:00", 900);
        for (int boat = 0; boat < 6; boat++)
        {
            ServiceTime start = ServiceTime.FromSeconds((8 * 3600) + (boat * 600));
            scene.Report($"boat{boat}", start.ToString(), 0, "H");
            scene.Drive($"boat{boat}", ServiceTime.FromSeconds(start.Seconds + 20).ToString(), 50, ServiceTime.FromSeconds(start.Seconds + 100).ToString(), 700, "H");
        }

        HeadwayForecast forecast = Assert.Single(scene.Snapshot("08:52:00").Headways);
        Assert.Equal(5, forecast.Gaps);
        Assert.InRange(forecast.MeanSeconds, 600, 800);
        Assert.InRange(forecast.LastDeparture.UnixSeconds, StreetScene.Unix("08:50:00"), StreetScene.Unix("08:50:30"));
        Assert.InRange(forecast.Next(StreetScene.Unix("08:52:00"), 1)[0].P50, StreetScene.Unix("08:58:00"), StreetScene.Unix("09:04:00"));
    }

    [Fact]
    public void Lines_that_nobody_ran_for_hours_are_forgotten()
    {
        StreetScene scene = new StreetScene().Trip("H", "06:00:00", Stops).EverySeconds("H", "06:00:00", "22:00:00", 900);
        scene.Report("boat", "08:00:00", 0, "H").Drive("boat", "08:00:20", 50, "08:02:00", 700, "H");
        Assert.Single(scene.Snapshot("08:02:00").Headways);

        Assert.Empty(scene.Snapshot("12:10:00").Headways);
    }

    private static HeadwayForecast Forecast(double mean, double shape) =>
        new() { Pattern = 0, LastDeparture = Timestamp.FromUnixSeconds(0L), MeanSeconds = mean, Shape = shape, Gaps = 5 };
}
