using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Time;
using TransitHub.Simulation.Time;

namespace TransitHub.Simulation.Tests.Time;

public sealed class CityClockTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_763_871_000);

    private readonly FakeTimeProvider real = new();

    [Fact]
    public void Runs_its_number_of_times_as_fast_as_real_time()
    {
        CityClock clock = this.Released(60);
        this.real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(120, Timestamp.Now(clock).SecondsSince(Start));
    }

    [Fact]
    public void Stands_until_it_is_released()
    {
        var clock = new CityClock(this.real, 60, Start);
        this.real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Start, Timestamp.Now(clock));
    }

    [Fact]
    public void Goes_on_from_where_it_was_held_without_making_up_for_it()
    {
        var clock = new CityClock(this.real, 10, Start);
        clock.Release(After(20));
        this.real.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(After(20), Timestamp.Now(clock));

        clock.Release(After(100));
        Assert.Equal(After(20), Timestamp.Now(clock));
        this.real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(After(30), Timestamp.Now(clock));
    }

    [Fact]
    public void Never_goes_back()
    {
        CityClock clock = this.Released(1);
        this.real.Advance(TimeSpan.FromSeconds(50));
        clock.Release(After(10));
        Assert.Equal(After(50), Timestamp.Now(clock));
    }

    [Fact]
    public void Without_a_speed_it_is_where_it_was_released_to()
    {
        var clock = new CityClock(this.real, null, Start);
        clock.Release(After(3600));
        Assert.Equal(After(3600), Timestamp.Now(clock));
        Assert.Equal(TimeSpan.Zero, clock.RealTimeUntil(After(7200)));
    }

    [Fact]
    public void Tells_the_real_time_until_a_city_time()
    {
        CityClock clock = this.Released(60);
        TimeSpan left = clock.RealTimeUntil(After(120));
        Assert.Equal(2, left.TotalSeconds, 3);
        this.real.Advance(left);
        Assert.True(Timestamp.Now(clock) >= After(120));
    }

    [Fact]
    public void Timers_and_elapsed_times_are_real()
    {
        CityClock clock = this.Released(60);
        int rounds = 0;
        using ITimer timer = clock.CreateTimer(_ => rounds++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        long started = clock.GetTimestamp();
        this.real.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, rounds);
        Assert.Equal(TimeSpan.FromSeconds(3), clock.GetElapsedTime(started));
    }

    private static Timestamp After(long seconds) => Timestamp.FromUnixSeconds(Start.UnixSeconds + seconds);

    private CityClock Released(double speed)
    {
        var clock = new CityClock(this.real, speed, Start);
        clock.Release(After(86_400));
        return clock;
    }
}
