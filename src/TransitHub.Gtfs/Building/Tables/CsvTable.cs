using System.Globalization;
using System.Text;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>Rows of a GTFS table in memory. Columns in which nothing is written are left out.</summary>
internal sealed class CsvTable(params string[] columns)
{
    private readonly List<string?[]> rows = [];

    public int RowCount => this.rows.Count;

    /// <summary>Adds a row of as many values as there are columns; null is an empty field.</summary>
    public void Add(params string?[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, columns.Length, nameof(values));
        this.rows.Add(values);
    }

    public byte[] ToBytes()
    {
        var used = Enumerable.Range(0, columns.Length).Where(column => this.rows.Exists(row => !string.IsNullOrEmpty(row[column]))).ToArray();
        var text = new StringBuilder();
        AddRow(text, columns, used);
        foreach (var row in this.rows)
        {
            AddRow(text, row, used);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A whole number.</summary>
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Meters to the decimeter, as all distances of a built feed are written.</summary>
    public static string Meters(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>Degrees to the decimals that a path keeps.</summary>
    public static string Degrees(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>1 for yes, 2 for no, 0 for unknown: wheelchair and bicycle fields.</summary>
    public static string Possible(bool? value) => value switch { true => "1", false => "2", null => "0" };

    private static void AddRow(StringBuilder text, string?[] values, int[] used)
    {
        for (var at = 0; at < used.Length; at++)
        {
            text.Append(at > 0 ? "," : string.Empty);
            AddField(text, values[used[at]] ?? string.Empty);
        }

        text.Append('\n');
    }

    private static void AddField(StringBuilder text, string value)
    {
        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            text.Append(value);
        }
        else
        {
            text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
    }
}
