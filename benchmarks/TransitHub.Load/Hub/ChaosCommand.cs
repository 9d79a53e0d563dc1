using System.CommandLine;
using System.Globalization;
using TransitHub.Chaos;

namespace TransitHub.Load.Hub;

/// <summary><c>chaos</c>: the long form of the chaos test, a hub of two processes of each role over Redis and Mosquitto, all of which are killed or paused in turn under load.</summary>
internal static class ChaosCommand
{
    private static readonly Option<string> Executable = new("--hub") { DefaultValueFactory = _ => "src/TransitHub.Server/bin/Release/net10.0/transithub", Description = "the built hub" };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 300, Description = "how long observations are published" };
    private static readonly Option<int> Rate = new("--rate") { DefaultValueFactory = _ => 5000, Description = "observations a second" };
    private static readonly Option<double> Rest = new("--rest") { DefaultValueFactory = _ => 10, Description = "seconds between two troubles" };
    private static readonly Option<int> Shards = new("--shards") { DefaultValueFactory = _ => 2, Description = "shards of the feed" };

    public static Command Create()
    {
        Command command = new("chaos", "Whether nothing is lost, and readers see time go on, while every process is killed in turn.") { Executable, Seconds, Rate, Rest, Shards };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ChaosOptions options = new(parsed.GetValue(Executable)!, parsed.GetValue(Seconds), parsed.GetValue(Rate))
        {
            RestSeconds = parsed.GetValue(Rest),
            Shards = parsed.GetValue(Shards),
            Notice = Console.Error.WriteLine,
        };
        ChaosResult result = await new ChaosRun(options).RunAsync(cancellation);
        Print($"{result.Acknowledged:N0} observations acknowledged in {result.Seconds:F0} s, {result.Acknowledged / result.Seconds:N0} a second; {result.Resent:N0} sent once more after a lost connection, {result.Untaken:N0} because the broker had no subscriber yet");
        Print($"{result.Logged:N0} records, {result.Repeated:N0} of them repeated, {result.Overtaken:N0} positions overtaken by a newer one; lost {result.Lost:N0}, left out {result.LeftOut:N0}");
        Print($"{result.ComparedBytes:N0} bytes of states compared with an undisturbed run");
        Print($"{result.Editions:N0} editions of vehicle positions, {result.SharedEditions:N0} seen on both replicas, longest time without a newer one {result.LongestGapSeconds:F1} s");
        Print($"{result.States:N0} states told by the stream, gone on from a cursor {result.Resumed} times, told anew {result.Anew} times");
        foreach (IGrouping<string, ChaosTrouble> trouble in result.Troubles.GroupBy(t => t.Name, StringComparer.Ordinal))
        {
            Print($"{trouble.Key}, {trouble.Count()} times: each shard had a new state after {trouble.Average(t => t.GoesOnSeconds):F1} s, at most {trouble.Max(t => t.GoesOnSeconds):F1} s; all were ready after {trouble.Max(t => t.ReadySeconds):F1} s at most");
        }

        foreach (string fault in result.Faults)
        {
            Console.WriteLine("FAULT " + fault);
        }

        return result.Faults.Count == 0 ? 0 : 1;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
