namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>The types of fields of the GTFS reference (<see href="https://gtfs.org/documentation/schedule/reference/#field-types"/>).</summary>
internal enum FieldType
{
    Id,
    Text,
    Url,
    Email,
    Phone,
    Color,
    Currency,
    CurrencyAmount,
    Language,
    TimeZone,
    Latitude,
    Longitude,
    Date,
    Time,
    Integer,
    Float,
    Enumeration,
}
