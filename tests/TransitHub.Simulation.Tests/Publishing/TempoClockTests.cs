using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Time;
using TransitHub.Simulation.Publishing;

namespace TransitHub.Simulation.Tests.Publishing;

public sealed class TempoClockTests
{
    private static readonly Timestamp First = Timestamp.FromUnixSeconds(1_500_000_000L);
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    [Fact]
    public async Task Waits_until_an_item_is_due_at_a_multiple_of_the_tempo()
    {
        var tempo = new TempoClock(10, this.clock);
        await tempo.WaitForAsync(First, TestContext.Current.CancellationToken);
        Task waiting = tempo.WaitForAsync(First.AddSeconds(60), TestContext.Current.CancellationToken).AsTask();

        this.clock.Advance(TimeSpan.FromSeconds(5.9));
        Assert.False(waiting.IsCompleted);
        this.clock.Advance(TimeSpan.FromSeconds(0.1));
        await waiting;
        Assert.Equal(0, tempo.MaxLatenessSeconds);
    }

    [Fact]
    public async Task Tells_how_far_it_fell_behind_and_does_not_wait_then()
    {
        var tempo = new TempoClock(1, this.clock);
        await tempo.WaitForAsync(First, TestContext.Current.CancellationToken);
        this.clock.Advance(TimeSpan.FromSeconds(7));
        await tempo.WaitForAsync(First.AddSeconds(4), TestContext.Current.CancellationToken);

        Assert.Equal(3, tempo.MaxLatenessSeconds, 3);
    }

    [Fact]
    public async Task Lays_recorded_times_on_the_present()
    {
        var tempo = new TempoClock(10, this.clock);
        await tempo.WaitForAsync(First, TestContext.Current.CancellationToken);

        Assert.Equal(Timestamp.FromUnixSeconds(1_700_000_006L), tempo.Shift(First.AddSeconds(60)).Apply(First.AddSeconds(60)));
    }

    [Fact]
    public async Task Never_waits_without_a_tempo()
    {
        var tempo = new TempoClock(null, this.clock);
        await tempo.WaitForAsync(First, TestContext.Current.CancellationToken);
        await tempo.WaitForAsync(First.AddSeconds(1e6), TestContext.Current.CancellationToken);

        Assert.Equal(Timestamp.FromUnixSeconds(1_700_000_000L), tempo.Shift(First.AddSeconds(1e6)).Apply(First.AddSeconds(1e6)));
    }
}
