using System.Buffers;
using System.Globalization;
using System.Text;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>
/// Rows of a GTFS table in memory, as UTF-8: a load test's feed has millions. Columns in which nothing is written are left
/// out.
/// </summary>
internal sealed class CsvTable(params string[] columns)
{
    /// <summary>Stands after each field until it is known which columns are used; no text of a sheet holds it.</summary>
    private const byte FieldEnd = 0;

    private readonly ArrayBufferWriter<byte> fields = new();
    private readonly bool[] isUsed = new bool[columns.Length];

    /// <summary>Number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Bytes of all fields, about those of the file.</summary>
    public int FieldBytes => this.fields.WrittenCount;

    /// <summary>Adds a row of as many values as there are columns; null is an empty field.</summary>
    public void Add(params ReadOnlySpan<string?> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, columns.Length, nameof(values));
        for (var column = 0; column < columns.Length; column++)
        {
            if (values[column] is { Length: > 0 } value)
            {
                this.isUsed[column] = true;
                Encoding.UTF8.GetBytes(value, this.fields);
            }

            this.fields.Write([FieldEnd]);
        }

        RowCount++;
    }

    /// <summary>Writes the header and the rows as CSV.</summary>
    public void WriteTo(BlockWriter csv)
    {
        var isFirst = true;
        for (var column = 0; column < columns.Length; column++)
        {
            if (this.isUsed[column])
            {
                csv.Add(Encoding.ASCII.GetBytes((isFirst ? string.Empty : ",") + columns[column]));
                isFirst = false;
            }
        }

        csv.Add((byte)'\n');
        var rest = this.fields.WrittenSpan;
        for (var row = 0; row < RowCount; row++)
        {
            rest = WriteRow(csv, rest);
        }
    }

    private ReadOnlySpan<byte> WriteRow(BlockWriter csv, ReadOnlySpan<byte> rest)
    {
        var isFirst = true;
        foreach (var used in this.isUsed)
        {
            var length = rest.IndexOf(FieldEnd);
            if (used)
            {
                if (!isFirst)
                {
                    csv.Add((byte)',');
                }

                CanonicalCsv.AddField(csv, rest[..length], isAlone: false);
                isFirst = false;
            }

            rest = rest[(length + 1)..];
        }

        csv.Add((byte)'\n');
        return rest;
    }

    /// <summary>A whole number.</summary>
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Meters to the decimeter, as all distances of a built feed are written.</summary>
    public static string Meters(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>Degrees to the decimals that a path keeps.</summary>
    public static string Degrees(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>1 for yes, 2 for no, 0 for unknown: wheelchair and bicycle fields.</summary>
    public static string Possible(bool? value) => value switch { true => "1", false => "2", null => "0" };
}
