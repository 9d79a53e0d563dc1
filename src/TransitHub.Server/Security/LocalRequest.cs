using System.Net;
using Microsoft.Net.Http.Headers;

namespace TransitHub.Server.Security;

/// <summary>Requests of somebody on the hub's own machine.</summary>
internal static class LocalRequest
{
    private static readonly string[] ProxyHeaders = [HeaderNames.Via, "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "X-Original-For"];

    /// <summary>From this machine, to a name of this machine (no other site's name that was made to point here), and by no proxy that says it is one.</summary>
    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && (context.Request.Host.Host is "localhost" || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out IPAddress? host) && IPAddress.IsLoopback(host)))
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);
}
