using System.Text;
using System.Text.Unicode;
using TransitHub.Gtfs.Csv;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Reading;

/// <summary>A CSV file of the feed, row by row, with its columns by name and its faults as notices.</summary>
internal sealed class FeedTable : IDisposable
{
    private readonly FeedTableKind kind;
    private readonly FeedReading reading;
    private readonly CsvRows rows;
    private readonly string? encoding;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private string[] names = [];

    public FeedTable(FeedTableKind kind, string file, FeedReading reading, Stream stream)
    {
        (this.kind, File, this.reading) = (kind, file, reading);
        try
        {
            stream = TextEncodings.ToUtf8(stream, out this.encoding);
        }
        catch (InvalidDataException problem)
        {
            reading.ReportUnreadable(file, problem);
        }

        this.rows = new CsvRows(stream);
    }

    public string File { get; }

    public long Line => this.rows.Line;

    /// <summary>Reads the header; false, with a notice, if there is none or a required column is missing.</summary>
    public bool ReadHeader()
    {
        if (!Advance())
        {
            this.reading.Report("empty_file", NoticeSeverity.Error, File, "The file has no header. Write its columns' names in the first line.");
            return false;
        }

        if (this.encoding is not null)
        {
            this.reading.Report("invalid_encoding", NoticeSeverity.Error, File,
                $"The file is {this.encoding}. It was read so; GTFS asks for UTF-8: save it as UTF-8.");
        }

        this.names = new string[this.rows.FieldCount];
        for (var column = 0; column < this.names.Length; column++)
        {
            var name = this.names[column] = Encoding.UTF8.GetString(this.rows[column].Trim(" \t"u8)).Trim('\uFEFF');
            AddColumn(name, column);
        }

        var isUsable = true;
        foreach (var name in (string[])[.. this.kind.Needed, .. this.kind.Required])
        {
            if (!this.columns.ContainsKey(name))
            {
                var isNeeded = this.kind.Needed.Contains(name);
                isUsable &= !isNeeded;
                Report("missing_required_column", NoticeSeverity.Error, name, null,
                    $"{this.kind.File} has no column {name}{(isNeeded ? ", without which none of its rows can be used" : "; it was taken as empty")}. Add the column to the header.");
            }
        }

        return isUsable;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        while (Advance())
        {
            if (!(this.rows[0].IsEmpty && IsEmptyRow()) && (this.rows.FieldCount == this.names.Length || CheckLength()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The column's place in the row, or -1.</summary>
    public int Column(string name) => this.columns.GetValueOrDefault(name, -1);

    /// <summary>The field without the white space around it; empty if it is absent.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        var field = this.rows[column];
        if (field.IsEmpty || (field[0] > ' ' && field[^1] > ' '))
        {
            return field;
        }

        var text = field.Trim(" \t\r\n"u8);
        Report("leading_or_trailing_whitespaces", NoticeSeverity.Warning, column,
            "White space around the value was ignored; remove it.");
        return text;
    }

    /// <summary>The field, with a notice if it is not valid UTF-8.</summary>
    public ReadOnlySpan<byte> CheckedBytes(int column)
    {
        var field = Bytes(column);
        CheckCharacters(column, field);
        return field;
    }

    public string Text(int column) => this.reading.Texts.Intern(CheckedBytes(column));

    /// <summary>The field as an id; empty, with a notice, if it is absent.</summary>
    public ReadOnlySpan<byte> RequiredId(int column)
    {
        var field = Bytes(column);
        if (field.IsEmpty)
        {
            Report("missing_required_field", NoticeSeverity.Error, column, "The field must not be empty; the row was left out. Fill it in.");
        }
        else
        {
            CheckCharacters(column, field);
        }

        return field;
    }

    /// <summary>A whole number within bounds, or <paramref name="absent"/>, with a notice if there is text that is none.</summary>
    public int Int(int column, int absent, int min, int max)
    {
        var field = Bytes(column);
        if (field.IsEmpty)
        {
            return absent;
        }

        if (!DecimalText.TryParse(field, out int value))
        {
            Report("invalid_integer", NoticeSeverity.Error, column, "This is no whole number and was taken as absent. Write digits only.");
            return absent;
        }

        if (value < min || value > max)
        {
            Report("number_out_of_range", NoticeSeverity.Error, column, $"The number must be from {min} to {max}; it was taken as absent.");
            return absent;
        }

        return value;
    }

    /// <summary>A value of an enumeration from 0 to <paramref name="max"/>.</summary>
    public int Enum(int column, int absent, int max)
    {
        var field = Bytes(column);
        if (field.IsEmpty)
        {
            return absent;
        }

        if (DecimalText.TryParse(field, out int value) && value >= 0 && value <= max)
        {
            return value;
        }

        Report("unexpected_enum_value", NoticeSeverity.Warning, column, $"The value must be from 0 to {max}; it was taken as absent.");
        return absent;
    }

    /// <summary>A decimal number within bounds, or NaN, with a notice if there is text that is none.</summary>
    public double Double(int column, double min, double max)
    {
        var field = Bytes(column);
        if (field.IsEmpty)
        {
            return double.NaN;
        }

        if (!DecimalText.TryParse(field, out double value))
        {
            Report("invalid_float", NoticeSeverity.Error, column, "This is no decimal number and was taken as absent. Write it with a point and without spaces.");
            return double.NaN;
        }

        if (value < min || value > max)
        {
            Report("number_out_of_range", NoticeSeverity.Error, column, $"The number must be from {min} to {max}; it was taken as absent.");
            return double.NaN;
        }

        return value;
    }

    public ServiceDate? Date(int column)
    {
        var field = Bytes(column);
        if (ServiceDate.TryParse(field, out var date))
        {
            return date;
        }

        if (!field.IsEmpty)
        {
            Report("invalid_date", NoticeSeverity.Error, column, "This is no date and was taken as absent. Write YYYYMMDD.");
        }

        return null;
    }

    /// <summary>Seconds of service time, or -1, with a notice if there is text that is no time.</summary>
    public int Seconds(int column)
    {
        var field = Bytes(column);
        if (ServiceTime.TryParse(field, out var time))
        {
            return time.Seconds;
        }

        if (!field.IsEmpty)
        {
            Report("invalid_time", NoticeSeverity.Error, column, "This is no time and was taken as absent. Write HH:MM:SS.");
        }

        return -1;
    }

    /// <summary>Reports the field of the current row.</summary>
    public void Report(string code, NoticeSeverity severity, int column, string message)
    {
        if (!this.reading.Notices.Keeps(code))
        {
            this.reading.Notices.Tally(code, severity);
            return;
        }

        var name = column >= 0 && column < this.names.Length ? this.names[column] : null;
        Report(code, severity, name, Shorten(this.rows[column]), message);
    }

    /// <summary>Reports the current row for a column that it need not have.</summary>
    public void ReportField(string code, NoticeSeverity severity, string field, string message) => Report(code, severity, field, null, message);

    public void ReportForeignKey(int column, string file, string id) =>
        Report("foreign_key_violation", NoticeSeverity.Error, column, $"{file} has no row with this {id}. Add the row or correct the id.");

    public void ReportDuplicate(int column) =>
        Report("duplicate_key", NoticeSeverity.Error, column, "An earlier row has the same key; this one was left out. Remove or rename one of them.");

    public void Dispose() => this.rows.Dispose();

    private static string Shorten(ReadOnlySpan<byte> field)
    {
        var text = Encoding.UTF8.GetString(field.Length > 400 ? field[..400] : field);
        return text.Length > 100 ? text[..100] : text;
    }

    private bool Advance()
    {
        try
        {
            if (!this.rows.Read())
            {
                return false;
            }
        }
        catch (InvalidDataException problem)
        {
            this.reading.ReportUnreadable(File, problem);
            return false;
        }

        if (this.rows.HasStrayQuote)
        {
            Report("csv_parsing_failed", NoticeSeverity.Error, (string?)null, null,
                "A quotation mark is opened and never closed; it was taken as a character. Close it, or double it if it belongs to the text.");
        }

        return true;
    }

    private bool IsEmptyRow()
    {
        for (var field = 1; field < this.rows.FieldCount; field++)
        {
            if (!this.rows[field].IsEmpty)
            {
                return false;
            }
        }

        ReportEmptyRow();
        return true;
    }

    private void ReportEmptyRow() =>
        Report("empty_row", NoticeSeverity.Warning, (string?)null, null, "The row has no values and was ignored; remove it.");

    private bool CheckLength()
    {
        if (this.rows.FieldCount == 1 && this.rows[0].Trim(" \t\u001a"u8).IsEmpty)
        {
            ReportEmptyRow();
            return false;
        }

        if (this.reading.Notices.Keeps("invalid_row_length"))
        {
            Report("invalid_row_length", NoticeSeverity.Error, (string?)null, null,
                $"The row has {this.rows.FieldCount} fields and the header {this.names.Length}. Missing fields were taken as empty and extra ones ignored; check commas and quotation marks.");
        }
        else
        {
            this.reading.Notices.Tally("invalid_row_length", NoticeSeverity.Error);
        }

        return true;
    }

    private void CheckCharacters(int column, ReadOnlySpan<byte> field)
    {
        if (field.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0 && !Utf8.IsValid(field))
        {
            Report("invalid_character", NoticeSeverity.Error, column, "The value is not valid UTF-8; the bad bytes were replaced. Save the file as UTF-8.");
        }
        else if (field.Contains((byte)0))
        {
            Report("invalid_character", NoticeSeverity.Error, column, "The value holds a NUL character. Remove it.");
        }
    }

    private void AddColumn(string name, int column)
    {
        if (name.Length == 0)
        {
            Report("empty_column_name", NoticeSeverity.Error, (string?)null, null, $"Column {column + 1} of the header has no name. Name it or remove it.");
        }
        else if (!this.columns.TryAdd(name, column))
        {
            Report("duplicated_column", NoticeSeverity.Error, name, null, "The header names the column twice. The first was read; remove one.");
        }
        else if (!this.kind.Knows(name))
        {
            Report("unknown_column", NoticeSeverity.Info, name, null, $"The reference has no such column in {this.kind.File}. It is kept and passed on; correct the name if a GTFS column was meant.");
        }
    }

    private void Report(string code, NoticeSeverity severity, string? field, string? value, string message) =>
        this.reading.Notices.Add(new Notice(code, severity, File, Line, field, value, message));
}
