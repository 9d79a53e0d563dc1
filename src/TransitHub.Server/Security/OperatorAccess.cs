using System.Net;
using System.Text;
using Microsoft.Net.Http.Headers;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security;

/// <summary>
/// Who may change what riders are told: an operator with name and password (HTTP Basic, RFC 7617), or, while none is configured, somebody on the hub's
/// own machine. A page of another site cannot write through an operator's browser: the endpoints take JSON alone and answer no preflight.
/// </summary>
internal sealed class OperatorAccess(SecurityOptions security)
{
    /// <summary>The name of somebody on the hub's machine.</summary>
    public const string Local = "local";

    private static readonly string[] ProxyHeaders = [HeaderNames.Via, "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];
    private readonly UserCredentials credentials = new(security.Operators);

    /// <summary>The operator who asks; null: nobody, and <paramref name="refusal"/> is the answer.</summary>
    public string? Find(HttpContext context, out IResult? refusal)
    {
        refusal = null;
        if (!this.credentials.AllowsAnyone)
        {
            if (TryRead(context.Request.Headers.Authorization, out string name, out string password) && this.credentials.Accepts(name, password))
            {
                return name;
            }

            context.Response.Headers.WWWAuthenticate = "Basic realm=\"TransitHub operators\", charset=\"UTF-8\"";
            refusal = Results.Problem("Give the name and password of an operator (setting Security:Operators).", statusCode: StatusCodes.Status401Unauthorized, title: "Operators only");
            return null;
        }

        if (!security.OpenReaders && IsLocal(context))
        {
            return Local;
        }

        refusal = Results.Problem(
            "No operator is configured, so only somebody on the hub's own machine may do this. Configure Security:Operators, each with a hash made by 'transithub hash-password'.",
            statusCode: StatusCodes.Status403Forbidden, title: "Operators only");
        return null;
    }

    /// <summary>From this machine, to a name of this machine (no other site's name that was made to point here), and by no proxy that says it is one.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && (context.Request.Host.Host is "localhost" || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out IPAddress? host) && IPAddress.IsLoopback(host)))
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    private static bool TryRead(string? header, out string name, out string password)
    {
        const string Scheme = "Basic ";
        name = password = string.Empty;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        byte[] bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out int length))
        {
            return false;
        }

        string[] parts = Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split(':', 2);
        (name, password) = parts.Length == 2 ? (parts[0], parts[1]) : (string.Empty, string.Empty);
        return parts.Length == 2;
    }
}
