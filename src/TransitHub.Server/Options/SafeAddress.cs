using System.Diagnostics.CodeAnalysis;

namespace TransitHub.Server.Options;

/// <summary>Web addresses over which names and secrets may go: https, or http on this machine.</summary>
internal static class SafeAddress
{
    /// <summary>Reads one; false: it is none, or anybody on the way could listen in.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { UserInfo: "", Fragment: "" };
}
