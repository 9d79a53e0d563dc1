using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building;

/// <summary>Who publishes the network, for when, in which language and time zone.</summary>
/// <param name="Publisher">feed_publisher_name.</param>
/// <param name="Url">feed_publisher_url.</param>
/// <param name="Language">feed_lang: the main language of all names, BCP 47.</param>
/// <param name="TimeZone">agency_timezone, a name of the TZ database.</param>
/// <param name="ContactEmail">feed_contact_email, or null if there is a <paramref name="ContactUrl"/>.</param>
/// <param name="ContactUrl">feed_contact_url, or null if there is a <paramref name="ContactEmail"/>.</param>
/// <param name="ValidFrom">First day of service.</param>
/// <param name="ValidTo">Last day of service.</param>
/// <param name="Version">feed_version, or null for the digest of the sheets.</param>
public sealed record FeedSheet(
    LocalizedText Publisher,
    string Url,
    string Language,
    string TimeZone,
    string? ContactEmail,
    string? ContactUrl,
    ServiceDate ValidFrom,
    ServiceDate ValidTo,
    string? Version)
{
    /// <summary>Currency of all fares, ISO 4217; null: there are none.</summary>
    public string? Currency { get; init; }
}
