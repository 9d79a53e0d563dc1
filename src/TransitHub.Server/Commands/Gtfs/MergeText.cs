using System.Globalization;
using TransitHub.Gtfs.Merging;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>What became of each thing in a merge, for people.</summary>
internal static class MergeText
{
    /// <summary>The report's parts.</summary>
    public static IReadOnlyList<ReportSection> Sections(MergeReport report)
    {
        List<ReportSection> sections =
        [
            new($"Version {report.Version}", "Merged: " + string.Join(", ", report.Feeds), [], []),
            new("Files", string.Empty, ["file", "rows read", "rows written", "rows that an earlier feed has"], [.. report.Files.Select(f => (IReadOnlyList<string>)[f.File, Number(f.RowsRead), Number(f.RowsWritten), Number(f.RowsJoined)])]),
            new("Ids", string.Empty, ["feed", "kind", "what became of them"], [.. report.Ids.Select(i => (IReadOnlyList<string>)[i.Feed, i.Kind, Counts(i)])]),
            new("Ids that did not stay, or stand for what differs", string.Empty, ["feed", "kind", "change"], [.. report.Ids.SelectMany(i => i.Changes.Select(c => (IReadOnlyList<string>)[i.Feed, i.Kind, c]))]),
            new("Places made of stops of several feeds", string.Empty, ["stops", "joined by", "shared name", "meters", "route types"], [.. report.Clusters.Select(Cluster)]),
            new("Notes", string.Empty, ["note"], [.. report.Notes.Select(n => (IReadOnlyList<string>)[n])]),
        ];
        return [.. sections.Where(s => s.Rows.Count > 0 || s.Lead.Length > 0)];
    }

    private static IReadOnlyList<string> Cluster(StopCluster cluster) =>
    [
        string.Join(", ", cluster.Stops),
        cluster.Station is { } station ? "parent station " + station : "transfers",
        cluster.Name,
        string.Create(CultureInfo.InvariantCulture, $"{cluster.Meters:0.#} m"),
        string.Join("; ", cluster.Modes) + (cluster.SameModes ? " (the same)" : string.Empty),
    ];

    private static string Counts(MergedIds ids) => string.Join(", ", new[]
    {
        (ids.Kept, "kept"), (ids.Joined, "joined with an earlier feed's"), (ids.Differing, "differing, the first feed's stand"), (ids.Renamed, "renamed"),
    }.Where(c => c.Item1 > 0).Select(c => $"{Number(c.Item1)} {c.Item2}"));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
