using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>Who runs lines.</summary>
/// <param name="Id">agency_id.</param>
/// <param name="Name">agency_name.</param>
/// <param name="Url">agency_url.</param>
/// <param name="Phone">agency_phone in full international form, or null.</param>
/// <param name="Email">agency_email, or null.</param>
public sealed record OperatorSheet(string Id, LocalizedText Name, string Url, string? Phone, string? Email);
