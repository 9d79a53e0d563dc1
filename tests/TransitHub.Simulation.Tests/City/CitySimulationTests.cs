using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

public sealed class CitySimulationTests
{
    private static readonly Schedule City = TestNetwork.Whole();

    [Fact]
    public void The_same_seed_gives_the_same_bytes_however_large_the_steps_are()
    {
        SimulationOptions options = CityRun.FaultFree(7.5) with { Service = new(), Devices = new() };
        CityRun small = CityRun.Of(City, options, 1, stepSeconds: 0.7);
        CityRun large = CityRun.Of(City, options, 1, stepSeconds: 600);

        Assert.NotEmpty(small.Messages);
        Assert.Equal(small.DigestOfMessages(), large.DigestOfMessages());
        Assert.Equal(small.Truth.StopTimes, large.Truth.StopTimes);
        Assert.Equal(small.Truth.Positions, large.Truth.Positions);
        Assert.NotEqual(small.DigestOfMessages(), CityRun.Of(City, options with { Seed = 2 }, 1).DigestOfMessages());
    }

    [Fact]
    public void Messages_come_in_the_order_of_their_time_and_none_before_the_start()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(8) with { Devices = new() }, 0.5);

        Assert.All(run.Messages.Zip(run.Messages.Skip(1)), pair => Assert.True(pair.First.SendAt <= pair.Second.SendAt));
        Assert.True(run.Messages[0].SendAt >= CityRun.At(8));
    }

    [Fact]
    public void The_city_is_in_full_service_at_its_start()
    {
        CityRun atOnce = CityRun.Of(City, CityRun.FaultFree(8), 0.01);
        CityRun later = CityRun.Of(City, CityRun.FaultFree(8), 1);

        Assert.InRange(atOnce.Counts.Reporting, later.Counts.Reporting * 0.85, later.Counts.Reporting * 1.15);
        Assert.Contains(atOnce.Truth.Positions, p => p.TripId is not null && p.AlongMeters > 2000);
    }

    [Fact]
    public void Vehicles_serve_yesterdays_runs_after_midnight()
    {
        CityRun night = CityRun.Of(City, CityRun.FaultFree(24.5), 0.75);

        Assert.Contains(night.Truth.StopTimes, s => s.ServiceDate.ToString() == "20260302" && s.StartTime.Seconds > 24 * 3600);
        Assert.DoesNotContain(night.Truth.StopTimes, s => s.ServiceDate.ToString() == "20260303");
    }

    [Fact]
    public void Stop_times_rise_along_every_run_and_positions_agree_with_them()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(7), 2);
        foreach (var stops in run.Truth.StopTimes.GroupBy(s => (s.TripId, s.ServiceDate, s.StartTime)))
        {
            TrueStopTime[] ordered = [.. stops];
            for (int i = 0; i < ordered.Length; i++)
            {
                Assert.True(ordered[i].DepartedAt >= ordered[i].ArrivedAt);
                Assert.True(i == 0 || (ordered[i].ArrivedAt.SecondsSince(ordered[i - 1].DepartedAt) >= 1 && ordered[i].StopSequence > ordered[i - 1].StopSequence));
            }
        }

        var byRun = run.Truth.StopTimes.ToLookup(s => (s.TripId, s.ServiceDate, s.StartTime));
        foreach (TruePosition position in run.Truth.Positions.Where(p => p.TripId is not null))
        {
            Assert.True(City.Trips.TryFind(position.TripId!, out int trip));
            ReadOnlySpan<float> offsets = City.Patterns.StopOffsets(City.Trips.PatternIndex(trip));
            ReadOnlySpan<int> sequences = City.Trips.StopSequences(trip);
            foreach (TrueStopTime stop in byRun[(position.TripId!, position.ServiceDate, position.StartTime)])
            {
                double offset = offsets[sequences.IndexOf(stop.StopSequence)];
                Assert.True(position.At < stop.DepartedAt || position.AlongMeters >= offset - 0.5);
                Assert.True(position.At > stop.ArrivedAt || position.AlongMeters <= offset + 0.5);
            }
        }
    }

    [Fact]
    public void Vehicles_are_on_their_lines()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(7), 1);
        foreach (TruePosition position in run.Truth.Positions.Where(p => p.TripId is not null))
        {
            Assert.True(City.Trips.TryFind(position.TripId!, out int trip));
            Geometry line = City.Geometries[City.Patterns.GeometryIndex(City.Trips.PatternIndex(trip))];
            (double latitude, double longitude) = line.At(position.AlongMeters);
            Assert.True(Geometry.Distance(latitude, longitude, position.Latitude, position.Longitude) < 0.1);
        }
    }

    [Fact]
    public void No_vehicle_takes_more_riders_than_it_holds_and_all_leave_at_the_end()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(7) with { PeakLoad = 1.6 }, 2);

        Assert.All(run.Truth.StopTimes, s => Assert.InRange(s.Load, 0, s.Capacity));
        Assert.Contains(run.Truth.StopTimes, s => s.LeftBehind > 0);
        Assert.All(run.Truth.Runs.Where(r => r.Outcome == RunOutcome.Completed), r => Assert.Equal(0, run.Truth.StopTimes.Single(
            s => (s.TripId, s.ServiceDate, s.StartTime, s.StopSequence, s.VehicleId) == (r.TripId, r.ServiceDate, r.StartTime, r.StopSequence, r.VehicleId)).Load));
    }

    [Fact]
    public void A_share_of_the_vehicles_is_spread_over_all_lines()
    {
        CityRun all = CityRun.Of(City, CityRun.FaultFree(8), 0.1);
        CityRun some = CityRun.Of(City, CityRun.FaultFree(8) with { Vehicles = 20 }, 0.1);

        Assert.InRange(some.Counts.Reporting, 15, 25);
        Assert.Equal(all.Counts.VehiclesOnTheRoad, some.Counts.VehiclesOnTheRoad);
        Assert.Equal(City.Routes.Count, some.Truth.Positions.Select(p => p.VehicleId[..^4]).Distinct().Count());
    }

    [Fact]
    public void An_option_out_of_its_range_is_named()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => CityRun.Of(City, CityRun.FaultFree(8) with { WarmUpSeconds = -1, PeakLoad = 3 }, 0.1));

        Assert.Contains("WarmUpSeconds must be 0 to 21600.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("PeakLoad must be 0 to 2.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_that_is_over_ends_the_city()
    {
        using CitySimulation city = new(
            City, Lines.SimulatedTraits.ByMode(City), CityRun.FaultFree(8) with { StartAt = Timestamp.FromUnixSeconds(1_900_000_000L) }, NoTruth.Instance);

        List<SimulatedMessage> messages = [];
        Assert.False(city.Advance(city.Now.AddSeconds(86_400 * 3), messages));
        Assert.Empty(messages);
    }
}
