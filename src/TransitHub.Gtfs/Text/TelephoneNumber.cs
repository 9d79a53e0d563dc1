using PhoneNumbers;

namespace TransitHub.Gtfs.Text;

/// <summary>
/// Telephone numbers by the numbering plans of the world (libphonenumber, as the canonical GTFS validator asks it): whether a number has a length that numbers of its country
/// can have. Whether it is assigned is not asked.
/// </summary>
internal static class TelephoneNumber
{
    /// <summary>The library's word for no country: only numbers that name their own are possible.</summary>
    private const string AnyCountry = "ZZ";

    /// <summary>Whether numbers can be dialed within a country, ISO 3166-1 in capitals.</summary>
    public static bool IsCountry(string country) => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(country);

    /// <summary>Whether a text can be dialed within a country; without a country from anywhere, so that it starts with + and its country's code.</summary>
    public static bool IsPossible(string text, string? country) => PhoneNumberUtil.GetInstance().IsPossibleNumber(text, country ?? AnyCountry);
}
