using TransitHub.Core.Feeds;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/</c>, the live map, <c>/console</c>, the operators' pages, and the files both are made of. Neither page holds data; what they show they ask for.</summary>
internal static class WebPages
{
    private const int YearSeconds = 365 * 24 * 3600;

    /// <summary>
    /// A page takes nothing from elsewhere and runs nothing that is not a file of ours. MapLibre draws its symbols from
    /// images within its style sheet (data:) and keeps pictures in memory (blob:).
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var assets = WebAssets.Embedded();
        MapPage(routes, "/", assets.LiveMap);
        MapPage(routes, "/console", assets.Console);
        routes.MapMethods("/assets/{version}/{**path}", Http.Read, (string version, string path) => Answer(assets, version, path)).ExcludeFromDescription();
    }

    private static void MapPage(IEndpointRouteBuilder routes, string path, Representation page) => routes.MapMethods(path, Http.Read, (HttpContext context) =>
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return new RepresentationResult(page, lastModified: null, maxAgeSeconds: 0);
    }).ExcludeFromDescription();

    /// <summary>A page of an older executable may still ask for its own files; they are gone, and it will be told so.</summary>
    private static IResult Answer(WebAssets assets, string version, string path) =>
        version == assets.Version && assets.Find(path) is { } file
            ? new RepresentationResult(file, lastModified: null, YearSeconds, isImmutable: true)
            : FeedProblems.NotFound("No such file", $"There is no file '{path}' of version '{version}'; the page's files are of version '{assets.Version}'.");
}
