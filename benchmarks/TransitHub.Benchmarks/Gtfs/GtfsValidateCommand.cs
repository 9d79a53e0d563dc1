using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;

namespace TransitHub.Benchmarks.Gtfs;

/// <summary>`gtfs-validate`: loads a made-up feed and judges it, each in a process of its own, several times in turn.</summary>
internal static class GtfsValidateCommand
{
    public static Command Create()
    {
        Option<int> stopTimes = new("--stop-times") { Description = "Rows of stop_times.txt, 1000 or more.", DefaultValueFactory = _ => 10_000_000 };
        Option<int> seed = new("--seed") { Description = "Seed of the made-up feed.", DefaultValueFactory = _ => 2026 };
        Option<int> rounds = new("--rounds") { Description = "Times that each is run.", DefaultValueFactory = _ => 3 };
        Option<string?> report = new("--report") { Description = "Markdown file to write the table to; without it, only the screen." };
        Command command = new("gtfs-validate", "Judges a large GTFS feed by all rules, beside loading it.") { stopTimes, seed, rounds, report };
        command.SetAction(parsed => Run(parsed.GetValue(stopTimes), parsed.GetValue(seed), parsed.GetValue(rounds), parsed.GetValue(report)));
        return command;
    }

    private static int Run(int stopTimes, int seed, int rounds, string? report)
    {
        var table = new StringBuilder();
        var folder = Directory.CreateTempSubdirectory("gtfs-validate");
        try
        {
            var feed = Path.Combine(folder.FullName, "feed.zip");
            new SyntheticFeed(seed, stopTimes).Write(feed);
            GtfsLoadCommand.Line(table, $"| what | what it does | stop times | seconds | CPU seconds | M rows/s | peak MiB |");
            GtfsLoadCommand.Line(table, $"|---|---|---:|---:|---:|---:|---:|");
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contender in Contenders.Validation)
                {
                    GtfsLoadCommand.Measure(table, contender.Name, contender.Does, Environment.ProcessPath!, ["gtfs-load", "--child", contender.Name, "--feed", feed]);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        if (report is not null)
        {
            File.WriteAllText(report, Text(stopTimes, seed, rounds, table.ToString()));
        }

        return 0;
    }

    private static string Text(int stopTimes, int seed, int rounds, string table) => $"""
        # Judging a large GTFS feed

        `dotnet run -c Release --project benchmarks/TransitHub.Benchmarks -- gtfs-validate --stop-times {stopTimes} --seed {seed} --rounds {rounds} --report benchmarks/results/gtfs-validate.md`

        The same made-up feed is loaded and judged in turn, each in a process of its own. Aim: judging takes at most 1.5 times
        as long as loading. Load average of the machine at the end: {string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ')[..3])}; CPU seconds hardly depend on it.

        {table}
        {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {Environment.ProcessorCount} processors.

        """;
}
