using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TransitHub.Benchmarks.Gtfs;

/// <summary>
/// `gtfs-load`: makes a feed, has each contender load it in a process of its own, and writes times and peak memory to a
/// table. All figures of a table are of one run on one feed.
/// </summary>
internal static class GtfsLoadCommand
{
    public static Command Create()
    {
        Option<int[]> stopTimes = new("--stop-times")
        {
            Description = "Rows of stop_times.txt, 1000 or more; several numbers make a table each.",
            DefaultValueFactory = _ => [10_000_000],
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int> seed = new("--seed") { Description = "Seed of the made-up feed.", DefaultValueFactory = _ => 2026 };
        Option<string?> npm = new("--npm") { Description = "Folder in which `npm i gtfs` was run; without it the npm package is left out." };
        Option<int> npmMost = new("--npm-most") { Description = "Largest number of rows that the npm package is given; it takes minutes for each million.", DefaultValueFactory = _ => 1_000_000 };
        Option<string?> report = new("--report") { Description = "Markdown file to write the table to; without it, only the screen." };
        Option<string?> child = new("--child") { Hidden = true };
        Option<string?> feed = new("--feed") { Hidden = true };
        Command command = new("gtfs-load", "Loads a large GTFS feed beside its peers.") { stopTimes, seed, npm, npmMost, report, child, feed };
        command.SetAction(parsed => parsed.GetValue(child) is { } name
            ? Load(name, parsed.GetValue(feed)!)
            : Compare(parsed.GetValue(stopTimes)!, parsed.GetValue(seed), parsed.GetValue(npm), parsed.GetValue(npmMost), parsed.GetValue(report)));
        return command;
    }

    /// <summary>The child: loads and prints rows, seconds and processor seconds.</summary>
    private static int Load(string name, string feed)
    {
        var contender = Contenders.All.Concat(Contenders.Validation).First(contender => contender.Name == name);
        var watch = Stopwatch.StartNew();
        var rows = contender.Load(feed);
        watch.Stop();
        using var self = Process.GetCurrentProcess();
        var peak = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows} {watch.Elapsed.TotalSeconds:0.00} {self.TotalProcessorTime.TotalSeconds:0.00} {long.Parse(peak.AsSpan(6, peak.Length - 9), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) / 1024}"));
        return 0;
    }

    private static int Compare(int[] sizes, int seed, string? npm, int npmMost, string? report)
    {
        var tables = new StringBuilder();
        foreach (var stopTimes in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("gtfs-load");
            try
            {
                Compare(tables, folder.FullName, stopTimes, seed, stopTimes <= npmMost ? npm : null);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        if (report is not null)
        {
            File.WriteAllText(report, GtfsLoadReport.Text(sizes, seed, npm, tables.ToString()));
        }

        return 0;
    }

    private static void Compare(StringBuilder tables, string folder, int stopTimes, int seed, string? npm)
    {
        var feed = Path.Combine(folder, "feed.zip");
        var made = new SyntheticFeed(seed, stopTimes);
        made.Write(feed);
        Line(tables, $"## {made.StopTimes:N0} stop times ({new FileInfo(feed).Length / 1e6:0} MB zipped)\n");
        Line(tables, $"| contender | what it does | stop times | seconds | CPU seconds | M rows/s | peak MiB |");
        Line(tables, $"|---|---|---:|---:|---:|---:|---:|");
        foreach (var contender in Contenders.All)
        {
            Measure(tables, contender.Name, contender.Does, Environment.ProcessPath!, ["gtfs-load", "--child", contender.Name, "--feed", feed]);
        }

        if (npm is not null)
        {
            var script = Path.Combine(npm, "gtfs-load.mjs");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Gtfs", "Peers", "npm-gtfs.mjs"), script, overwrite: true);
            Measure(tables, "npm-gtfs", "npm package gtfs: imports the whole feed into SQLite", "node", [script, feed, Path.Combine(folder, "gtfs.db")]);
        }

        Line(tables, $"\nLoad average of the machine at the end, over 1, 5 and 15 minutes: {string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ')[..3])}.\n");
    }

    internal static void Measure(StringBuilder table, string name, string does, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var figures = process.StandardOutput.ReadToEnd().Trim().Split('\n')[^1].Split(' ');
        process.WaitForExit();
        if (process.ExitCode != 0 || figures.Length != 4)
        {
            Line(table, $"| {name} | {does} | failed, exit code {process.ExitCode} | | | | |");
            return;
        }

        var rate = double.Parse(figures[0], CultureInfo.InvariantCulture) / double.Parse(figures[1], CultureInfo.InvariantCulture) / 1e6;
        Line(table, $"| {name} | {does} | {figures[0]} | {figures[1]} | {figures[2]} | {rate:0.00} | {figures[3]} |");
    }

    internal static void Line(StringBuilder table, FormattableString line)
    {
        var text = line.ToString(CultureInfo.InvariantCulture);
        table.Append(text).Append('\n');
        Console.WriteLine(text);
    }
}
