using System.Buffers;
using System.Text;
using NodaTime;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Judges texts by the types of the reference, and says what is wrong with them.</summary>
/// <param name="country">Two letters of the country whose telephone numbers are judged, or null to judge none.</param>
internal sealed class FieldJudge(string? country)
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    public FieldFaults Find(ColumnSchema column, ReadOnlySpan<byte> field)
    {
        var faults = FieldFaults.None;
        if (field.ContainsAny((byte)'\n', (byte)'\r'))
        {
            faults |= FieldFaults.NewLine;
        }

        if (column.Type == FieldType.Id)
        {
            return field.ContainsAnyExceptInRange((byte)32, (byte)126) ? faults | FieldFaults.NotAscii : faults;
        }

        if (column.Type != FieldType.Text && !IsOfType(column.Type, Encoding.UTF8.GetString(field)))
        {
            faults |= FieldFaults.WrongType;
        }

        return column.IsMixedCase && LetterCase.IsOneCase(Encoding.UTF8.GetString(field)) ? faults | FieldFaults.OneCase : faults;
    }

    public static void Report(FeedTable table, int place, ColumnSchema column, FieldFaults faults)
    {
        if (faults.HasFlag(FieldFaults.NewLine))
        {
            table.Report("new_line_in_value", NoticeSeverity.Error, place, "The value holds a line break. Write it on one line.");
        }

        if (faults.HasFlag(FieldFaults.NotAscii))
        {
            table.Report("non_ascii_or_non_printable_char", NoticeSeverity.Warning, place,
                "An id should be of printable ASCII characters, since others break in links and old programs. Rename it.");
        }

        if (faults.HasFlag(FieldFaults.WrongType))
        {
            var (code, message) = WrongType(column.Type);
            table.Report(code, NoticeSeverity.Error, place, message);
        }

        if (faults.HasFlag(FieldFaults.OneCase))
        {
            table.Report("mixed_case_recommended_field", NoticeSeverity.Warning, place,
                "Text that riders read should not be all capitals or all small letters. Write it as on the signs, in mixed case.");
        }
    }

    private static (string Code, string Message) WrongType(FieldType type) => type switch
    {
        FieldType.Url => ("invalid_url", "This is no full web address. Write it with http:// or https:// and the host's name."),
        FieldType.Email => ("invalid_email", "This is no e-mail address. Correct it."),
        FieldType.Phone => ("invalid_phone_number", "This is no telephone number of the feed's country. Write digits, with the area code."),
        FieldType.Color => ("invalid_color", "A color is six hexadecimal digits without #. Correct it."),
        FieldType.Currency => ("invalid_currency", "This is no currency code of ISO 4217. Write a code such as THB."),
        FieldType.CurrencyAmount => ("invalid_currency_amount", "This is no amount of money. Write a decimal number with a point."),
        FieldType.Language => ("invalid_language_code", "This is no language code of IETF BCP 47. Write a code such as th or en."),
        _ => ("invalid_timezone", "This is no time zone of the IANA list. Write a name such as Asia/Bangkok."),
    };

    private bool IsOfType(FieldType type, string text) => type switch
    {
        FieldType.Url => WebAddress.IsUrl(text),
        FieldType.Email => WebAddress.IsEmail(text),
        FieldType.Phone => country is null || TelephoneNumber.IsPossible(text, country),
        FieldType.Color => text.Length == 6 && !text.AsSpan().ContainsAnyExcept(Hexadecimal),
        FieldType.Currency => Currencies.IsKnown(text),
        FieldType.CurrencyAmount => Currencies.IsAmount(text),
        FieldType.Language => LanguageTag.IsWellFormed(text),
        _ => DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null,
    };
}
