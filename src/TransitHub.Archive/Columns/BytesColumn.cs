using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace TransitHub.Archive.Columns;

/// <summary>A column of bytes, never empty.</summary>
/// <param name="definition">Its name.</param>
/// <param name="value">The row's bytes.</param>
internal sealed class BytesColumn<TRow>(DataField definition, Func<TRow, byte[]> value) : Column<TRow>(definition, EncodingHint.Default)
{
    /// <inheritdoc/>
    public override async Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte>[] all = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            all[i] = value(rows[i]);
        }

        await group.WriteAsync(this.Field, new ReadOnlyMemory<ReadOnlyMemory<byte>>(all, 0, rows.Count), cancellationToken: cancellation).ConfigureAwait(false);
        ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(all, clearArray: true);
    }

    /// <inheritdoc/>
    public override async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField stored, TextPool texts, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte>[] values = new ReadOnlyMemory<byte>[group.RowCount];
        int[]? levels = stored.IsNullable ? new int[values.Length] : null;
        await group.ReadRawAsync(stored, values.AsMemory(), levels?.AsMemory(), null, cancellation).ConfigureAwait(false);
        return values;
    }

    /// <inheritdoc/>
    public override Array Empty(int rows) => new ReadOnlyMemory<byte>[rows];
}
