using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn;

namespace TransitHub.Server.Security;

/// <summary>
/// Who may publish over HTTP: the users that may over MQTT, with HTTP Basic (RFC 7617). Without any, this machine alone, as for the embedded broker.
/// </summary>
internal sealed class PublisherCheck(HubOptions options, TimeProvider clock) : IDisposable
{
    private readonly UserCredentials credentials = new(options.Security.MqttUsers, options.Security.SignIn, clock);

    /// <summary>Null: they may; else the answer to them.</summary>
    public async Task<IResult?> RefuseAsync(HttpContext context)
    {
        if (this.credentials.IsEmpty)
        {
            return LocalRequest.Is(context)
                ? null
                : Results.Problem(
                    "No publisher is configured, so only this machine may publish. Configure Security:MqttUsers.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");
        }

        if (BasicCredentials.TryRead(context.Request, out string user, out string password))
        {
            string address = ClientAddress.NetworkOf(context.Connection.RemoteIpAddress);
            PasswordVerdict verdict = await this.credentials.CheckAsync(user, password, address, browser: null, context.RequestAborted).ConfigureAwait(false);
            if (verdict.Outcome == PasswordOutcome.Right)
            {
                return null;
            }

            if (verdict.RetrySeconds > 0)
            {
                return OperatorRefusals.Later(context, verdict.RetrySeconds);
            }
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"transithub\", charset=\"UTF-8\"";
        return Results.Problem("Name a user of Security:MqttUsers with its password.", statusCode: StatusCodes.Status401Unauthorized, title: "Who are you?");
    }

    /// <inheritdoc/>
    public void Dispose() => this.credentials.Dispose();
}
