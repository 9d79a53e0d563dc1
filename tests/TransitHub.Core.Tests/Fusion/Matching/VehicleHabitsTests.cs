using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Matching;

/// <summary>Ten lines of two agencies with a trip each: lines 0 to 4 are one agency's, 5 to 9 the other's.</summary>
public sealed class VehicleHabitsTests
{
    private readonly Schedule city = City();

    [Fact]
    public void Of_a_vehicle_nobody_has_seen_it_says_nothing()
    {
        VehicleHabits habits = new(this.city);
        habits.Note("other", 3);

        Assert.Equal(0, habits.Evidence("bus", 0));
        Assert.Equal(0, new VehicleHabits(this.city).Evidence("other", 3));
    }

    [Fact]
    public void A_line_that_a_vehicle_has_run_is_likelier_and_more_so_each_time()
    {
        VehicleHabits habits = new(this.city);
        habits.Note("bus", 2);
        double once = habits.Evidence("bus", 2);
        habits.Note("bus", 2);
        habits.Note("bus", 2);

        Assert.InRange(once, 0.1, 2);
        Assert.True(habits.Evidence("bus", 2) > once);
        Assert.True(habits.Evidence("bus", 3) < once);
    }

    [Fact]
    public void Lines_of_another_agency_become_unlikely_before_other_lines_of_its_own_do()
    {
        VehicleHabits habits = new(this.city);
        for (int i = 0; i < 4; i++)
        {
            habits.Note("bus", i % 2);
        }

        Assert.True(habits.Evidence("bus", 4) > habits.Evidence("bus", 9) + 1);
    }

    [Fact]
    public void A_new_vehicle_of_a_numbered_fleet_is_expected_on_the_lines_of_the_fleet()
    {
        VehicleHabits habits = new(this.city);
        for (int vehicle = 0; vehicle < 9; vehicle++)
        {
            habits.Note($"170{vehicle}", 1);
            habits.Note($"280{vehicle}", 2);
        }

        Assert.True(habits.Evidence("1709", 1) > habits.Evidence("1709", 2) + 1);
        Assert.True(habits.Evidence("2809", 2) > habits.Evidence("2809", 1) + 1);
    }

    [Fact]
    public void However_often_it_was_seen_the_say_is_bounded()
    {
        VehicleHabits habits = new(this.city);
        for (int i = 0; i < 1000; i++)
        {
            habits.Note("bus", 0);
        }

        Assert.InRange(habits.Evidence("bus", 0), 1, 3.75);
        Assert.InRange(habits.Evidence("bus", 9), -3.75, -1);
    }

    [Fact]
    public void A_vehicle_that_moves_to_another_garage_is_relearned()
    {
        VehicleHabits habits = new(this.city);
        for (int i = 0; i < 300; i++)
        {
            habits.Note("bus", i < 200 ? 0 : 1);
        }

        Assert.True(habits.Evidence("bus", 1) > habits.Evidence("bus", 0));
    }

    [Fact]
    public void What_is_known_comes_back_from_its_bytes()
    {
        RunTurns turns = Learned(this.city);
        byte[] bytes = HabitCodec.Encode(this.city, turns);
        RunTurns restored = new(this.city, new VehicleHabits(this.city));

        Assert.True(HabitCodec.Decode(bytes, this.city, restored));

        Assert.Equal(turns.Habits.Evidence("bus", 3), restored.Habits.Evidence("bus", 3));
        Assert.Equal(2, restored.Counted[3].Of(4));
        Assert.Equal(bytes, HabitCodec.Encode(this.city, restored));
    }

    [Fact]
    public void A_new_timetable_takes_over_the_lines_and_ways_it_still_has()
    {
        byte[] bytes = HabitCodec.Encode(this.city, Learned(this.city));
        Schedule next = City(without: 3);
        RunTurns restored = new(next, new VehicleHabits(next));

        Assert.True(HabitCodec.Decode(bytes, next, restored));

        Assert.Empty(restored.Counted);
        RunCounts bus = restored.Habits.Vehicles["bus"];
        Assert.Equal((1, 1), (bus.Runs.Count, bus.Total));
        Assert.Equal(1, bus.Of(restored.Habits.Lines.Of(next.Routes.TryFind("R5", out int route) ? route : -1)));
    }

    [Fact]
    public void Bytes_that_are_damaged_teach_nothing()
    {
        byte[] bytes = HabitCodec.Encode(this.city, Learned(this.city));
        RunTurns restored = new(this.city, new VehicleHabits(this.city));
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x40;
            Assert.False(HabitCodec.Decode(damaged, this.city, restored));
            Assert.False(HabitCodec.Decode(bytes.AsSpan(0, i), this.city, restored));
        }

        Assert.Empty(restored.Habits.Vehicles);
    }

    private static RunTurns Learned(Schedule city)
    {
        RunTurns turns = new(city, new VehicleHabits(city));
        turns.Habits.Note("bus", 3);
        turns.Habits.Note("bus", 3);
        turns.Habits.Note("bus", 5);
        turns.Add(3, 4, 2);
        return turns;
    }

    private static Schedule City(int without = -1)
    {
        int[] lines = [.. Enumerable.Range(0, 10).Where(l => l != without)];
        return FeedText.TwoStops()
            .With("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nA,A,https://a.example,Asia/Bangkok\nB,B,https://b.example,Asia/Bangkok")
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\n" + string.Join('\n', Enumerable.Range(0, 11).Select(l => $"S{l},Stop {l},13.7{l:00},100.5")))
            .With("routes.txt", "route_id,agency_id,route_short_name,route_type\n" + string.Join('\n', lines.Select(l => $"R{l},{(l < 5 ? "A" : "B")},{l},3")))
            .With("trips.txt", "route_id,service_id,trip_id\n" + string.Join('\n', lines.Select(l => $"R{l},S,T{l}")))
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + string.Join('\n', lines.Select(l => $"T{l},08:00:00,08:00:00,S{l},1\nT{l},08:05:00,08:05:00,S{l + 1},2")))
            .Without("shapes.txt")
            .Read().Schedule;
    }
}
