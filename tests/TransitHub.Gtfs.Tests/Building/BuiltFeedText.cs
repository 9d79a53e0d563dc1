using System.IO.Compression;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Tests.Csv;

namespace TransitHub.Gtfs.Tests.Building;

/// <summary>A built feed, read again as plain text by nothing that built it.</summary>
internal sealed class BuiltFeedText
{
    private readonly Dictionary<string, List<Dictionary<string, string>>> tables = new(StringComparer.Ordinal);

    private BuiltFeedText(byte[] zip, GtfsBuildReport report)
    {
        (Zip, Report) = (zip, report);
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            var rows = PlainCsv.Parse(reader.ReadToEnd()).Select(row => row.Fields).ToList();
            this.tables[entry.FullName] = rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)).ToList();
        }
    }

    public byte[] Zip { get; }

    public GtfsBuildReport Report { get; }

    public IReadOnlyCollection<string> Files => this.tables.Keys;

    /// <summary>The rows of a table by column name; none if the file is not there.</summary>
    public List<Dictionary<string, string>> this[string file] => this.tables.GetValueOrDefault(file, []);

    public static BuiltFeedText Of(LineNetwork network, GtfsBuildOptions? options = null)
    {
        using var zip = new MemoryStream();
        var report = GtfsBuilder.Build(network, zip, options, TestContext.Current.CancellationToken);
        return new BuiltFeedText(zip.ToArray(), report);
    }

    /// <summary>One column of a table, in the order of its rows.</summary>
    public string[] Column(string file, string column) => [.. this[file].Select(row => row[column])];
}
