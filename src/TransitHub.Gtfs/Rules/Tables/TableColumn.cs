using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules.Schema;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>A column of a loaded table, with a value or none for each row.</summary>
/// <param name="schema">What the reference says about it.</param>
/// <param name="place">Its place in the rows of the file, or -1 if the file does not have it.</param>
internal abstract class TableColumn(ColumnSchema schema, int place)
{
    public ColumnSchema Schema { get; } = schema;

    public int Place { get; } = place;

    /// <summary>Whether the file has the column.</summary>
    public bool IsPresent => Place >= 0;

    /// <summary>Whether the row has a usable value.</summary>
    public abstract bool Has(int row);

    /// <summary>The value as it would stand in the file; empty if there is none.</summary>
    public abstract string Text(int row);

    /// <summary>Takes the value of the current row; false if the field is empty.</summary>
    public abstract bool Read(FeedTable table);
}
