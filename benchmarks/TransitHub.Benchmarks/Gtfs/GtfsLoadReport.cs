using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TransitHub.Benchmarks.Gtfs;

internal static class GtfsLoadReport
{
    public static string Text(int[] sizes, int seed, string? npm, string tables)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        var csvHelper = typeof(CsvHelper.CsvReader).Assembly.GetName().Version;
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Loading a large GTFS feed

            `dotnet run -c Release --project benchmarks/TransitHub.Benchmarks -- gtfs-load --stop-times {string.Join(' ', sizes)} --seed {seed}{(npm is null ? "" : " --npm FOLDER")} --report benchmarks/results/gtfs-load.md`
            (FOLDER is one in which `npm i gtfs` was run)

            Each contender loads the same made-up feed in a process of its own, one after the other. Seconds are the load alone,
            without the start of the process; CPU seconds are of the whole process, on all cores; peak is its largest resident set.
            On a machine that others use at the time, as the load average tells, seconds grow and CPU seconds hardly do.

            {tables}
            {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {Environment.ProcessorCount} processors, {memory} GiB; CsvHelper {csvHelper?.ToString(3)}{(npm is null ? "" : $"; npm gtfs {Version(npm, "gtfs")} with better-sqlite3 {Version(npm, "better-sqlite3")}")}.

            """);
    }

    private static string Version(string npm, string package)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(npm, "node_modules", package, "package.json")));
        return document.RootElement.GetProperty("version").GetString()!;
    }
}
