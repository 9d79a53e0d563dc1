using TransitHub.Gtfs.Csv;

namespace TransitHub.Gtfs.Writing;

/// <summary>
/// Writes a CSV file so that equal values give equal bytes: UTF-8 without byte order mark, LF after each row, quotes only
/// where they are needed. Rows, their order, their fields and the bytes within a field stay as they are.
/// </summary>
internal static class CanonicalCsv
{
    public static void Copy(Stream source, BlockWriter row, CancellationToken cancellation)
    {
        using var rows = new CsvRows(TextEncodings.ToUtf8(source, out _));
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            for (var field = 0; field < rows.FieldCount; field++)
            {
                if (field > 0)
                {
                    row.Add((byte)',');
                }

                AddField(row, rows[field], rows.FieldCount == 1);
            }

            row.Add((byte)'\n');
        }
    }

    /// <summary>Writes one field, in quotes where it needs them.</summary>
    public static void AddField(BlockWriter row, ReadOnlySpan<byte> field, bool isAlone)
    {
        if (field.IndexOfAny(",\"\r\n"u8) < 0 && !(isAlone && field.IsEmpty))
        {
            row.Add(field);
            return;
        }

        row.Add((byte)'"');
        for (var quote = field.IndexOf((byte)'"'); quote >= 0; quote = field.IndexOf((byte)'"'))
        {
            row.Add(field[..(quote + 1)]);
            row.Add((byte)'"');
            field = field[(quote + 1)..];
        }

        row.Add(field);
        row.Add((byte)'"');
    }
}
