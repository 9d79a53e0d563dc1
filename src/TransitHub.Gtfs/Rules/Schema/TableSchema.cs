namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>What the reference says about a table.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Presence">Whether every feed must have it.</param>
/// <param name="Key">Columns that together name one row; empty if rows have no key.</param>
/// <param name="Columns">All columns of the reference.</param>
internal sealed record TableSchema(string File, Presence Presence, string[] Key, params ColumnSchema[] Columns)
{
    /// <summary>Whether the table has one row only.</summary>
    public bool IsSingleRow { get; init; }

    /// <summary>Columns that translations.txt names as record_id and record_sub_id; null if rows cannot be named so.</summary>
    public string[]? RecordKey { get; init; }

    public ColumnSchema Column(string name) => Array.Find(Columns, column => column.Name == name)
        ?? throw new ArgumentException($"{File} has no column {name}.", nameof(name));
}
