namespace TransitHub.Server.Endpoints;

/// <summary><c>/</c>: the live map, and the files it is made of.</summary>
internal static class LiveMap
{
    private const int YearSeconds = 365 * 24 * 3600;

    /// <summary>
    /// The page takes nothing from elsewhere and runs nothing that is not a file of ours. MapLibre draws its symbols from
    /// images within its style sheet (data:) and keeps pictures in memory (blob:).
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var assets = WebAssets.Embedded();
        routes.MapMethods("/", Http.Read, (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return new RepresentationResult(assets.Index, lastModified: null, maxAgeSeconds: 0);
        }).ExcludeFromDescription();
        routes.MapMethods("/assets/{version}/{**path}", Http.Read, (string version, string path) => Answer(assets, version, path)).ExcludeFromDescription();
    }

    /// <summary>A page of an older executable may still ask for its own files; they are gone, and it will be told so.</summary>
    private static IResult Answer(WebAssets assets, string version, string path) =>
        version == assets.Version && assets.Find(path) is { } file
            ? new RepresentationResult(file, lastModified: null, YearSeconds, isImmutable: true)
            : FeedProblems.NotFound("No such file", $"There is no file '{path}' of version '{version}'; the page's files are of version '{assets.Version}'.");
}
