using Scalar.AspNetCore;

namespace TransitHub.Server.Endpoints.Reference;

/// <summary><c>/reference</c>: the document as a page on which each call can be tried.</summary>
internal static class ApiReference
{
    /// <summary>The page's own script stands in it; nothing comes from elsewhere.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps it, and the document.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        IEndpointConventionBuilder page = routes.MapScalarApiReference("/reference", static options => options
            .WithTitle("TransitHub API")
            .WithOpenApiRoutePattern("/openapi/v1.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .HideDeveloperTools()
            .WithDefaultHttpClient(ScalarTarget.Shell, ScalarClient.Curl));
        page.Add(static endpoint =>
        {
            RequestDelegate next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
                return next(context);
            };
        });
    }
}
