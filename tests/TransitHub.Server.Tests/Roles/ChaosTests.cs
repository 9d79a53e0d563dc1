using TransitHub.Chaos;
using TransitHub.Server.Tests.Processes;

namespace TransitHub.Server.Tests.Roles;

/// <summary>The short form of <c>chaos</c> of the benchmarks: two processes of each role, Redis and a broker, each killed or paused in turn under load.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_counts_twice_and_no_reader_sees_time_go_back_while_each_process_is_killed_in_turn()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(8));
        ChaosOptions options = new(ServeProcess.Executable, 20, 400)
        {
            RestSeconds = 1,
            SaveSeconds = 2,
            Notice = line => TestContext.Current.SendDiagnosticMessage(line),
        };

        ChaosResult result = await new ChaosRun(options).RunAsync(patience.Token);

        Assert.Empty(result.Faults);
        Assert.Equal((0, 0), (result.Lost, result.LeftOut));
        Assert.Equal(16, result.Troubles.Count);
        Assert.True(result.Logged >= result.Acknowledged && result.Acknowledged > 0);
        Assert.True(result.ComparedBytes > 10_000, $"{result.ComparedBytes} bytes of states were compared");
        Assert.True(result is { SharedEditions: > 0, States: > 0, Resumed: > 0 }, $"Readers saw {result.SharedEditions} editions on both, {result.States} states, and went on {result.Resumed} times.");
    }
}
