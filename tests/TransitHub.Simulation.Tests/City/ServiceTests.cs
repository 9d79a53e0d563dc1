using TransitHub.Gtfs;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

/// <summary>What happens to the service, as the truth tells it.</summary>
public sealed class ServiceTests
{
    private static readonly Schedule City = TestNetwork.Whole();

    [Fact]
    public void A_city_without_faults_serves_every_stop_of_every_run()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(7), 3);

        Assert.DoesNotContain(run.Truth.Runs, r => r.Outcome is not (RunOutcome.Started or RunOutcome.Completed));
        var served = run.Truth.StopTimes.ToLookup(s => (s.TripId, s.ServiceDate, s.StartTime));
        foreach (TrueRun completed in run.Truth.Runs.Where(r => r.Outcome == RunOutcome.Started && r.At < CityRun.At(8)))
        {
            Assert.True(City.Trips.TryFind(completed.TripId, out int trip));
            Assert.Equal(
                City.Trips.StopSequences(trip).ToArray(), served[(completed.TripId, completed.ServiceDate, completed.StartTime)].Select(s => s.StopSequence));
        }
    }

    [Fact]
    public void Every_planned_run_is_driven_once()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(7), 3);
        var started = run.Truth.Runs.Where(r => r.Outcome == RunOutcome.Started).Select(r => (r.TripId, r.StartTime)).ToList();

        Assert.Equal(started.Count, started.Distinct().Count());
        Assert.InRange(started.Count(s => s.TripId == "R-rail-0"), 35, 37);
        Assert.InRange(started.Count(s => s.TripId == "R-bus-0"), 21, 24);
    }

    [Fact]
    public void Vehicles_go_to_and_fro_and_the_fleet_stays_as_large_as_it_must_be()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(9), 4);
        var byVehicle = run.Truth.Runs.Where(r => r.Outcome == RunOutcome.Started && r.TripId.StartsWith("R-rail", StringComparison.Ordinal)).GroupBy(r => r.VehicleId).ToList();

        // 11 links of 95 s and the stops between: 1,300 s a way, a rest, and a train every 300 s.
        Assert.InRange(byVehicle.Count, 9, 13);
        Assert.All(byVehicle.Where(v => v.Count() > 2), v => Assert.All(
            v.Zip(v.Skip(1)), pair => Assert.NotEqual(pair.First.TripId, pair.Second.TripId)));
    }

    [Fact]
    public void The_trips_of_a_block_are_run_by_one_vehicle()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(7), 4);
        var byBlock = run.Truth.Runs.Where(r => r.Outcome == RunOutcome.Started && r.TripId.StartsWith("R-timed", StringComparison.Ordinal)).GroupBy(r =>
        {
            City.Trips.TryFind(r.TripId, out int trip);
            return City.Trips.BlockIndex(trip);
        });

        Assert.All(byBlock, block => Assert.Single(block.Select(r => r.VehicleId).Distinct()));
    }

    [Fact]
    public void Buses_bunch_along_the_line_and_do_not_in_a_clockwork()
    {
        SimulationOptions options = CityRun.FaultFree(7) with { PeakLoad = 0.9 };
        Schedule line = TestNetwork.Bus(headway: 300, stops: 30);
        CityRun uneven = CityRun.Of(line, options, 5);
        CityRun clockwork = CityRun.Of(line, options with { Unevenness = 0, PeakLoad = 0 }, 5);

        double atStart = HeadwayVariation(uneven, "R-bus-0", 2);
        double atEnd = HeadwayVariation(uneven, "R-bus-0", 29);
        Assert.InRange(atStart, 0.05, 0.4);
        Assert.True(atEnd > 1.5 * atStart, $"{atStart:F2} to {atEnd:F2}");
        Assert.InRange(atEnd, 0.2, 1.2);
        double even = HeadwayVariation(clockwork, "R-bus-0", 29);
        Assert.True(even < 0.35 * atEnd, $"{even:F2} of {atEnd:F2}");
    }

    [Fact]
    public void Streets_are_slower_in_the_rush_hour_than_at_night()
    {
        Schedule line = TestNetwork.Bus();

        Assert.True(MeanRunSeconds(CityRun.Of(line, CityRun.FaultFree(17), 2)) > 1.15 * MeanRunSeconds(CityRun.Of(line, CityRun.FaultFree(22), 2)));
    }

    [Fact]
    public void No_vehicle_is_faster_than_its_mode_even_where_the_timetable_asks_for_it()
    {
        Schedule hurried = new TestNetwork().Headway("R-bus", 3, 16, 900, secondsPerLink: 12, headway: 300, north: 0).Build();

        Assert.InRange(CityRun.Of(hurried, CityRun.FaultFree(3 + 2), 3).Truth.Positions.Max(p => p.SpeedMps), 15, 31);
        Assert.True(CityRun.Of(City, CityRun.FaultFree(8), 1).Truth.Positions.Where(p => p.VehicleId.Contains("boat", StringComparison.Ordinal)).Max(p => p.SpeedMps) < 16);
    }

    [Fact]
    public void Boats_are_slower_against_the_current()
    {
        CityRun run = CityRun.Of(TestNetwork.Boat(), CityRun.FaultFree(6) with { Unevenness = 0, PeakLoad = 0 }, 12);
        var pairs = new List<(double Current, double Difference)>();
        foreach (var hour in LinkSeconds(run).GroupBy(l => l.At.UnixSeconds / 3600))
        {
            double down = hour.Where(l => l.TripId == "R-boat-0").Select(l => l.Seconds).DefaultIfEmpty(double.NaN).Average();
            double up = hour.Where(l => l.TripId == "R-boat-1").Select(l => l.Seconds).DefaultIfEmpty(double.NaN).Average();
            pairs.Add((Motion.TidalCurrent.Downstream((hour.Key * 3600) + 1800), up - down));
        }

        Assert.Contains(pairs, p => p.Current > 0.3);
        Assert.Contains(pairs, p => p.Current < -0.05);
        Assert.All(pairs.Where(p => Math.Abs(p.Current) > 0.15), p => Assert.Equal(Math.Sign(p.Current), Math.Sign(p.Difference)));
    }

    [Fact]
    public void Rain_slows_boats_and_buses_but_not_trains()
    {
        Weather.Rain rain = new(1, 24, 7 * 3600);
        double start = CityRun.At(12).UnixSeconds;
        double wet = Enumerable.Range(0, 12 * 60).Max(m => rain.At(start + (m * 60)));

        Assert.InRange(wet, 0.3, 1);
        Assert.Equal(0, new Weather.Rain(1, 0, 7 * 3600).At(start));
        CityRun dry = CityRun.Of(City, CityRun.FaultFree(13) with { Unevenness = 0, PeakLoad = 0 }, 6);
        CityRun rainy = CityRun.Of(City, CityRun.FaultFree(13) with { Unevenness = 0, PeakLoad = 0, Service = ServiceFaults.None with { ShowersPerDay = 24 } }, 6);
        Assert.True(MeanRunSeconds(rainy, "R-bus") > 1.05 * MeanRunSeconds(dry, "R-bus"));
        Assert.True(MeanRunSeconds(rainy, "R-boat") > 1.03 * MeanRunSeconds(dry, "R-boat"));
        Assert.Equal(MeanRunSeconds(dry, "R-rail"), MeanRunSeconds(rainy, "R-rail"), 1.0);
    }

    [Fact]
    public void Runs_are_canceled_at_their_rate()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(6) with { Service = ServiceFaults.None with { CanceledShare = 0.2 } }, 8);

        Assert.InRange(Share(run, RunOutcome.Canceled, of: run.Counts.Runs + run.Counts.CanceledRuns), 0.15, 0.25);
    }

    [Fact]
    public void Vehicles_break_down_at_their_rate_and_others_take_over()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(6) with { Service = ServiceFaults.None with { BreakdownShare = 0.2 } }, 8);

        Assert.InRange(Share(run, RunOutcome.BrokenDown, of: run.Counts.Runs), 0.13, 0.25);
        foreach (TrueRun taken in run.Truth.Runs.Where(r => r.Outcome == RunOutcome.TakenOver && r.At > CityRun.At(6.5)))
        {
            TrueRun broken = run.Truth.Runs.Last(r => r.Outcome == RunOutcome.BrokenDown && (r.TripId, r.StartTime, r.ServiceDate) == (taken.TripId, taken.StartTime, taken.ServiceDate));
            Assert.NotEqual(broken.VehicleId, taken.VehicleId);
            Assert.Equal(broken.StopSequence + 1, taken.StopSequence);
            Assert.InRange(taken.At.SecondsSince(broken.At), 480, 1200);
        }

        Assert.Contains(run.Truth.Runs, r => r.Outcome == RunOutcome.TakenOver);
    }

    [Fact]
    public void Runs_end_early_at_their_rate_and_nobody_is_on_board_after()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(6) with { Service = ServiceFaults.None with { ShortTurnShare = 0.2 } }, 8);

        Assert.InRange(Share(run, RunOutcome.CutShort, of: run.Truth.Runs.Count(r => r.Outcome == RunOutcome.Started && !r.TripId.StartsWith("R-ferry", StringComparison.Ordinal))), 0.14, 0.26);
        foreach (TrueRun cut in run.Truth.Runs.Where(r => r.Outcome == RunOutcome.CutShort))
        {
            TrueStopTime last = run.Truth.StopTimes.Last(s => (s.TripId, s.StartTime, s.ServiceDate) == (cut.TripId, cut.StartTime, cut.ServiceDate));
            Assert.Equal((cut.StopSequence, 0), (last.StopSequence, last.Load));
        }
    }

    [Fact]
    public void A_vehicle_that_turns_short_joins_a_run_of_the_way_back_where_it_is()
    {
        CityRun run = CityRun.Of(City, CityRun.FaultFree(6) with { Service = ServiceFaults.None with { ShortTurnShare = 0.2 } }, 8);
        int joined = 0;
        foreach (var vehicle in run.Truth.Runs.GroupBy(r => r.VehicleId))
        {
            foreach ((TrueRun cut, TrueRun next) in vehicle.Zip(vehicle.Skip(1)).Where(p => p.First.Outcome == RunOutcome.CutShort && p.Second.Outcome == RunOutcome.Started))
            {
                if (next.StopSequence == 1)
                {
                    continue;
                }

                joined++;
                Assert.NotEqual(cut.TripId[^1], next.TripId[^1]);
                City.Trips.TryFind(cut.TripId, out int trip);
                int stops = City.Trips.StopSequences(trip).Length;
                Assert.Equal(stops + 1 - cut.StopSequence, next.StopSequence);
                Assert.InRange(next.At.SecondsSince(cut.At), 50, 2400);
            }
        }

        Assert.True(joined > 20, $"{joined}");
    }

    [Fact]
    public void A_detour_leads_hundreds_of_meters_off_the_line_and_passes_stops_by()
    {
        SimulationOptions options = CityRun.FaultFree(6) with { Service = ServiceFaults.None with { DetoursPerLineAndDay = 6 } };
        CityRun run = CityRun.Of(City, options, 12);
        List<TruePosition> beside = [.. run.Truth.Positions.Where(p => p.OnDetour)];

        Assert.All(beside, p => Assert.StartsWith("R-", p.TripId, StringComparison.Ordinal));
        Assert.All(beside, p => Assert.Contains(p.TripId!.Split('-')[1], (string[])["bus", "timed"]));
        Assert.True(beside.Max(p => OffLine(p)) is > 140 and < 410);
        TrueRun detoured = run.Truth.Runs.First(r => r.Outcome == RunOutcome.Detoured);
        int[] served = [.. run.Truth.StopTimes.Where(s => (s.TripId, s.StartTime, s.ServiceDate) == (detoured.TripId, detoured.StartTime, detoured.ServiceDate)).Select(s => s.StopSequence)];
        Assert.Contains(detoured.StopSequence, served);
        Assert.DoesNotContain(detoured.StopSequence + 1, served);
        Assert.DoesNotContain(CityRun.Of(City, CityRun.FaultFree(6), 1).Truth.Positions, p => p.OnDetour);
    }

    private static double Share(CityRun run, RunOutcome outcome, long of) => (double)run.Truth.Runs.Count(r => r.Outcome == outcome) / of;

    private static double OffLine(TruePosition position)
    {
        City.Trips.TryFind(position.TripId!, out int trip);
        (double latitude, double longitude) = City.Geometries[City.Patterns.GeometryIndex(City.Trips.PatternIndex(trip))].At(position.AlongMeters);
        return Geometry.Distance(latitude, longitude, position.Latitude, position.Longitude);
    }

    /// <summary>Standard deviation of the headways at a stop against their mean.</summary>
    private static double HeadwayVariation(CityRun run, string trip, int sequence)
    {
        double[] times = [.. run.Truth.StopTimes.Where(s => s.TripId == trip && s.StopSequence == sequence).Select(s => s.ArrivedAt.UnixMilliseconds / 1000.0).Order()];
        double[] headways = [.. times.Zip(times.Skip(1), (a, b) => b - a)];
        double mean = headways.Average();
        return Math.Sqrt(headways.Average(h => (h - mean) * (h - mean))) / mean;
    }

    private static double MeanRunSeconds(CityRun run, string line = "R-")
    {
        var runs = run.Truth.StopTimes.Where(s => s.TripId.StartsWith(line, StringComparison.Ordinal))
            .GroupBy(s => (s.TripId, s.ServiceDate, s.StartTime)).Where(g => g.First().StopSequence == 1 && g.Last().Load == 0 && g.Count() > 8);
        return runs.Average(g => g.Last().ArrivedAt.SecondsSince(g.First().DepartedAt));
    }

    private static List<(Core.Time.Timestamp At, string TripId, double Seconds)> LinkSeconds(CityRun run)
    {
        List<(Core.Time.Timestamp, string, double)> links = [];
        foreach (var stops in run.Truth.StopTimes.GroupBy(s => (s.TripId, s.ServiceDate, s.StartTime)))
        {
            links.AddRange(stops.Zip(stops.Skip(1), (a, b) => (a.DepartedAt, a.TripId, b.ArrivedAt.SecondsSince(a.DepartedAt))));
        }

        return links;
    }
}
