using TransitHub.Gtfs.Rules.Schema;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>A loaded file of the feed. A column that the file does not have is there without values.</summary>
internal sealed class GtfsTable
{
    private readonly Dictionary<string, TableColumn> columns;

    public GtfsTable(TableSchema schema, string file, bool isMissing, IEnumerable<TableColumn> columns)
    {
        (Schema, File, IsMissing) = (schema, file, isMissing);
        this.columns = columns.ToDictionary(column => column.Schema.Name, StringComparer.Ordinal);
    }

    public TableSchema Schema { get; }

    /// <summary>Name of the file as the feed writes it.</summary>
    public string File { get; }

    public bool IsMissing { get; }

    public int Count { get; set; }

    public LineNumbers Lines { get; } = new();

    public IEnumerable<TableColumn> Columns => this.columns.Values;

    /// <summary>Whether the file has the column.</summary>
    public bool HasColumn(string name) => this.columns.TryGetValue(name, out var column) && column.IsPresent;

    public TableColumn Column(string name) => this.columns[name];

    public TableColumn? FindColumn(string name) => this.columns.GetValueOrDefault(name);

    public TextColumn Text(string name) => (TextColumn)this.columns[name];

    public IntColumn Int(string name) => (IntColumn)this.columns[name];

    public FloatColumn Float(string name) => (FloatColumn)this.columns[name];

    public long Line(int row) => Lines.Of(row);
}
