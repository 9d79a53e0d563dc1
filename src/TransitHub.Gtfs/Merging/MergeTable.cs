using System.IO.Hashing;
using System.Text;
using TransitHub.Gtfs.Csv;

namespace TransitHub.Gtfs.Merging;

/// <summary>A CSV file of one input, row by row.</summary>
internal sealed class MergeTable : IDisposable
{
    private readonly CsvRows rows;
    private readonly long[] seeds;

    private MergeTable(CsvRows rows, string[] columns)
    {
        (this.rows, Columns) = (rows, columns);
        this.seeds = [.. columns.Select(column => unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(column))))];
    }

    /// <summary>The header; empty for a column without a name.</summary>
    public string[] Columns { get; }

    public static MergeTable? Open(MergeInput input, string file)
    {
        if (input.Find(file) is not { } entry)
        {
            return null;
        }

        return Of(input.Source.OpenEntry(entry));
    }

    /// <summary>Opens a table, which closes the stream; null if not even a header is there.</summary>
    public static MergeTable? Of(Stream stream)
    {
        var rows = new CsvRows(TextEncodings.ToUtf8(stream, out _));
        if (!rows.Read())
        {
            rows.Dispose();
            return null;
        }

        var columns = new string[rows.FieldCount];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = Encoding.UTF8.GetString(rows[column]).Trim(' ', '\t', '\uFEFF');
        }

        return new MergeTable(rows, columns);
    }

    public int Column(string name) => Array.IndexOf(Columns, name);

    public bool Read() => this.rows.Read();

    public ReadOnlySpan<byte> this[int column] => column < 0 ? default : this.rows[column].Trim(" \t\r\n"u8);

    public string Text(int column) => Encoding.UTF8.GetString(this[column]);

    /// <summary>A hash of a field that does not depend on where its column stands; 0 for an empty one.</summary>
    public ulong Hash(int column, ReadOnlySpan<byte> value) => value.IsEmpty ? 0 : XxHash3.HashToUInt64(value, this.seeds[column]);

    public void Dispose() => this.rows.Dispose();
}
