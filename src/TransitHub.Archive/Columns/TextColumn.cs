using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace TransitHub.Archive.Columns;

/// <summary>A column of text.</summary>
/// <param name="definition">Name, and whether it may be empty.</param>
/// <param name="hint">How its values are stored.</param>
/// <param name="value">The row's text; null: empty.</param>
internal sealed class TextColumn<TRow>(DataField definition, EncodingHint hint, Func<TRow, string?> value) : Column<TRow>(definition, hint)
{
    /// <inheritdoc/>
    public override async Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellation)
    {
        if (this.Field.IsNullable)
        {
            ReadOnlyMemory<char>?[] rented = ArrayPool<ReadOnlyMemory<char>?>.Shared.Rent(rows.Count);
            for (int i = 0; i < rows.Count; i++)
            {
                rented[i] = value(rows[i]) is { } text ? text.AsMemory() : (ReadOnlyMemory<char>?)null;
            }

            await group.WriteAsync(this.Field, new ReadOnlyMemory<ReadOnlyMemory<char>?>(rented, 0, rows.Count), cancellationToken: cancellation).ConfigureAwait(false);
            ArrayPool<ReadOnlyMemory<char>?>.Shared.Return(rented, clearArray: true);
            return;
        }

        ReadOnlyMemory<char>[] all = ArrayPool<ReadOnlyMemory<char>>.Shared.Rent(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            all[i] = value(rows[i]).AsMemory();
        }

        await group.WriteAsync(this.Field, new ReadOnlyMemory<ReadOnlyMemory<char>>(all, 0, rows.Count), cancellationToken: cancellation).ConfigureAwait(false);
        ArrayPool<ReadOnlyMemory<char>>.Shared.Return(all, clearArray: true);
    }

    /// <inheritdoc/>
    public override async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField stored, TextPool texts, CancellationToken cancellation)
    {
        string?[] values = new string?[group.RowCount];
        ReadOnlyMemory<char>[] given = ArrayPool<ReadOnlyMemory<char>>.Shared.Rent(values.Length);
        int[] levels = ArrayPool<int>.Shared.Rent(values.Length);
        await group.ReadRawAsync(
            stored, given.AsMemory(0, values.Length), stored.IsNullable ? levels.AsMemory(0, values.Length) : (Memory<int>?)null, null, cancellation).ConfigureAwait(false);
        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = stored.IsNullable && levels[i] == 0 ? null : texts.Get(given[next++].Span);
        }

        ArrayPool<ReadOnlyMemory<char>>.Shared.Return(given, clearArray: true);
        ArrayPool<int>.Shared.Return(levels);
        return values;
    }

    /// <inheritdoc/>
    public override Array Empty(int rows) => new string?[rows];
}
