using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Security.SignIn;

namespace TransitHub.Server.Endpoints.Reference;

/// <summary>
/// <c>/openapi/v1.json</c> with what the code does not tell by itself: what parameters mean, with examples of what the hub has just now, so that each one that is
/// tried gets an answer; who may ask; and how versions come and go.
/// </summary>
internal static class ApiDocument
{
    private const string ProblemJson = "application/problem+json";

    private const string Description = """
        Real-time transit in the words of [GTFS](https://gtfs.org). Times are Unix seconds unless a name ends in `_ms`; positions are WGS 84 degrees; a field without a value is left out.

        **Pages.** Lists take `limit` and `after` and answer `next` while there is more: give it as `after`. **Freshness.** Answers with an `ETag` take `If-None-Match` and
        answer 304 while nothing changed. Each GET is a HEAD as well. **Errors** are problem details (RFC 9457): `detail` says what to do. **Streams.** What changes comes over
        `/v1/stream` as server-sent events, and over gRPC's Watch (`protos/transithub/v1/stream.proto`), with a cursor to resume from.

        **Versions.** Within `/v1` fields, values of enumerations and endpoints are only added: skip what you do not know. What would break a reader comes under `/v2`, with `/v1`
        beside it for at least twelve months. What is going away is marked deprecated here, and its answers carry the fields `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).
        """;

    /// <summary>Completes the document.</summary>
    public static Task CompleteAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "TransitHub",
            Version = "1",
            Description = Description,
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        AddSchemes(document);
        ApiExamples examples = ApiExamples.Of(context.ApplicationServices);
        Dictionary<(string, string), Audience> audiences = AudiencesOf(context);
        foreach ((string path, IOpenApiPathItem item) in document.Paths)
        {
            // Each GET is a HEAD as well, says the description; listing both hides what there is.
            item.Operations?.Remove(HttpMethod.Head);
            foreach ((HttpMethod method, OpenApiOperation operation) in item.Operations ?? [])
            {
                Complete(document, path, operation, examples, audiences.GetValueOrDefault((method.Method, path)));
            }
        }

        document.Tags = new HashSet<OpenApiTag>(ApiTags.All.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }));
        return Task.CompletedTask;
    }

    private static Dictionary<(string Method, string Path), Audience> AudiencesOf(OpenApiDocumentTransformerContext context) =>
        context.DescriptionGroups.SelectMany(g => g.Items).ToDictionary(
            d => (d.HttpMethod ?? HttpMethod.Get.Method, "/" + d.RelativePath),
            d => new Audience(ReaderLimits.IsForReaders(d.ActionDescriptor.EndpointMetadata), OperatorDoor.RoleOf(d.ActionDescriptor.EndpointMetadata)));

    private static void AddSchemes(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ReaderAccess.KeyHeader, Description = "A reader's key, if the hub asks for one.",
            },
            ["operator"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "basic", Description = "The name and password of an operator, and the role that is named beside: viewer, operator or admin, each with what those before have; while none is configured, whoever is on the hub's own machine.",
            },
            ["session"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = Sessions.CookieName,
                Description = "The session of an operator who signed in (POST /v1/session, or a provider's link in GET /v1/session). What changes something must come from a page of the hub.",
            },
            ["publisher"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "basic", Description = "Who may publish (Security:MqttUsers); while none is configured, whoever is on the hub's own machine.",
            },
        };
    }

    private static void Complete(OpenApiDocument document, string path, OpenApiOperation operation, ApiExamples examples, Audience audience)
    {
        operation.Tags = new HashSet<OpenApiTagReference> { new(ApiTags.Of(path, audience.IsReaders), document) };
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Description ??= ApiParameters.DescriptionOf(parameter.Name!);
            parameter.Example ??= examples.Of(path, parameter.Name!) is { } example ? JsonValue.Create(example) : null;
        }

        string? scheme = audience.IsReaders ? "key" : audience.Role is not null ? "operator" : operation.Responses?.ContainsKey("401") == true && path != SessionEndpoints.Path ? "publisher" : null;
        if (scheme is not null)
        {
            List<string> roles = audience.Role is { } role ? [OperatorAccess.WordOf(role)] : [];
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document)] = roles }];
            if (audience.Role is not null)
            {
                operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("session", document)] = roles });
            }
        }

        if (path == SessionEndpoints.Path)
        {
            // Who has no session gets an answer too.
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("session", document)] = [] }, []];
        }

        if (audience.IsReaders)
        {
            // Nobody needs a key unless the hub says so.
            operation.Security!.Add([]);
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", ProblemOf("The hub gives this to holders of a key."));
            operation.Responses.TryAdd("429", ProblemOf("More than the reader's tier has; Retry-After says when to come again."));
        }
    }

    private static OpenApiResponse ProblemOf(string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ProblemJson] = new OpenApiMediaType() },
    };

    /// <summary>Who may ask: readers, operators of a role and those above, or neither.</summary>
    private readonly record struct Audience(bool IsReaders, OperatorRole? Role);
}
