using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>Tables that were just made, as a feed that can be written.</summary>
internal sealed class BuiltFeed : FeedSource
{
    private readonly List<CsvTable> tables = [];

    /// <summary>Adds a table unless it has no row.</summary>
    public void Add(string name, CsvTable table)
    {
        if (table.RowCount == 0)
        {
            return;
        }

        Entries = [.. Entries, new FeedEntry(name, name, table.FieldBytes) { Number = this.tables.Count }];
        this.tables.Add(table);
    }

    public override Stream OpenEntry(FeedEntry entry)
    {
        var csv = new MemoryStream();
        var blocks = new BlockWriter(csv);
        this.tables[entry.Number].WriteTo(blocks);
        blocks.Flush();
        csv.Position = 0;
        return csv;
    }
}
