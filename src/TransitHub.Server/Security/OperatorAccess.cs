using TransitHub.Server.Options;

namespace TransitHub.Server.Security;

/// <summary>
/// Who has which role: an operator with name and password (HTTP Basic, RFC 7617), or, while none is configured, somebody on the hub's
/// own machine, who has all. A page of another site cannot write through an operator's browser: the endpoints take JSON alone and answer no preflight.
/// </summary>
internal sealed class OperatorAccess(SecurityOptions security)
{
    /// <summary>The name of somebody on the hub's machine.</summary>
    public const string Local = "local";

    private readonly UserCredentials credentials = new(security.Operators);
    private readonly Dictionary<string, OperatorRole> roles = security.Operators.ToDictionary(o => o.Name, o => o.Role, StringComparer.Ordinal);

    /// <summary>True: an operator asks, of whatever role.</summary>
    public bool IsOperator(HttpContext context) => this.credentials.AllowsAnyone ? this.IsLocal(context) : this.Recognize(context) is not null;

    /// <summary>The operator who asks and has the role; null: nobody, and <paramref name="refusal"/> is the answer.</summary>
    public string? Find(HttpContext context, OperatorRole role, out IResult? refusal)
    {
        refusal = null;
        if (this.credentials.AllowsAnyone)
        {
            refusal = this.IsLocal(context) ? null : Results.Problem(
                "No operator is configured, so only somebody on the hub's own machine may do this. Configure Security:Operators, each with a hash made by 'transithub hash-password'.",
                statusCode: StatusCodes.Status403Forbidden, title: "Operators only");
            return refusal is null ? Local : null;
        }

        if (this.Recognize(context) is not { } name)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"TransitHub operators\", charset=\"UTF-8\"";
            refusal = Results.Problem("Give the name and password of an operator (setting Security:Operators).", statusCode: StatusCodes.Status401Unauthorized, title: "Operators only");
            return null;
        }

        if (this.roles[name] < role)
        {
            refusal = Results.Problem(
                $"This needs the role {WordOf(role)}, and '{name}' has the role {WordOf(this.roles[name])}. Whoever runs the hub gives roles (Role in Security:Operators).",
                statusCode: StatusCodes.Status403Forbidden, title: "Another role is needed");
            return null;
        }

        return name;
    }

    /// <summary>A role as settings and answers have it.</summary>
    public static string WordOf(OperatorRole role) => role.ToString().ToLowerInvariant();

    private bool IsLocal(HttpContext context) => !security.OpenReaders && LocalRequest.Is(context);

    private string? Recognize(HttpContext context) =>
        BasicCredentials.TryRead(context.Request, out string name, out string password) && this.credentials.Accepts(name, password) ? name : null;
}
