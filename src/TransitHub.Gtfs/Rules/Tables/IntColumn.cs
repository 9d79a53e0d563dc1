using System.Globalization;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>A column of whole numbers, of enumeration values, of dates (days since 0001-01-01) or of times (seconds).</summary>
internal sealed class IntColumn(ColumnSchema schema, int place) : TableColumn(schema, place)
{
    /// <summary>Stands for a row without a usable value.</summary>
    public const int Absent = int.MinValue;

    private const byte NarrowAbsent = byte.MaxValue;
    private readonly ChunkedList<int>? wide = schema.Type == FieldType.Enumeration ? null : new();
    private readonly ChunkedList<byte>? narrow = schema.Type == FieldType.Enumeration ? new() : null;

    /// <summary>The row's number, or <see cref="Absent"/>.</summary>
    public int this[int row]
    {
        get
        {
            if (this.wide is not null)
            {
                return row < this.wide.Count && row >= 0 ? this.wide[row] : Absent;
            }

            return row >= 0 && row < this.narrow!.Count && this.narrow[row] is not NarrowAbsent and var value ? value : Absent;
        }
    }

    /// <summary>The row's number, or <paramref name="absent"/>.</summary>
    public int Or(int row, int absent) => this[row] is not Absent and var value ? value : absent;

    public override bool Has(int row) => this[row] != Absent;

    public override string Text(int row) => this[row] switch
    {
        Absent => "",
        var value when Schema.Type == FieldType.Date => ServiceDate.FromDayNumber(value).ToString(),
        var value when Schema.Type == FieldType.Time => ServiceTime.FromSeconds(value).ToString(),
        var value => value.ToString(CultureInfo.InvariantCulture),
    };

    public override bool Read(FeedTable table)
    {
        var value = Schema.Type switch
        {
            FieldType.Date => table.Date(Place)?.DayNumber ?? Absent,
            FieldType.Time => table.Seconds(Place) is >= 0 and var seconds ? seconds : Absent,
            FieldType.Enumeration => Enumeration(table),
            _ => Integer(table),
        };
        this.wide?.Add(value);
        this.narrow?.Add(value == Absent ? NarrowAbsent : (byte)value);
        return value != Absent || !table.Bytes(Place).IsEmpty;
    }

    private int Integer(FeedTable table)
    {
        var min = double.IsInfinity(Schema.Min) ? int.MinValue + 1 : (int)Schema.Min;
        var value = table.Int(Place, Absent, min, int.MaxValue);
        if (value != 0 || !Schema.IsNonZero)
        {
            return value;
        }

        table.Report("number_out_of_range", NoticeSeverity.Error, Place, "The number must not be 0; leave it empty if it is not known.");
        return Absent;
    }

    private int Enumeration(FeedTable table)
    {
        var field = table.Bytes(Place);
        if (field.IsEmpty)
        {
            return Absent;
        }

        if (!DecimalText.TryParse(field, out int value))
        {
            table.Report("invalid_integer", NoticeSeverity.Error, Place, $"This is no whole number. The reference knows the values {string.Join(", ", Schema.Values)}.");
            return Absent;
        }

        if (Schema.Values.Contains(value))
        {
            return value;
        }

        table.Report("unexpected_enum_value", NoticeSeverity.Warning, Place,
            $"The reference knows the values {string.Join(", ", Schema.Values)}; others are not understood everywhere. Correct the value.");
        return Absent;
    }
}
