using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>Tables that were just made, as a feed that can be written.</summary>
internal sealed class BuiltFeed : FeedSource
{
    private readonly List<byte[]> files = [];

    /// <summary>Adds a table unless it has no row.</summary>
    public void Add(string name, CsvTable table)
    {
        if (table.RowCount == 0)
        {
            return;
        }

        var bytes = table.ToBytes();
        Entries = [.. Entries, new FeedEntry(name, name, bytes.Length) { Number = this.files.Count }];
        this.files.Add(bytes);
    }

    public override Stream OpenEntry(FeedEntry entry) => new MemoryStream(this.files[entry.Number], writable: false);
}
