using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Testing.Counts;

namespace TransitHub.Load.Counts;

/// <summary>
/// <c>count-totals</c>: a million counts with some late, twice, lost and counters that start anew, over a real broker to the built hub, both killed in the middle
/// with kill -9; each counter's grand total against the truth.
/// </summary>
internal static class CountTotalsCommand
{
    private const int LinesPerDevice = 4;
    private const int IntervalSeconds = 10;

    /// <summary>The traffic ends so long before the present, seconds: late and repeated messages come after it, and the hub takes what is up to 50 minutes old.</summary>
    private const int EndsBeforeSeconds = 60;
    private const int MostSeconds = 2_600;

    private static readonly Option<string> Hub = new("--hub") { DefaultValueFactory = _ => "src/TransitHub.Server/bin/Release/net10.0/transithub", Description = "the built hub" };
    private static readonly Option<int> Messages = new("--messages") { DefaultValueFactory = _ => 1_000_000, Description = "how many, about" };
    private static readonly Option<string> Broker = new("--broker") { DefaultValueFactory = _ => "mosquitto", Description = "mosquitto or embedded" };
    private static readonly Option<double> Late = new("--late") { DefaultValueFactory = _ => 0.1, Description = "share of the messages that come late" };
    private static readonly Option<double> Twice = new("--twice") { DefaultValueFactory = _ => 0.1, Description = "share of the messages that come twice" };
    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        Broker.AcceptOnlyFromAmong("mosquitto", "embedded");
        Command command = new("count-totals", "Whether grand totals are exact through real processes that are killed.") { Hub, Messages, Broker, Late, Twice, Seed };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        const int Intervals = MostSeconds / IntervalSeconds;
        double perCounter = Intervals * 0.98 * (1 + parsed.GetValue(Twice));
        int devices = Math.Max(1, (int)Math.Round(parsed.GetValue(Messages) / (perCounter * LinesPerDevice)));
        CountTraffic traffic = new(
            parsed.GetValue(Seed),
            devices,
            Intervals,
            parsed.GetValue(Late),
            parsed.GetValue(Twice),
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - EndsBeforeSeconds - MostSeconds,
            IntervalSeconds);
        int parts = Math.Clamp(traffic.Messages.Count / 20_000, 8, 60);
        CountTotalsRun run = new(parsed.GetValue(Hub)!, traffic, parsed.GetValue(Broker) == "mosquitto", parts) { Notice = Console.Error.WriteLine };
        long began = Stopwatch.GetTimestamp();
        CountTotalsResult result = await run.RunAsync(cancellation);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        (int resets, int late, int again) = traffic.Faults;
        Print($"{result.Messages:N0} messages ({again:N0} twice, {late:N0} late, {resets:N0} new starts, {result.Resent:N0} sent once more) of {traffic.Truth.Count:N0} counters by {parsed.GetValue(Broker)} in {seconds:F0} s");
        Print($"grand total {result.Counted:N0}, true {result.True:N0}; {result.Wrong:N0} of {traffic.Truth.Count:N0} counters differ");
        foreach (string difference in result.Differences)
        {
            Console.WriteLine("  " + difference);
        }

        return result.Wrong == 0 ? 0 : 1;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
