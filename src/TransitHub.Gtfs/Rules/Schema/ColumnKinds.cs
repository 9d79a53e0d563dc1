namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>Short names with which the tables are written down.</summary>
internal static class ColumnKinds
{
    private static readonly int[] Binary = [0, 1];
    private static readonly int[] ThreeValued = [0, 1, 2];

    public static ColumnSchema Id(string name) => new(name, FieldType.Id);

    public static ColumnSchema FreeText(string name) => new(name, FieldType.Text);

    public static ColumnSchema Name(string name) => new ColumnSchema(name, FieldType.Text).MixedCase();

    public static ColumnSchema Url(string name) => new(name, FieldType.Url);

    public static ColumnSchema Email(string name) => new(name, FieldType.Email);

    public static ColumnSchema Phone(string name) => new(name, FieldType.Phone);

    public static ColumnSchema Color(string name) => new(name, FieldType.Color);

    public static ColumnSchema Currency(string name) => new(name, FieldType.Currency);

    public static ColumnSchema Amount(string name) => new(name, FieldType.CurrencyAmount);

    public static ColumnSchema Language(string name) => new(name, FieldType.Language);

    public static ColumnSchema TimeZone(string name) => new(name, FieldType.TimeZone);

    public static ColumnSchema Latitude(string name) => new ColumnSchema(name, FieldType.Latitude).Within(-90, 90);

    public static ColumnSchema Longitude(string name) => new ColumnSchema(name, FieldType.Longitude).Within(-180, 180);

    public static ColumnSchema Date(string name) => new(name, FieldType.Date);

    public static ColumnSchema ClockTime(string name) => new(name, FieldType.Time);

    public static ColumnSchema Integer(string name) => new(name, FieldType.Integer);

    public static ColumnSchema Float(string name) => new(name, FieldType.Float);

    public static ColumnSchema OneOf(string name, params int[] values) => new ColumnSchema(name, FieldType.Enumeration).OneOf(values);

    public static ColumnSchema YesNo(string name) => OneOf(name, Binary);

    public static ColumnSchema UnknownYesNo(string name) => OneOf(name, ThreeValued);
}
