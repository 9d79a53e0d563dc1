using TransitHub.Server.Hosting;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/healthz</c> (the process answers) and <c>/readyz</c> (every part works).</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Http.Read, () => Results.Text("ok\n")).WithSummary("The process answers.");
        routes.MapMethods("/readyz", Http.Read, (HubHealth health) =>
            {
                IReadOnlyList<PartHealth> parts = health.List();
                return Results.Json(parts, statusCode: parts.All(p => p.Ready) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
            })
            .WithSummary("Every feed takes and answers, its log writes, and the broker is there; 503 and the reasons if not.")
            .Produces<IReadOnlyList<PartHealth>>()
            .Produces<IReadOnlyList<PartHealth>>(StatusCodes.Status503ServiceUnavailable);
    }
}
