using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Testing;

namespace TransitHub.Benchmarks.Conformance;

/// <summary>`rt-mutations`: decodes and checks broken inputs made of whole messages, and tells the slowest one and the memory. Ends with code 1 if one throws.</summary>
internal static class MutationsCommand
{
    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> realtime = new("--realtime") { Required = true, Description = "Folder of *.pb, searched with all below it, to make broken ones of." };
        Option<int> count = new("--count") { DefaultValueFactory = _ => 100_000 };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Command command = new("rt-mutations", "Decodes and checks broken GTFS-Realtime.") { gtfs, realtime, count, seed };
        command.SetAction(parsed => Run(
            ScheduleReader.Read(parsed.GetValue(gtfs)!).Schedule, parsed.GetValue(realtime)!, parsed.GetValue(count), parsed.GetValue(seed), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(Schedule schedule, string folder, int count, int seed, TextWriter output)
    {
        byte[][] seeds =
        [
            .. Directory.EnumerateFiles(folder, "*.pb", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Where(static file => new FileInfo(file).Length is > 0 and <= RealtimeMutator.MaxBytes).Select(File.ReadAllBytes),
        ];
        var mutator = new RealtimeMutator(seeds, seed);
        var validator = new RealtimeValidator(schedule, new RealtimeValidatorOptions { KeptPerRule = 5 });
        (int decoded, long findings, double slowest, double total) = (0, 0, 0, 0);
        for (int at = 0; at < count; at++)
        {
            byte[] input = mutator.Next();
            long started = Stopwatch.GetTimestamp();
            RealtimeFeed feed = RealtimeFeed.Decode("feed", input);
            RealtimeFindings found = validator.Check(1_700_000_000_000 + at, [feed]);
            double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            (slowest, total, findings) = (Math.Max(slowest, took), total + took, findings + found.Errors + found.Warnings);
            decoded += feed.Message is null ? 0 : 1;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} inputs of {seeds.Length} messages, {decoded} decoded, {findings} errors and warnings, {total / count:F2} ms each, slowest {slowest:F0} ms, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB"));
        return 0;
    }
}
