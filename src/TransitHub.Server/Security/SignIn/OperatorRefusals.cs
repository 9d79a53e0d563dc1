using System.Globalization;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Server.Security.SignIn;

/// <summary>What somebody is told who is no operator, or not of the role.</summary>
internal static class OperatorRefusals
{
    /// <summary>No way of signing in is configured, and it is not this machine that asks.</summary>
    public const string NotConfigured =
        "No operator is configured, so only somebody on the hub's own machine may do this. Configure Security:Operators, each with a hash made by 'transithub hash-password'.";

    private const string Title = "Operators only";

    /// <summary>Nobody may, from elsewhere.</summary>
    public static IResult Elsewhere() => Results.Problem(NotConfigured, statusCode: StatusCodes.Status403Forbidden, title: Title);

    /// <summary>Who are you? A page's script reads the answer itself, so it is not to make the browser open its window for passwords.</summary>
    public static IResult Unknown(HttpContext context, bool hasPasswords)
    {
        context.Response.Headers.WWWAuthenticate = RequestOrigin.IsScript(context.Request) || !hasPasswords
            ? "Session realm=\"TransitHub operators\""
            : "Basic realm=\"TransitHub operators\", charset=\"UTF-8\"";
        if (context.Features.Get<LapsedSession>() is { Provider: { } provider })
        {
            return Results.Problem(
                $"{provider.Name} has to say again that you have your role: go to {OpenIdSchemes.PathOf(provider)} in this browser.", statusCode: StatusCodes.Status401Unauthorized, title: Title);
        }

        return Results.Problem(
            "Sign in (/v1/session), or give the name and password of an operator (setting Security:Operators).", statusCode: StatusCodes.Status401Unauthorized, title: Title);
    }

    /// <summary>Too many wrong passwords, or others being checked.</summary>
    public static IResult Later(HttpContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Results.Problem(
            string.Create(CultureInfo.InvariantCulture, $"Too many wrong passwords came for this name or from this address, or many are being checked. Come again in {seconds} s."),
            statusCode: StatusCodes.Status429TooManyRequests, title: "Come again later");
    }

    /// <summary>A page of another site sent it.</summary>
    public static IResult Foreign() => Results.Problem(
        "A page of another site sent this, or a browser that says of none. Send it from the hub's own page; behind a proxy set Security:PublicAddress to what browsers see; scripts give name and password (HTTP Basic).",
        statusCode: StatusCodes.Status403Forbidden, title: "From another site");

    /// <summary>The role is not enough.</summary>
    public static IResult Role(Operator who, OperatorRole needed) => Results.Problem(
        $"This needs the role {OperatorAccess.WordOf(needed)}, and '{who.Name}' has the role {OperatorAccess.WordOf(who.Role)}. Whoever runs the hub gives roles "
        + (who.Way == SignInWay.OpenId ? $"({OpenIdRoles})." : "(Role in Security:Operators)."),
        statusCode: StatusCodes.Status403Forbidden, title: "Another role is needed");

    private const string OpenIdRoles = "Roles in Security:OpenId, by what the provider says";
}
