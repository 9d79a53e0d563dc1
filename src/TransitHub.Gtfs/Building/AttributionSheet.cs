using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>Whom riders and consumers owe the data to.</summary>
/// <param name="Organization">organization_name.</param>
/// <param name="IsProducer">is_producer: it made the data.</param>
/// <param name="IsOperator">is_operator: it runs the service.</param>
/// <param name="IsAuthority">is_authority: it orders the service.</param>
/// <param name="Url">attribution_url, or null.</param>
/// <param name="Email">attribution_email, or null.</param>
/// <param name="Phone">attribution_phone, or null.</param>
public sealed record AttributionSheet(
    LocalizedText Organization, bool IsProducer, bool IsOperator, bool IsAuthority, string? Url, string? Email, string? Phone);
