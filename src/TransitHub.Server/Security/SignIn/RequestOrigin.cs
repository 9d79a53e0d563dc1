namespace TransitHub.Server.Security.SignIn;

/// <summary>Whether a request comes from a page of the hub, of another site, or of no page at all.</summary>
/// <param name="publicAddress">Where browsers reach the hub (Security:PublicAddress); null: as requests come.</param>
internal sealed class RequestOrigin(string? publicAddress)
{
    /// <summary>A header that scripts of pages send, so that a refusal does not make the browser ask for a password.</summary>
    public const string ScriptHeader = "X-Requested-With";

    private readonly string? own = publicAddress is null ? null : new Uri(publicAddress).GetLeftPart(UriPartial.Authority);

    /// <summary>True: it changes something, and a page of another site sent it. Sec-Fetch-Site (which no page can set) goes before Origin.</summary>
    /// <param name="request">The request.</param>
    /// <param name="withCookie">It counts by a cookie, which browsers send by themselves: then a page of the hub must be seen to have sent it.</param>
    public bool IsForeignWrite(HttpRequest request, bool withCookie)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 ? withCookie : !this.IsOwn(request, origin);
    }

    /// <summary>True: a script of a page asks, and would rather read the refusal than have the browser open its window for passwords.</summary>
    public static bool IsScript(HttpRequest request) =>
        request.Headers.ContainsKey(ScriptHeader) || request.Headers["Sec-Fetch-Mode"].ToString() is { Length: > 0 } and not "navigate";

    private bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, this.own, StringComparison.OrdinalIgnoreCase)
        || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
