using Microsoft.AspNetCore.Mvc;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn;

namespace TransitHub.Server.Security;

/// <summary>The one door to what is the operators' own: an endpoint says which role it needs, and nobody without it gets to the endpoint.</summary>
internal static class OperatorDoor
{
    /// <summary>Marks endpoints as those of a role; of two marks the one nearer to the endpoint counts.</summary>
    public static TBuilder ForOperators<TBuilder>(this TBuilder endpoints, OperatorRole role)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new ForRole(role), Refusal(StatusCodes.Status401Unauthorized), Refusal(StatusCodes.Status403Forbidden), Refusal(StatusCodes.Status429TooManyRequests));

    /// <summary>The role that endpoints with this metadata need; null: they are not the operators'.</summary>
    public static OperatorRole? RoleOf(IEnumerable<object> metadata) => metadata.OfType<ForRole>().LastOrDefault()?.Role;

    /// <summary>Who came in.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is not marked.</exception>
    public static string NameOf(HttpContext context) =>
        context.Features.Get<Admitted>()?.Name ?? throw new InvalidOperationException("The endpoint is the operators', and no mark says of which role.");

    /// <summary>Puts it before the endpoints.</summary>
    public static void Use(WebApplication app) => app.Use(AdmitAsync);

    private static async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ForRole>() is not { } mark)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        (Operator? who, IResult? refusal) = await context.RequestServices.GetRequiredService<OperatorAccess>().FindAsync(context, mark.Role).ConfigureAwait(false);
        if (who is not null)
        {
            context.Features.Set(new Admitted(who.Name));
            await next(context).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await refusal!.ExecuteAsync(context).ConfigureAwait(false);
    }

    private static ProducesResponseTypeMetadata Refusal(int status) => new(status, typeof(ProblemDetails), ["application/problem+json"]);

    private sealed record ForRole(OperatorRole Role);

    private sealed record Admitted(string Name);
}
