using CsvHelper;

namespace TransitHub.Simulation.Recordings;

/// <summary>Reads <c>positions-csv</c>: UTF-8, a header, one position a row in received order.</summary>
internal sealed class PositionsCsvRecording : Recording
{
    /// <summary>Longest row, bytes: the columns this format knows fit many times over.</summary>
    private const int MaxRowBytes = 1 << 16;

    private readonly RecordingFile file;
    private readonly CsvReader reader;
    private readonly PositionsCsvRow row;

    private PositionsCsvRecording(string path, RecordingFile file, CsvReader reader, PositionsCsvColumns columns)
        : base(path, RecordingFormat.PositionsCsv)
    {
        this.file = file;
        this.reader = reader;
        this.row = new PositionsCsvRow(reader, columns);
        file.Reached = () => this.reader.RowNumber == 0 ? "the header" : $"row {this.reader.RowNumber} (line {this.reader.LineNumber})";
    }

    /// <inheritdoc/>
    public override double? ShareRead => this.file.ShareRead;

    /// <inheritdoc/>
    private protected override RecordingException? Failure => this.file.Failure;

    /// <inheritdoc/>
    private protected override string NothingFound => "it has a header and no row.";

    /// <summary>Opens the file and reads its header.</summary>
    public static PositionsCsvRecording Open(string path)
    {
        RecordingFile file = RecordingFile.Open(path);
        CsvReader reader = CsvReader.Create(file, new CsvReaderOptions
        {
            Separator = ',',
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRowBytes,
            BufferSize = 1 << 17,
        });
        try
        {
            reader.ReadHeader();
            return new PositionsCsvRecording(path, file, reader, PositionsCsvColumns.Read(reader, path));
        }
        catch (RecordingException)
        {
            reader.Dispose();
            if (file.Failure is { } failure)
            {
                throw failure;
            }

            throw;
        }
        catch (CsvFormatException exception)
        {
            reader.Dispose();
            throw NotCsv(path, exception);
        }
    }

    /// <inheritdoc/>
    private protected override bool TryReadNext(out RecordedItem item)
    {
        try
        {
            if (!this.reader.Read())
            {
                item = default;
                return false;
            }
        }
        catch (CsvFormatException exception)
        {
            throw NotCsv(this.Path, exception);
        }

        item = this.row.Decode();
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.reader.Dispose();
            this.file.Dispose();
        }
    }

    private static RecordingException NotCsv(string path, CsvFormatException exception) =>
        RecordingException.Unusable($"{path} is no positions-csv from line {Math.Max(exception.LineNumber, 1)} on: a row is longer than {MaxRowBytes} bytes.", exception);
}
