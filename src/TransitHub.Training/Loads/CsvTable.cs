using System.Globalization;
using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Csv;

namespace TransitHub.Training.Loads;

/// <summary>A CSV with a header, plain or gzip, read by the names of its columns; what is wrong is named with file and row.</summary>
internal sealed class CsvTable : IDisposable
{
    private readonly string path;
    private readonly Stream file;
    private readonly CsvRows rows;
    private readonly string[] names;
    private int row = 1;

    /// <summary>Opens it and reads the header.</summary>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public CsvTable(string path)
    {
        this.path = path;
        this.file = File.OpenRead(path);
        this.rows = new CsvRows(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(this.file, CompressionMode.Decompress) : this.file);
        if (!this.rows.Read())
        {
            this.Dispose();
            throw new InvalidDataException($"{path} is empty: its first row must name the columns.");
        }

        this.names = [.. Enumerable.Range(0, this.rows.FieldCount).Select(i => Encoding.UTF8.GetString(this.rows[i]).Trim('\uFEFF'))];
    }

    /// <summary>Goes to the next row; false: there is none.</summary>
    public bool Read()
    {
        this.row++;
        return this.rows.Read();
    }

    /// <summary>The column of one of these names; -1: there is none.</summary>
    public int Find(params ReadOnlySpan<string> any)
    {
        foreach (string name in any)
        {
            if (Array.IndexOf(this.names, name) is >= 0 and var at)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The column of one of these names.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public int Column(params string[] any) => this.Find(any) is >= 0 and var at ? at
        : throw new InvalidDataException($"{this.path} has no column {string.Join(" or ", any)}; it has {string.Join(", ", this.names)}.");

    /// <summary>A cell's text; empty where the row or the table has no such column.</summary>
    public string Text(int column) => column >= 0 && column < this.rows.FieldCount ? Encoding.UTF8.GetString(this.rows[column]) : string.Empty;

    /// <summary>A cell's number.</summary>
    /// <param name="column">The column; -1: none.</param>
    /// <param name="otherwise">Taken where the cell is empty.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public double Number(int column, double otherwise) => this.Text(column) is not { Length: > 0 } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
        : throw this.Wrong($"'{text}' in column {this.names[column]} is no number");

    /// <summary>A cell's number.</summary>
    /// <exception cref="InvalidDataException">The cell is empty or no number.</exception>
    public double Number(int column) => this.Number(column, double.NaN) is var value && !double.IsNaN(value) ? value
        : throw this.Wrong($"column {this.names[column]} is empty");

    /// <summary>What is wrong with the present row.</summary>
    public InvalidDataException Wrong(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{this.path}, row {this.row}: {what}."));

    /// <inheritdoc/>
    public void Dispose()
    {
        this.rows.Dispose();
        this.file.Dispose();
    }
}
