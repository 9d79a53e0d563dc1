using Parquet;
using Parquet.Schema;

namespace TransitHub.Archive.Columns;

/// <summary>Writes one table's file in groups of rows, so that memory does not grow with the day. One caller at a time.</summary>
internal sealed class TableFile<TRow> : IAsyncDisposable
{
    /// <summary>Rows of a group: some megabytes of rows in memory, and few enough groups that their headers weigh nothing.</summary>
    public const int GroupRows = 65_536;

    private readonly IReadOnlyList<Column<TRow>> columns;
    private readonly FileStream file;
    private readonly ParquetWriter writer;
    private readonly List<TRow> rows = [];

    private TableFile(IReadOnlyList<Column<TRow>> columns, FileStream file, ParquetWriter writer)
    {
        this.columns = columns;
        this.file = file;
        this.writer = writer;
    }

    /// <summary>Rows taken so far.</summary>
    public long Count { get; private set; }

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where; a file that is there is replaced.</param>
    /// <param name="columns">The columns, in order.</param>
    /// <param name="notes">What the file says of itself.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<TableFile<TRow>> CreateAsync(
        string path, IReadOnlyList<Column<TRow>> columns, IReadOnlyDictionary<string, string> notes, CancellationToken cancellation)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = System.IO.Compression.CompressionLevel.Optimal };
        foreach (Column<TRow> column in columns)
        {
            options.ColumnEncodingHints[column.Field.Path.ToString()] = column.Hint;
        }

        FileStream file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        try
        {
            ParquetWriter writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(columns.Select(c => c.Field)), file, options, cancellationToken: cancellation).ConfigureAwait(false);
            writer.CustomMetadata = notes;
            return new TableFile<TRow>(columns, file, writer);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes a row.</summary>
    public async ValueTask AddAsync(TRow row, CancellationToken cancellation)
    {
        this.rows.Add(row);
        this.Count++;
        if (this.rows.Count >= GroupRows)
        {
            await this.WriteGroupAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is left and the file's end, and brings it to the disk.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        if (this.rows.Count > 0)
        {
            await this.WriteGroupAsync(cancellation).ConfigureAwait(false);
        }

        await this.writer.DisposeAsync().ConfigureAwait(false);
        this.file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => this.file.DisposeAsync();

    private async Task WriteGroupAsync(CancellationToken cancellation)
    {
        using ParquetRowGroupWriter group = this.writer.CreateRowGroup();
        foreach (Column<TRow> column in this.columns)
        {
            await column.WriteAsync(group, this.rows, cancellation).ConfigureAwait(false);
        }

        group.CompleteValidate();
        this.rows.Clear();
    }
}
