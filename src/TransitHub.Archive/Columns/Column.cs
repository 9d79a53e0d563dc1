using Parquet;
using Parquet.Schema;

namespace TransitHub.Archive.Columns;

/// <summary>One column of a table: its name and type, and how its values are read off a row.</summary>
/// <typeparam name="TRow">What a row is made of.</typeparam>
/// <param name="definition">Name, type, and whether it may be empty.</param>
/// <param name="hint">How its values are stored.</param>
internal abstract class Column<TRow>(DataField definition, EncodingHint hint)
{
    /// <summary>Name, type, and whether it may be empty.</summary>
    public DataField Field => definition;

    /// <summary>How its values are stored.</summary>
    public EncodingHint Hint => hint;

    /// <summary>True: its values follow from other columns, and it is there for those who read the table; reading back passes it over.</summary>
    public bool IsDerived { get; private set; }

    /// <summary>Says that its values follow from other columns.</summary>
    public Column<TRow> Derived()
    {
        this.IsDerived = true;
        return this;
    }

    /// <summary>Writes the values of all rows as the group's next column.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellation);

    /// <summary>Reads the values of a group's rows.</summary>
    /// <param name="group">The group.</param>
    /// <param name="stored">The column as the file has it: of the same name and type.</param>
    /// <param name="texts">Gives the same string for the same text.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>An array of nullable values, or of strings, one a row.</returns>
    public abstract Task<Array> ReadAsync(ParquetRowGroupReader group, DataField stored, TextPool texts, CancellationToken cancellation);

    /// <summary>What stands for the column in a file that does not have it.</summary>
    public abstract Array Empty(int rows);
}
