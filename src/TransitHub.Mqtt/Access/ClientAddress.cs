using System.Net;
using System.Net.Sockets;

namespace TransitHub.Mqtt.Access;

/// <summary>Where a client comes from, as far as bounds are concerned.</summary>
public static class ClientAddress
{
    /// <summary>The part of an address that one machine or household has to itself: all of IPv4, of IPv6 the first half, a /64. Empty for none.</summary>
    public static string NetworkOf(IPAddress? address) =>
        address is null ? string.Empty
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
        : address.ToString();
}
