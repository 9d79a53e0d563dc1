using System.Net;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.Readers;

/// <summary>Who asks, as far as limits are concerned.</summary>
/// <param name="Partition">Whose requests are counted together: a key's, or an address's.</param>
/// <param name="Tier">How much they get; null: an operator, who is not counted.</param>
/// <param name="Key">Id of their key; null: none.</param>
/// <param name="Refusal">Why they get nothing; null: they do.</param>
internal sealed record Reader(string Partition, ReaderTier? Tier, string? Key, string? Refusal)
{
    /// <summary>An operator.</summary>
    public static Reader Operator { get; } = new("operator", null, null, null);

    /// <summary>An address as one that one reader has: of IPv6 the first half, for a household has that many.</summary>
    public static string PartitionOf(IPAddress? address) => "address " + ClientAddress.NetworkOf(address);
}
