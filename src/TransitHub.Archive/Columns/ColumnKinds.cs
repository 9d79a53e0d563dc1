using Parquet;
using Parquet.Schema;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Archive.Columns;

/// <summary>Makes columns of a table, one call for each type that the archive knows.</summary>
internal static class ColumnKinds<TRow>
{
    /// <summary>Text that comes again and again: ids, classes.</summary>
    public static Column<TRow> Text(string name, Func<TRow, string?> value, bool isRequired = false) => new TextColumn<TRow>(
        new DataField<string>(name, nullable: !isRequired), EncodingHint.Dictionary, value);

    /// <summary>Text that is another in each row.</summary>
    public static Column<TRow> OwnText(string name, Func<TRow, string?> value, bool isRequired = false) => new TextColumn<TRow>(
        new DataField<string>(name, nullable: !isRequired), EncodingHint.Default, value);

    /// <summary>Whole numbers that grow or are near to each other.</summary>
    public static Column<TRow> Whole(string name, Func<TRow, long?> value, bool isRequired = false) => new ValueColumn<TRow, long>(
        new DataField<long>(name, nullable: !isRequired), EncodingHint.DeltaBinaryPacked, value);

    /// <summary>Small whole numbers, such as codes.</summary>
    public static Column<TRow> Small(string name, Func<TRow, int?> value) => new ValueColumn<TRow, int>(
        new DataField<int>(name, nullable: true), EncodingHint.DeltaBinaryPacked, value);

    /// <summary>Double precision.</summary>
    public static Column<TRow> Real(string name, Func<TRow, double?> value, bool isRequired = false) => new ValueColumn<TRow, double>(
        new DataField<double>(name, nullable: !isRequired), EncodingHint.Default, value);

    /// <summary>Single precision.</summary>
    public static Column<TRow> Single(string name, Func<TRow, float?> value) => new ValueColumn<TRow, float>(
        new DataField<float>(name, nullable: true), EncodingHint.Default, value);

    /// <summary>True or false.</summary>
    public static Column<TRow> Flag(string name, Func<TRow, bool?> value, bool isRequired = false) => new ValueColumn<TRow, bool>(
        new DataField<bool>(name, nullable: !isRequired), EncodingHint.Default, value);

    /// <summary>A moment, UTC to the millisecond.</summary>
    public static Column<TRow> Moment(string name, Func<TRow, Timestamp?> value, bool isRequired = false) => new ValueColumn<TRow, DateTime>(
        new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: !isRequired),
        EncodingHint.Default,
        row => value(row) is { } moment ? Moments.ToDateTime(moment) : null);

    /// <summary>A day.</summary>
    public static Column<TRow> Day(string name, Func<TRow, ServiceDate?> value, bool isRequired = false) => new ValueColumn<TRow, DateOnly>(
        new DataField<DateOnly>(name, nullable: !isRequired), EncodingHint.Default, row => value(row)?.Date);

    /// <summary>Bytes of a form of their own.</summary>
    public static Column<TRow> Bytes(string name, Func<TRow, byte[]> value) => new BytesColumn<TRow>(new DataField<byte[]>(name, nullable: false), value);
}
