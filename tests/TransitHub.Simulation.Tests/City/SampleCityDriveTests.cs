using TransitHub.Gtfs;
using TransitHub.Simulation.Cities;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

/// <summary>The sample city, driven.</summary>
public sealed class SampleCityDriveTests
{
    private static readonly SampleCity Bangkok = SampleCity.Load();

    [Theory]
    [InlineData(6.5)]
    [InlineData(12)]
    [InlineData(19)]
    public void Within_a_minute_vehicles_move_on_most_lines(double hour)
    {
        CityRun run = Drive(CityRun.FaultFree(hour) with { Service = new(), Devices = new() }, 1 / 60.0);
        var moved = run.Truth.Positions.GroupBy(p => p.VehicleId).Where(v => v.Any(p => p.SpeedMps > 0.5)).Select(v => v.Key).ToList();

        Assert.True(moved.Count >= 60, $"{moved.Count}");
        Assert.True(moved.Select(v => v[..^4]).Distinct().Count() >= 14);
    }

    [Fact]
    public void Sixty_vehicles_are_on_all_lines_that_run()
    {
        CityRun run = Drive(CityRun.FaultFree(8) with { Vehicles = 60 }, 0.05);

        Assert.InRange(run.Counts.Reporting, 55, 75);
        Assert.True(run.Truth.Positions.Select(p => p.VehicleId[..^4]).Distinct().Count() >= 36);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(200)]
    public void About_as_many_vehicles_report_as_are_asked_for_whenever_the_city_starts(int asked)
    {
        for (double hour = 8; hour < 9; hour += 0.1)
        {
            CityRun run = Drive(CityRun.FaultFree(hour) with { Vehicles = asked }, 0);
            Assert.True(Math.Abs(run.Counts.Reporting - asked) <= 3 + (asked / 10), $"{run.Counts.Reporting} at {hour:F1}");
        }
    }

    [Fact]
    public void Express_boats_keep_near_their_timetable_and_are_not_faster_than_boats_are()
    {
        CityRun run = Drive(CityRun.FaultFree(7), 2);
        double[] speeds = [.. run.Truth.Positions.Where(p => p.VehicleId.StartsWith("sim-express", StringComparison.Ordinal)).Select(p => p.SpeedMps)];

        Assert.InRange(speeds.Max(), 4, 14);
        foreach (var trip in run.Truth.StopTimes.Where(s => s.VehicleId.StartsWith("sim-express", StringComparison.Ordinal)).GroupBy(s => (s.TripId, s.StartTime, s.ServiceDate)))
        {
            TrueStopTime first = trip.First();
            TrueStopTime last = trip.Last();
            Schedule schedule = Bangkok.Schedule;
            schedule.Trips.TryFind(first.TripId, out int index);
            ReadOnlySpan<int> sequences = schedule.Trips.StopSequences(index);
            ReadOnlySpan<int> arrivals = schedule.Trips.Arrivals(index);
            double planned = arrivals[sequences.IndexOf(last.StopSequence)] - arrivals[sequences.IndexOf(first.StopSequence)];
            Assert.True(trip.Count() < 5 || last.ArrivedAt.SecondsSince(first.DepartedAt) is var took && took > 0.6 * planned && took < (1.8 * planned) + 300);
        }
    }

    [Fact]
    public void The_tide_carries_the_rivers_boats_and_not_those_of_the_khlongs_or_across_the_river()
    {
        CityMap map = CityMap.Of(Bangkok.Schedule, Bangkok.Traits, 180, 1);
        var shares = map.Patterns.ToLookup(p => p.Line.Id, p => (Direction: Bangkok.Schedule.Patterns.DirectionId(p.Index), p.CurrentShare));

        Assert.All(shares["express-orange"], s => Assert.True(s.Direction == 0 ? s.CurrentShare > 0.5 : s.CurrentShare < -0.5));
        Assert.All(shares["phadung-krung-kasem"].Concat(shares["saen-saep-nida"]), s => Assert.Equal(0, s.CurrentShare));
        Assert.All(shares.Where(l => l.Key.StartsWith("ferry-", StringComparison.Ordinal)).SelectMany(l => l), s => Assert.Equal(0, s.CurrentShare));
    }

    [Fact]
    public void The_cameras_of_the_city_see_its_vehicles()
    {
        CityRun run = Drive(CityRun.FaultFree(8), 0.75);
        string[] watching = [.. run.Truth.Passages.Select(p => p.DeviceId).Distinct().Order(StringComparer.Ordinal)];

        // Nine of the twelve look at the ways of lines, the others at people and bicycles.
        Assert.Equal(9, watching.Length);
    }

    private static CityRun Drive(SimulationOptions options, double hours) =>
        CityRun.Of(Bangkok.Schedule, options, hours, traits: _ => Bangkok.Traits, cameras: Bangkok.Cameras);
}
