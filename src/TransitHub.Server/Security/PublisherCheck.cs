using TransitHub.Server.Options;

namespace TransitHub.Server.Security;

/// <summary>
/// Who may publish over HTTP: the users that may over MQTT, with HTTP Basic (RFC 7617). Without any, this machine alone, as for the embedded broker.
/// </summary>
internal sealed class PublisherCheck(HubOptions options)
{
    private readonly UserCredentials credentials = new(options.Security.MqttUsers);

    /// <summary>Null: they may; else the answer to them.</summary>
    public IResult? Refuse(HttpContext context)
    {
        if (this.credentials.AllowsAnyone)
        {
            return LocalRequest.Is(context)
                ? null
                : Results.Problem(
                    "No publisher is configured, so only this machine may publish. Configure Security:MqttUsers.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");
        }

        if (BasicCredentials.TryRead(context.Request, out string user, out string password)
            && this.credentials.Accepts(user, password))
        {
            return null;
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"transithub\", charset=\"UTF-8\"";
        return Results.Problem("Name a user of Security:MqttUsers with its password.", statusCode: StatusCodes.Status401Unauthorized, title: "Who are you?");
    }
}
