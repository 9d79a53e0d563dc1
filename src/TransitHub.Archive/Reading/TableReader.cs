using System.Globalization;
using Parquet;
using Parquet.Schema;
using TransitHub.Archive.Columns;
using TransitHub.Archive.Tables;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Reading;

/// <summary>Reads one table's file in order, a group of rows at a time.</summary>
internal sealed class TableReader : IAsyncDisposable
{
    private readonly string path;
    private readonly ObservationTable table;
    private readonly ParquetReader reader;
    private readonly TextPool texts = new();
    private Func<int, LoggedRecord> rows = static _ => default;
    private int group = -1;
    private int row;
    private int count;

    private TableReader(string path, ObservationTable table, ParquetReader reader)
    {
        this.path = path;
        this.table = table;
        this.reader = reader;
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ArchiveException">It is no Parquet, or no table of this archive.</exception>
    public static async Task<TableReader> OpenAsync(string path, ObservationTable table, CancellationToken cancellation)
    {
        ParquetReader reader;
        try
        {
            reader = await ParquetReader.CreateAsync(path, new ParquetOptions { UseDateOnlyTypeForDates = true }, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or UnauthorizedAccessException))
        {
            throw Unreadable(path, exception);
        }

        try
        {
            var opened = new TableReader(path, table, reader);
            opened.ThrowIfForeign();
            return opened;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the next row's observation; null at the end.</summary>
    /// <exception cref="ArchiveException">The file is damaged.</exception>
    public async ValueTask<LoggedRecord?> ReadAsync(CancellationToken cancellation)
    {
        while (this.row >= this.count)
        {
            if (++this.group >= this.reader.RowGroupCount)
            {
                return null;
            }

            await this.ReadGroupAsync(cancellation).ConfigureAwait(false);
        }

        try
        {
            return this.rows(this.row++);
        }
        catch (InvalidDataException exception)
        {
            throw new ArchiveException($"{this.path} is damaged in row {this.row - 1} of group {this.group}: {exception.Message}.", exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => this.reader.DisposeAsync();

    private static ArchiveException Unreadable(string path, Exception exception) =>
        new($"{path} cannot be read as Parquet: {exception.Message} Copy it again; or remove the day's folder, and the hub makes it anew while its log has the day.", exception);

    private void ThrowIfForeign()
    {
        if (this.reader.CustomMetadata.TryGetValue(ArchiveFormat.VersionKey, out string? text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > ArchiveFormat.Version)
        {
            throw new ArchiveException($"{this.path} is of version {version} and this hub reads up to {ArchiveFormat.Version}: use the hub that wrote it, or a newer one.");
        }

        foreach (Column<LoggedRecord> column in this.table.Columns.Where(c => !c.IsDerived))
        {
            DataField? stored = this.Find(column);
            if (stored is null && !column.Field.IsNullable)
            {
                throw new ArchiveException($"{this.path} has no column {column.Field.Name}, so it is no table {this.table.Name} of this archive: the tables of others lack what a replay needs.");
            }

            if (stored is not null && stored.ClrType != column.Field.ClrType)
            {
                throw new ArchiveException($"{this.path}: the column {column.Field.Name} is of {stored.ClrType.Name}, where {column.Field.ClrType.Name} is expected.");
            }
        }
    }

    private DataField? Find(Column<LoggedRecord> column) => this.reader.Schema.DataFields.FirstOrDefault(f => f.Name == column.Field.Name);

    private async Task ReadGroupAsync(CancellationToken cancellation)
    {
        try
        {
            using ParquetRowGroupReader rowGroup = this.reader.OpenRowGroupReader(this.group);
            Dictionary<string, Array> values = [];
            this.count = checked((int)rowGroup.RowCount);
            foreach (Column<LoggedRecord> column in this.table.Columns.Where(c => !c.IsDerived))
            {
                values[column.Field.Name] = this.Find(column) is { } stored
                    ? await column.ReadAsync(rowGroup, stored, this.texts, cancellation).ConfigureAwait(false)
                    : column.Empty(this.count);
            }

            this.rows = this.table.Rows(new GroupColumns(values));
            this.row = 0;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException or ArchiveException))
        {
            // The decoders of a library throw whatever they stumble over in damaged bytes.
            throw Unreadable(this.path, exception);
        }
    }
}
