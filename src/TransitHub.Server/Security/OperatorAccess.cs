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

    private readonly UserCredentials credentials = new(security.Operators);

    /// <summary>True: an operator asks.</summary>
    public bool IsOperator(HttpContext context) => this.credentials.AllowsAnyone
        ? !security.OpenReaders && LocalRequest.Is(context)
        : BasicCredentials.TryRead(context.Request, out string name, out string password) && this.credentials.Accepts(name, password);

    /// <summary>The operator who asks; null: nobody, and <paramref name="refusal"/> is the answer.</summary>
    public string? Find(HttpContext context, out IResult? refusal)
    {
        refusal = null;
        if (!this.credentials.AllowsAnyone)
        {
            if (BasicCredentials.TryRead(context.Request, out string name, out string password) && this.credentials.Accepts(name, password))
            {
                return name;
            }

            context.Response.Headers.WWWAuthenticate = "Basic realm=\"TransitHub operators\", charset=\"UTF-8\"";
            refusal = Results.Problem("Give the name and password of an operator (setting Security:Operators).", statusCode: StatusCodes.Status401Unauthorized, title: "Operators only");
            return null;
        }

        if (!security.OpenReaders && LocalRequest.Is(context))
        {
            return Local;
        }

        refusal = Results.Problem(
            "No operator is configured, so only somebody on the hub's own machine may do this. Configure Security:Operators, each with a hash made by 'transithub hash-password'.",
            statusCode: StatusCodes.Status403Forbidden, title: "Operators only");
        return null;
    }
}
