using System.IO.Compression;
using System.Text;

namespace TransitHub.Testing.Gtfs;

/// <summary>A GTFS zip as plain text, read by nothing that wrote it.</summary>
public sealed class PlainFeed
{
    private readonly SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string>>> tables = new(StringComparer.Ordinal);

    /// <summary>Reads the files of a zip.</summary>
    public PlainFeed(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        Files = [.. archive.Entries.Select(entry => entry.FullName)];
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            this.texts[entry.FullName] = reader.ReadToEnd();
        }
    }

    /// <summary>The names of the files in the order of the zip.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The rows of a table by column name; none if the file is not there. A column that is not there reads as absent.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> this[string file]
    {
        get
        {
            if (!this.tables.TryGetValue(file, out var rows))
            {
                this.tables[file] = rows = Parse(this.texts.GetValueOrDefault(file, string.Empty));
            }

            return rows;
        }
    }

    /// <summary>One column of a table, in the order of its rows.</summary>
    public IReadOnlyList<string> Column(string file, string column) => [.. this[file].Select(row => row.GetValueOrDefault(column, string.Empty))];

    /// <summary>Replaces the first occurrence of a text in a file; throws if there is none.</summary>
    public PlainFeed Replace(string file, string old, string by)
    {
        var at = this.texts[file].IndexOf(old, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new ArgumentException($"{file} does not hold '{old}'.", nameof(old));
        }

        this.texts[file] = this.texts[file].Remove(at, old.Length).Insert(at, by);
        this.tables.Remove(file);
        return this;
    }

    /// <summary>The files as a zip again, to be read from its start.</summary>
    public MemoryStream ToZip()
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Files)
            {
                using var entry = archive.CreateEntry(file, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(this.texts[file]));
            }
        }

        zip.Position = 0;
        return zip;
    }

    private static IReadOnlyDictionary<string, string>[] Parse(string text)
    {
        var rows = PlainCsv.Parse(text).Select(row => row.Fields).ToList();
        return [.. rows.Skip(1).Select(row => (IReadOnlyDictionary<string, string>)rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
