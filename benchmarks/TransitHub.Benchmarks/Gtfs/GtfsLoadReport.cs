using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TransitHub.Benchmarks.Gtfs;

internal static class GtfsLoadReport
{
    public static string Text(int stopTimes, int seed, long feedBytes, string? npm, string table)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        var csvHelper = typeof(CsvHelper.CsvReader).Assembly.GetName().Version;
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Loading a large GTFS feed

            `dotnet run -c Release --project benchmarks/TransitHub.Benchmarks -- gtfs-load --stop-times {stopTimes} --seed {seed}{(npm is null ? "" : " --npm FOLDER")} --report benchmarks/results/gtfs-load.md`

            One made-up feed of {stopTimes:N0} stop times ({feedBytes / 1e6:0} MB zipped), each contender in a process of its own, one after the
            other. Seconds are the load alone, without the start of the process; peak is the process's largest resident set.

            {table}
            {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {Environment.ProcessorCount} processors, {memory} GiB; CsvHelper {csvHelper?.ToString(3)}{(npm is null ? "" : $"; npm gtfs {Version(npm, "gtfs")} with better-sqlite3 {Version(npm, "better-sqlite3")}")}.

            """);
    }

    private static string Version(string npm, string package)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(npm, "node_modules", package, "package.json")));
        return document.RootElement.GetProperty("version").GetString()!;
    }
}
