using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Time;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Time;

namespace TransitHub.Simulation.Tests.Publishing;

public sealed class CityPaceTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_763_871_000);

    private readonly FakeTimeProvider real = new(DateTimeOffset.FromUnixTimeSeconds(1_763_871_000));

    [Fact]
    public void A_clock_of_the_world_is_followed()
    {
        var pace = new CityPace(this.real, Start);
        pace.Step(After(100), 7);
        this.real.Advance(TimeSpan.FromSeconds(30));
        Assert.False(pace.IsLed);
        Assert.Equal(After(30), pace.Target(0));
    }

    [Fact]
    public void A_citys_clock_stands_until_the_broker_has_answered()
    {
        var clock = new CityClock(this.real, 60, Start);
        var pace = new CityPace(clock, Start);
        pace.Target(0);
        this.real.Advance(TimeSpan.FromSeconds(1));
        Timestamp first = pace.Target(0);
        Assert.Equal(After(15), first);
        pace.Step(first, 10);

        this.real.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(first, pace.Target(9));

        pace.Target(10);
        this.real.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(After(21), pace.Target(10));
    }

    [Fact]
    public void Without_a_speed_it_runs_as_far_ahead_as_is_allowed()
    {
        var clock = new CityClock(this.real, null, Start);
        var pace = new CityPace(clock, Start);
        Assert.Equal(After(5), pace.Target(0));
        pace.Step(After(3), 4);
        pace.Step(After(5), 8);
        Assert.Equal(After(8), pace.Target(4));
        Assert.Equal(After(10), pace.Target(8));
    }

    private static Timestamp After(double seconds) => Start.AddSeconds(seconds);
}
