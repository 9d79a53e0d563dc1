using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace TransitHub.Archive.Columns;

/// <summary>A column of numbers, truths, dates or moments.</summary>
/// <param name="definition">Name, type, and whether it may be empty.</param>
/// <param name="hint">How its values are stored.</param>
/// <param name="value">The row's value; null: empty.</param>
internal sealed class ValueColumn<TRow, T>(DataField definition, EncodingHint hint, Func<TRow, T?> value) : Column<TRow>(definition, hint)
    where T : struct
{
    /// <inheritdoc/>
    public override async Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellation)
    {
        if (this.Field.IsNullable)
        {
            T?[] rented = ArrayPool<T?>.Shared.Rent(rows.Count);
            for (int i = 0; i < rows.Count; i++)
            {
                rented[i] = value(rows[i]);
            }

            await group.WriteAsync(this.Field, new ReadOnlyMemory<T?>(rented, 0, rows.Count), cancellationToken: cancellation).ConfigureAwait(false);
            ArrayPool<T?>.Shared.Return(rented);
            return;
        }

        T[] all = ArrayPool<T>.Shared.Rent(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            all[i] = value(rows[i]).GetValueOrDefault();
        }

        await group.WriteAsync(this.Field, new ReadOnlyMemory<T>(all, 0, rows.Count), cancellationToken: cancellation).ConfigureAwait(false);
        ArrayPool<T>.Shared.Return(all);
    }

    /// <inheritdoc/>
    public override async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField stored, TextPool texts, CancellationToken cancellation)
    {
        T?[] values = new T?[group.RowCount];
        if (stored.IsNullable)
        {
            await group.ReadAsync<T>(stored, values.AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
            return values;
        }

        T[] all = ArrayPool<T>.Shared.Rent(values.Length);
        await group.ReadAsync<T>(stored, all.AsMemory(0, values.Length), cancellationToken: cancellation).ConfigureAwait(false);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = all[i];
        }

        ArrayPool<T>.Shared.Return(all);
        return values;
    }

    /// <inheritdoc/>
    public override Array Empty(int rows) => new T?[rows];
}
