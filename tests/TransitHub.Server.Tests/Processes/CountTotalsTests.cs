using TransitHub.Testing.Counts;

namespace TransitHub.Server.Tests.Processes;

/// <summary>Grand totals through real processes of which hub and broker are killed in the middle; <c>count-totals</c> of the benchmarks does the same with a million.</summary>
public sealed class CountTotalsTests
{
    private const int Intervals = 40;
    private const int IntervalSeconds = 30;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_counters_total_is_exact_though_hub_and_broker_are_killed_in_the_middle(bool isOutside)
    {
        long start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60 - (Intervals * IntervalSeconds);
        CountTraffic traffic = new(7, 20, Intervals, 0.1, 0.1, start, IntervalSeconds);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(8));

        CountTotalsResult result = await new CountTotalsRun(ServeProcess.Executable, traffic, isOutside, 4).RunAsync(patience.Token);

        Assert.True(traffic.Faults is { Resets: > 10, Late: > 100, Again: > 100 });
        Assert.Empty(result.Differences);
        Assert.Equal((0, result.True), (result.Wrong, result.Counted));
        Assert.True(result.Messages >= traffic.Messages.Count);
    }
}
