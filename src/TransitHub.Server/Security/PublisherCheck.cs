using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security;

/// <summary>
/// Who may publish over HTTP: the users that may over MQTT, with HTTP Basic (RFC 7617). Without any, this machine alone, as for the embedded broker.
/// </summary>
internal sealed class PublisherCheck(HubOptions options)
{
    private readonly MqttCredentials credentials = new(options.Security.MqttUsers);

    /// <summary>Null: they may; else the answer to them.</summary>
    public IResult? Refuse(HttpContext context)
    {
        if (this.credentials.AllowsAnyone)
        {
            return context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
                ? null
                : Results.Problem(
                    "No publisher is configured, so only this machine may publish. Configure Security:MqttUsers.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");
        }

        if (AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out AuthenticationHeaderValue? given)
            && string.Equals(given.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            && TryRead(given.Parameter, out string user, out string password)
            && this.credentials.Accepts(user, password))
        {
            return null;
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"transithub\", charset=\"UTF-8\"";
        return Results.Problem("Name a user of Security:MqttUsers with its password.", statusCode: StatusCodes.Status401Unauthorized, title: "Who are you?");
    }

    private static bool TryRead(string? parameter, out string user, out string password)
    {
        user = password = string.Empty;
        byte[] bytes = new byte[1024];
        if (parameter is null || !Convert.TryFromBase64String(parameter, bytes, out int length))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        (user, password) = (text[..colon], text[(colon + 1)..]);
        return true;
    }
}
